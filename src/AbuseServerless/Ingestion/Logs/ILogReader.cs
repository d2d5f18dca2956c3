namespace AbuseServerless.Ingestion.Logs;

/// <summary>Reads one server's lines, in the order in which they were written.</summary>
public interface ILogReader
{
    /// <summary>What a line says. Never throws for what is in a line.</summary>
    /// <returns><see cref="ForeignLine"/> where the line is none of this server's: then another reader is asked.</returns>
    LogLine Read(in LogEntry entry);

    /// <summary>What must be remembered to go on later, as text; null where nothing must. Holds no recipient.</summary>
    string? Save() => null;
}
