using System.Globalization;
using AbuseServerless.Azure.Ingestion;

namespace AbuseServerless.Functions;

/// <summary>The partition that a batch comes from, as the Event Hubs trigger tells it in its metadata.</summary>
/// <param name="EventHubName">Name of the hub.</param>
/// <param name="PartitionId">Id of the partition, a number in text.</param>
public sealed record TriggerPartition(string EventHubName, string PartitionId)
{
    /// <summary>The batch as it is processed.</summary>
    /// <param name="messages">The messages, in UTF-8.</param>
    /// <param name="sequenceNumbers">Their sequence numbers.</param>
    /// <param name="enqueued">When the hub took them, UTC.</param>
    public EventBatch Batch(byte[][] messages, long[] sequenceNumbers, DateTime[] enqueued) =>
        new(EventHubName, int.Parse(PartitionId, CultureInfo.InvariantCulture), messages, sequenceNumbers, enqueued);
}
