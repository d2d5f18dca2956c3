using AbuseServerless.Azure.Ingestion;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Remembers a batch of AUTH events and records what the nets decide about their accounts.</summary>
public sealed class RecordAuthEvents(AuthEventProcessor processor)
{
    /// <summary>
    /// Runs for each batch of one partition of the auth-events hub. The trigger's checkpoint would advance over a batch that failed; the retry policy makes the partition wait
    /// for it instead.
    /// </summary>
    [Function(nameof(RecordAuthEvents))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:00:30")]
    public Task RunAsync(
        [EventHubTrigger("%AuthEventsHub%", ConsumerGroup = "%AuthEventsConsumerGroup%", Connection = "EventHubs")] byte[][] messages,
        long[] sequenceNumberArray,
        DateTime[] enqueuedTimeUtcArray,
        TriggerPartition partitionContext,
        CancellationToken cancellationToken) =>
        processor.ProcessAsync(partitionContext.Batch(messages, sequenceNumberArray, enqueuedTimeUtcArray), cancellationToken);
}
