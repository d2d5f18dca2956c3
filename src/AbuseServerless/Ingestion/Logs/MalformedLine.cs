namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line that should tell of an AUTH request and cannot be read.</summary>
/// <param name="Reason">What is wrong, without quoting the line.</param>
public sealed record MalformedLine(string Reason) : LogLine;
