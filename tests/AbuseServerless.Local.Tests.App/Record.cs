using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Local.Tests.App;

/// <summary>Records event batches.</summary>
public sealed class Record(Notebook notebook)
{
    /// <summary>Fails while the notebook says <c>fail</c>, and waits while it says <c>wait</c>.</summary>
    [Function(nameof(Record))]
    [FixedDelayRetry(-1, "00:00:01")]
    public async Task RunAsync(
        [EventHubTrigger("%Hubs:Events%", ConsumerGroup = "tests", Connection = "Hubs")] string[] messages,
        long[] sequenceNumberArray,
        DateTime[] enqueuedTimeUtcArray,
        string[] offsetArray,
        string[] partitionKeyArray,
        FunctionContext context)
    {
        var fails = notebook.Says("fail");
        notebook.Write(new
        {
            Function = nameof(Record),
            Environment.ProcessId,
            At = TimeProvider.System.GetUtcNow(),
            Messages = messages,
            SequenceNumbers = sequenceNumberArray,
            EnqueuedTimes = enqueuedTimeUtcArray,
            Offsets = offsetArray,
            PartitionKeys = partitionKeyArray,
            Partition = context.BindingContext.BindingData["PartitionContext"]?.ToString(),
            Retries = context.RetryContext?.RetryCount,
            Fails = fails,
        });
        while (notebook.Says("wait"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        if (fails)
        {
            throw new InvalidOperationException("Told to fail.");
        }
    }
}
