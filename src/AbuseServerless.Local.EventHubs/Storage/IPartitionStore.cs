namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>
/// Where a partition's entries are: in memory or on disk. Sequence numbers have no gaps. Not safe for use by more than
/// one thread; <see cref="PartitionLog"/> holds its lock around every call.
/// </summary>
internal interface IPartitionStore : IDisposable
{
    /// <summary>That of the oldest retained entry; that of the next one where there is none.</summary>
    long FirstSequenceNumber { get; }

    /// <summary>That which the next entry must have.</summary>
    long NextSequenceNumber { get; }

    /// <summary>That of the newest entry, in milliseconds since the Unix epoch; zero where there was none.</summary>
    long LastEnqueuedMilliseconds { get; }

    /// <summary>Adds all of them or, where it throws, none.</summary>
    void Append(ReadOnlySpan<LogEntry> entries);

    /// <summary>At least one and at most <paramref name="maximum"/> entries from a retained sequence number on.</summary>
    IReadOnlyList<LogEntry> Read(long from, int maximum);

    /// <summary>When a retained entry was accepted, in milliseconds since the Unix epoch.</summary>
    long EnqueuedMilliseconds(long sequenceNumber);
}
