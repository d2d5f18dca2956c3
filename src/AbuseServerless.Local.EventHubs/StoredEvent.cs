namespace AbuseServerless.Local.EventHubs;

/// <summary>An event of a partition, as a reader outside AMQP sees it.</summary>
/// <param name="SequenceNumber">Its place in the partition; the offset is this number in invariant decimal digits.</param>
/// <param name="EnqueuedTime">When it was accepted, in whole milliseconds, UTC; never earlier than that of the event before it.</param>
/// <param name="PartitionKey">The producer's key; <see langword="null"/> where it gave none.</param>
/// <param name="Body">The content of the message's data sections; empty where the producer sent another kind of body.</param>
/// <param name="Properties">The application properties; <see langword="null"/> where there are none.</param>
public sealed record StoredEvent(
    long SequenceNumber,
    DateTimeOffset EnqueuedTime,
    string? PartitionKey,
    ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, object>? Properties);
