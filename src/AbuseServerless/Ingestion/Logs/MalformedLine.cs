namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line that should tell of an event, and a part of which cannot be read, such as its address. It becomes a dead letter.</summary>
/// <param name="Reason">What is wrong, without quoting the line.</param>
public sealed record MalformedLine(string Reason) : LogLine
{
    /// <summary>The line has no time stamp that can be read.</summary>
    public static MalformedLine NoTime { get; } = new("The line does not begin with a readable time stamp.");

    /// <summary>The line is none of the kind that all lines must be of.</summary>
    public static MalformedLine NoEvent { get; } = new("Not an event.");
}
