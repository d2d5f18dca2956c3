namespace AbuseServerless.Local.EventHubs;

/// <summary>An event on its way into a partition.</summary>
/// <param name="PartitionKey">The producer's key; <see langword="null"/> where it gave none.</param>
/// <param name="Message">The AMQP sections from the properties on (properties, application properties, body, footer), encoded.</param>
internal readonly record struct EncodedEvent(string? PartitionKey, ReadOnlyMemory<byte> Message);
