namespace AbuseServerless.Local.EventHubs;

/// <summary>Stub: a hub in memory.</summary>
internal sealed class EventHub(string name, int partitions)
{
    public string Name { get; } = name;

    public IReadOnlyList<PartitionLog> Partitions { get; } = [.. Enumerable.Range(0, partitions).Select(static id => new PartitionLog(id))];
}
