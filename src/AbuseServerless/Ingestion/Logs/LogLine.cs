namespace AbuseServerless.Ingestion.Logs;

/// <summary>What a line of a log says: an <see cref="AuthLine"/>, an <see cref="IgnoredLine"/> or a <see cref="MalformedLine"/>.</summary>
public abstract record LogLine
{
    private protected LogLine()
    {
    }
}
