using AbuseServerless.Azure.Deliveries;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Counts a batch of delivery events by provider and day.</summary>
public sealed class RecordDeliveries(DeliveryEventProcessor processor)
{
    /// <summary>Runs for each batch of one partition of the delivery-events hub. A batch that failed is tried again until it succeeds, and its partition waits for it.</summary>
    [Function(nameof(RecordDeliveries))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:00:30")]
    public Task RunAsync(
        [EventHubTrigger("%DeliveryEventsHub%", ConsumerGroup = "%DeliveryEventsConsumerGroup%", Connection = "EventHubs")] byte[][] messages,
        long[] sequenceNumberArray,
        DateTime[] enqueuedTimeUtcArray,
        TriggerPartition partitionContext,
        CancellationToken cancellationToken) =>
        processor.ProcessAsync(partitionContext.Batch(messages, sequenceNumberArray, enqueuedTimeUtcArray), cancellationToken);
}
