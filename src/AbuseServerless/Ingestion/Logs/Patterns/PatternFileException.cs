namespace AbuseServerless.Ingestion.Logs.Patterns;

/// <summary>A file of patterns cannot be used; the message names the line.</summary>
public sealed class PatternFileException : Exception
{
    /// <inheritdoc/>
    public PatternFileException()
    {
    }

    /// <inheritdoc/>
    public PatternFileException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public PatternFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
