using System.Globalization;

namespace AbuseServerless.Functions;

/// <summary>The partition that a batch comes from, as the Event Hubs trigger tells it in its metadata.</summary>
/// <param name="EventHubName">Name of the hub.</param>
/// <param name="PartitionId">Id of the partition, a number in text.</param>
public sealed record TriggerPartition(string EventHubName, string PartitionId)
{
    /// <summary>The partition's number.</summary>
    public int Number => int.Parse(PartitionId, CultureInfo.InvariantCulture);
}
