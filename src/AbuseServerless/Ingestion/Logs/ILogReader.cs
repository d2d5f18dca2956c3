namespace AbuseServerless.Ingestion.Logs;

/// <summary>Reads one server's lines, in the order in which they were written.</summary>
public interface ILogReader
{
    /// <summary>What a line says. Never throws for what is in a line.</summary>
    /// <returns><see cref="ForeignLine"/> where the line is none of this server's: then another reader is asked.</returns>
    LogLine Read(in LogEntry entry);

    /// <summary>Another file begins: what the lines so far told of their file holds no more.</summary>
    void Begin()
    {
    }

    /// <summary>Takes over what a reader that looked ahead found out about the servers that write the log, and nothing of its messages.</summary>
    void Learn(ILogReader glance)
    {
    }

    /// <summary>The events of lines that were read and held back for what a later line tells, from before a time: it may be that no such line comes.</summary>
    /// <param name="before">Exclusive; <see cref="DateTimeOffset.MaxValue"/> for all.</param>
    IReadOnlyList<LogLine> Release(DateTimeOffset before) => [];

    /// <summary>What lines told in part, for the operator to be said at the end of the log: no line that tells the rest came. They are forgotten.</summary>
    IReadOnlyList<UncountedLine> Left() => [];

    /// <summary>Whether the lines so far end within a record of several lines, of which nothing was told yet.</summary>
    bool IsWithin => false;

    /// <summary>What must be remembered to go on later, as text; null where nothing must. Holds no recipient.</summary>
    string? Save() => null;
}
