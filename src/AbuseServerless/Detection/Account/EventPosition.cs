namespace AbuseServerless.Detection.Account;

/// <summary>Where an event stands in its hub.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="SequenceNumber">Its sequence number there.</param>
/// <param name="Enqueued">When the hub took it, UTC, to the millisecond.</param>
public readonly record struct EventPosition(int Partition, long SequenceNumber, DateTimeOffset Enqueued)
{
    /// <summary>Whether this event comes behind another of its partition.</summary>
    /// <remarks>
    /// A greater sequence number does; so does a later enqueued time, since a hub that was deleted and made again counts from 0 anew, and none of its
    /// events may be taken for old ones.
    /// </remarks>
    public bool IsBehind(EventPosition other) => SequenceNumber > other.SequenceNumber || Enqueued > other.Enqueued;
}
