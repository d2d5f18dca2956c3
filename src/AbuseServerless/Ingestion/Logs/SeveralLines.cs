namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line that tells of several events, such as the expiry of a message with several recipients.</summary>
/// <param name="Lines">Each an <see cref="AuthLine"/> or a <see cref="DeliveryLine"/>; at least one.</param>
public sealed record SeveralLines(IReadOnlyList<LogLine> Lines) : LogLine
{
    /// <summary>The line itself where there is one, <see cref="IgnoredLine"/> where there is none.</summary>
    public static LogLine Of(IReadOnlyList<LogLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return lines.Count switch { 0 => IgnoredLine.Instance, 1 => lines[0], _ => new SeveralLines(lines) };
    }
}
