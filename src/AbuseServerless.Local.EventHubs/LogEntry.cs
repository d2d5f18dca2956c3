namespace AbuseServerless.Local.EventHubs;

/// <summary>
/// What a partition keeps of an event. The message stays as its producer encoded it: consumers get those bytes back,
/// and nothing is decoded on the way through.
/// </summary>
/// <param name="SequenceNumber">Its place in the partition.</param>
/// <param name="EnqueuedMilliseconds">When it was accepted, in milliseconds since the Unix epoch.</param>
/// <param name="PartitionKey">The producer's key; <see langword="null"/> where it gave none.</param>
/// <param name="Message">The AMQP sections from the properties on, encoded.</param>
internal readonly record struct LogEntry(
    long SequenceNumber,
    long EnqueuedMilliseconds,
    string? PartitionKey,
    ReadOnlyMemory<byte> Message);
