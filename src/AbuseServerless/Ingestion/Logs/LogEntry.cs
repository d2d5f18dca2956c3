namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line of a log without what carried it: the time stamp, the host and the program are found once, for all readers.</summary>
/// <remarks>
/// Where a server writes its own file, its lines may look like an envelope in part: such a reader takes <see cref="Text"/>, or <see cref="Line"/> where it writes the time elsewhere.
/// All spans are of the line that was read; none outlives it.
/// </remarks>
public readonly ref struct LogEntry
{
    /// <summary>Text of the line, without wrappers such as a container's name. Never holds a line end.</summary>
    public required string Line { get; init; }

    /// <summary>When it was written, UTC, whole milliseconds; null where the line begins with no time stamp.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What follows the time stamp; all of <see cref="Line"/> where there is none.</summary>
    public ReadOnlySpan<char> Text { get; init; }

    /// <summary>The host that wrote it; empty where the line does not say.</summary>
    public ReadOnlySpan<char> Host { get; init; }

    /// <summary>The program's tag without the number of its process, such as <c>postfix/smtps/smtpd</c>; empty where there is none.</summary>
    public ReadOnlySpan<char> Program { get; init; }

    /// <summary>Number of the process, as text; empty where the line does not say.</summary>
    public ReadOnlySpan<char> Process { get; init; }

    /// <summary>What the program said, behind its tag; equal to <see cref="Text"/> where there is no tag.</summary>
    public ReadOnlySpan<char> Message { get; init; }

    /// <summary>How the line was wrapped, as people call it, such as <c>RFC 5424</c>; null where there is no envelope.</summary>
    public string? Envelope { get; init; }

    /// <summary>Whether <see cref="Message"/> is a JSON object that stands alone or behind a time stamp, as far as its first and last characters tell.</summary>
    public bool IsJson => Program.IsEmpty && Message.Length > 1 && Message[0] == '{' && Message[^1] == '}';
}
