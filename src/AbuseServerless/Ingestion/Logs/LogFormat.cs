namespace AbuseServerless.Ingestion.Logs;

/// <summary>A kind of log that can be read.</summary>
/// <param name="Name">What it is called on a command line and in settings: lower-case letters, digits and <c>-</c>.</param>
/// <param name="Title">What people call it, such as <c>Postfix</c>.</param>
/// <param name="Tells">What it tells.</param>
/// <param name="Open">Makes a reader, with a memory of its own.</param>
public sealed record LogFormat(string Name, string Title, LogTells Tells, Func<LogContext, ILogReader> Open)
{
    /// <summary>Whether every line of such a file should be an event, so that any other one is <see cref="MalformedLine"/>.</summary>
    public bool IsStrict { get; init; }
}
