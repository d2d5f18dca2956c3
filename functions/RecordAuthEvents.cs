using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Remembers a batch of AUTH events and records what the nets decide about their accounts.</summary>
public sealed class RecordAuthEvents
{
    /// <summary>Runs for each batch of one partition of the auth-events hub.</summary>
    [Function(nameof(RecordAuthEvents))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:00:30")]
    public Task RunAsync(
        [EventHubTrigger("%EventHubs:AuthEvents%", ConsumerGroup = "%EventHubs:ConsumerGroup%", Connection = "EventHubs")] string[] messages,
        long[] sequenceNumberArray,
        DateTime[] enqueuedTimeUtcArray,
        FunctionContext context) => Task.CompletedTask;
}
