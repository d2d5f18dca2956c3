namespace AbuseServerless.Ingestion.Logs;

/// <summary>A login that does not count because the line leaves out what decides, such as the protocol: what is absent is not believed.</summary>
/// <param name="Missing">What is missing, without quoting the line: the name of a field.</param>
public sealed record UncountedLine(string Missing) : LogLine
{
    /// <summary>Whether sound servers write such lines too, as of a client that sends nothing: no trouble of the log, and nothing that a setting would change.</summary>
    public bool IsUsual { get; init; }
}
