using System.Buffers;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>What syslog daemons put between the time stamp and the message: the host and the program's tag.</summary>
internal static class SyslogHeader
{
    /// <summary>What no host's name holds.</summary>
    public static readonly SearchValues<char> NoHost = SearchValues.Create("[]{}()<>=,;\"'");

    /// <summary>The entry of a line, out of what stands behind its time stamp: <c>[&lt;FACILITY&gt;] [HOST ][FACILITY ]TAG[ [PID] ]: MESSAGE</c>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="wrapper">What carried it; null for nothing.</param>
    /// <param name="time">Its time.</param>
    /// <param name="notation">How that is written.</param>
    /// <param name="text">What stands behind it.</param>
    public static LogEntry Read(string line, string? wrapper, DateTimeOffset time, StampNotation notation, ReadOnlySpan<char> text)
    {
        var rest = text;
        if (rest is ['<', ..] && rest.IndexOf("> ") is > 0 and < 20 and var close)
        {
            rest = rest[(close + 2)..];
        }

        var blank = rest.IndexOf(' ');
        var host = blank < 0 ? default : rest[..blank];
        if (host.Length > 0 && host[^1] != ':' && !host.ContainsAny(NoHost))
        {
            var tag = rest[(blank + 1)..].TrimStart(' ');
            var facility = tag.IndexOf(' ');
            tag = facility > 0 && SyslogTag.IsFacility(tag[..facility]) ? tag[(facility + 1)..].TrimStart(' ') : tag;
            if (SyslogTag.TryRead(tag, out var program, out var process, out var message))
            {
                return new LogEntry { Line = line, Time = time, Text = text, Host = host, Program = program, Process = process, Message = message, Envelope = wrapper ?? NameOf(notation) };
            }

            if (SyslogTag.IsFacility(host) && SyslogTag.TryRead(rest[(blank + 1)..], out program, out process, out message))
            {
                return new LogEntry { Line = line, Time = time, Text = text, Program = program, Process = process, Message = message, Envelope = wrapper ?? NameOf(notation) };
            }
        }

        return SyslogTag.TryRead(rest, out var only, out var number, out var said)
            ? new LogEntry { Line = line, Time = time, Text = text, Program = only, Process = number, Message = said, Envelope = wrapper ?? NameOf(notation) }
            : new LogEntry { Line = line, Time = time, Text = text, Message = text, Envelope = wrapper ?? NameOf(notation) };
    }

    /// <summary>A notation, as people call it.</summary>
    public static string NameOf(StampNotation notation) => notation switch
    {
        StampNotation.Bsd => "BSD syslog",
        StampNotation.Rfc3339 => "RFC 3339",
        StampNotation.Iso or StampNotation.IsoWithoutZone => "ISO 8601",
        StampNotation.Epoch => "Unix time",
        StampNotation.Tai64 => "TAI64N",
        _ => "no time",
    };
}
