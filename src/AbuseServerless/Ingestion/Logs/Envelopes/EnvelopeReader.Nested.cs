namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <content>What stands within a message that has a program already.</content>
public sealed partial class EnvelopeReader
{
    /// <summary>The line that is the message of an entry: a shipper or a container named its program, and the program's own line came whole, with its time or its tag.</summary>
    /// <remarks>To be asked for lines of mail servers alone, whose messages begin with their own words: what another program says may begin with a client's.</remarks>
    /// <param name="outer">The entry of the last line.</param>
    /// <param name="inner">The entry of the line within.</param>
    /// <returns>False where the message begins with no header.</returns>
    internal bool TryUnwrap(scoped in LogEntry outer, out LogEntry inner)
    {
        inner = default;
        var message = outer.Message;

        // Through syslog Exim writes its own time too, and no tag behind it.
        if (outer.Program.IsEmpty || !IsHeader(message) || (char.IsAsciiDigit(message[0]) && outer.Program.StartsWith("exim", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        var (written, line, wrapper) = (Written, message.ToString(), outer.Envelope ?? "syslog");
        inner = outer.Time is { } time ? Inner(line, wrapper, time, depth: 1) : Read(line, wrapper, depth: 1);
        inner = inner.Host.IsEmpty ? inner with { Host = outer.Host } : inner;
        Written = inner.Program.IsEmpty ? written : Written;
        return !inner.Program.IsEmpty;
    }

    private static bool IsHeader(ReadOnlySpan<char> message) =>
        message is ['<', >= '0' and <= '9', ..] || Stamp.TryRead(message, out _, out _, out _)
        || (SyslogTag.TryRead(message, out _, out var process, out _) && process.Length > 0 && !process.ContainsAnyExceptInRange('0', '9'));
}
