using System.Buffers;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Takes lines out of what carried them: finds time, host, program and message once, for all readers.</summary>
/// <remarks>All is anchored at the beginning of the line, where no client of a mail server can write.</remarks>
public sealed class EnvelopeReader
{
    private static readonly SearchValues<char> NoHost = SearchValues.Create(" :[]{}()<>=,;\"'");
    private static readonly SearchValues<char> EndOfTag = SearchValues.Create(" :[");

    private readonly LogClock _clock;

    /// <param name="zone">The zone of times that name none.</param>
    /// <param name="time">The clock: a time without a year is no later than tomorrow.</param>
    /// <param name="year">The year of the first time that names none; null for the latest that fits.</param>
    public EnvelopeReader(TimeZoneInfo zone, TimeProvider time, int? year = null) => _clock = new LogClock(zone, time, year);

    /// <summary>The entry of a line.</summary>
    public LogEntry Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        line = line.TrimStart('\uFEFF', '\0');
        var text = line.AsSpan();
        if (Stamp.TryRead(text, out var written, out _, out var length) && _clock.Read(written) is { } time)
        {
            return Header(line, time, text[length..].TrimStart(' '));
        }

        return new LogEntry { Line = line, Text = text, Message = text };
    }

    // [HOST ]TAG[ [PID] ]: MESSAGE
    private static LogEntry Header(string line, DateTimeOffset time, ReadOnlySpan<char> text)
    {
        var blank = text.IndexOf(' ');
        var host = blank < 0 ? default : text[..blank];
        if (host.Length > 0 && !host.ContainsAny(NoHost) && TryTag(text[(blank + 1)..].TrimStart(' '), out var program, out var process, out var message))
        {
            return new LogEntry { Line = line, Time = time, Text = text, Host = host, Program = program, Process = process, Message = message };
        }

        return TryTag(text, out program, out process, out message)
            ? new LogEntry { Line = line, Time = time, Text = text, Program = program, Process = process, Message = message }
            : new LogEntry { Line = line, Time = time, Text = text, Message = text };
    }

    private static bool TryTag(ReadOnlySpan<char> text, out ReadOnlySpan<char> program, out ReadOnlySpan<char> process, out ReadOnlySpan<char> message)
    {
        program = default;
        process = default;
        message = default;
        var end = text.IndexOfAny(EndOfTag);
        if (end < 1 || text[end] == ' ')
        {
            return false;
        }

        program = text[..end];
        if (text[end] == '[')
        {
            var close = text[end..].IndexOf(']');
            if (close < 2 || end + close + 1 >= text.Length || text[end + close + 1] != ':')
            {
                return false;
            }

            process = text.Slice(end + 1, close - 1);
            end += close + 1;
        }

        message = text[(end + 1)..];
        message = message is [' ', ..] ? message[1..] : message;
        return true;
    }
}
