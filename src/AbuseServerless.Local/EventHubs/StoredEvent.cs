namespace AbuseServerless.Local.EventHubs;

/// <summary>Stub: an event of a partition. Its offset is its sequence number as an invariant decimal string.</summary>
internal sealed record StoredEvent(
    long SequenceNumber,
    DateTimeOffset EnqueuedTime,
    string? PartitionKey,
    ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, object>? Properties);
