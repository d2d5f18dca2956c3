namespace AbuseServerless.Ingestion.Logs;

/// <summary>Reads a mail server's log line by line.</summary>
public interface ILogReader
{
    /// <summary>What a line says. Never throws for what is in a line.</summary>
    /// <param name="line">The line without its end.</param>
    LogLine Read(string line);
}
