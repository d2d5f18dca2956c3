using System.Buffers;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Takes lines out of what carried them: finds time, host, program and message once, for all readers.</summary>
/// <remarks>
/// All is anchored at the beginning of the line. Lines that go on from the one before (indented, as Exim's reject log and journalctl write them) may be a client's text: see <see cref="LineStart"/>. Not for several threads.
/// </remarks>
public sealed partial class EnvelopeReader
{
    // A container's name, a file's name: what stands before them is no name.
    private const int MaximumPrefixLength = 256;

    private const string DockerTimes = "docker logs -t", Cri = "Kubernetes CRI";

    // Zones are whole quarters of an hour from UTC; a runtime writes a line within moments.
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15), MaximumOffset = TimeSpan.FromHours(14), MaximumDelay = TimeSpan.FromMinutes(2);

    private static readonly SearchValues<char> NoContainer = SearchValues.Create(" \t[]{}()<>=,;\"':");
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> OfPods = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-. ");

    private readonly TimeZoneInfo _zone;
    private readonly TimeProvider _time;
    private readonly PartialLines _partial = new();
    private readonly LineStart _start = new();
    private LogClock _clock;

    /// <param name="zone">The zone of times that name none.</param>
    /// <param name="time">The clock: a time without a year is no later than tomorrow.</param>
    /// <param name="year">The year of the first time that names none; null for the latest that fits.</param>
    public EnvelopeReader(TimeZoneInfo zone, TimeProvider time, int? year = null) => (_zone, _time, _clock) = (zone, time, new LogClock(zone, time, year));

    /// <summary>Begins another file, whose lines need not be later than those before.</summary>
    /// <param name="year">The year of the first time that names none; null for the latest that fits.</param>
    public void Begin(int? year)
    {
        _clock = new LogClock(_zone, _time, year);
        _start.Begin();
    }

    /// <summary>Takes over how lines of a file begin from a reader that saw its first ones.</summary>
    internal void Learn(EnvelopeReader other) => _start.Learn(other._start);

    /// <summary>The time of the last line as it has it; null where it has none.</summary>
    internal WrittenTime? Written { get; private set; }

    /// <summary>The word in the time of the last line that should name a zone and does not name one, or one that the operator's is not; null where there is none.</summary>
    internal string? UnknownZone { get; private set; }

    /// <summary>Whether a line that a container wrote in parts was begun and has not come to its end.</summary>
    internal bool IsWithin => _partial.IsOpen;

    /// <summary>The entry of a line.</summary>
    public LogEntry Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        Written = null;
        _start.BeginLine();
        var entry = Read(WithoutMarks(line), null, depth: 0);
        _start.EndLine(line, hasTime: Written is not null);
        UnknownZone = Written is { UnknownZone: { } word } && entry.Time is { } time && !StampZone.MayBe(word, (int)_zone.GetUtcOffset(time).TotalMinutes) ? word : null;
        return entry;
    }

    // Wrappers stand in each other three deep at the most: grep's file name, a container's time, the line.
    private LogEntry Read(string line, string? wrapper, int depth)
    {
        var text = line.AsSpan();
        if (text.Length > 4 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[4]) && Papertrail.TryRead(text, out var sent, out var host, out var program, out var process, out var message) && _clock.Read(sent) is { } at)
        {
            Written = sent;
            return program.IsEmpty
                ? Inner(message.ToString(), "Papertrail", at, depth)
                : new LogEntry { Line = line, Time = at, Text = message, Host = host, Program = program, Process = process, Message = message, Envelope = "Papertrail" };
        }

        if (Stamp.TryRead(text, out var written, out var notation, out var length) && _clock.Read(written) is { } time)
        {
            Written = written;
            return Stamped(line, wrapper, time, notation, text[length..], depth);
        }

        if (text.IsEmpty || depth == 4)
        {
            return Bare(line, wrapper);
        }

        return text[0] switch
        {
            '{' => JsonEnvelope.TryRead(line, out var json) ? OfJson(json, depth) : Bare(line, wrapper),
            '<' => Priority(line, wrapper, depth),
            '[' => Bracketed(line, wrapper, depth),
            ' ' or '\t' => TryTrim(line, out var inner) ? Read(inner, wrapper, depth + 1) : Bare(line, wrapper),
            >= '0' and <= '9' when Numbered(line, wrapper, depth, out var numbered) => numbered,
            't' when LogFmt.ToJson(line) is { } pairs && JsonEnvelope.TryRead(pairs, out var logfmt) => OfJson(logfmt, depth),
            _ => Prefixed(line, wrapper, depth),
        };
    }

    private LogEntry Stamped(string line, string? wrapper, DateTimeOffset time, StampNotation notation, ReadOnlySpan<char> rest, int depth)
    {
        var text = rest.TrimStart(" \t");

        // Some programs fill the level up to the length of ERROR.
        var blanks = rest.Length - text.Length;
        if (blanks > 1 && !(blanks == 2 && (text.StartsWith("INFO ") || text.StartsWith("WARN "))) && !_start.MayTrim(blanks - 1))
        {
            return Bare(line, wrapper);
        }

        if (notation == StampNotation.Rfc3339 && depth < 4)
        {
            // Kubernetes: 2026-11-24T01:01:00.604074169Z stdout F line; P for a part of one.
            if (text.Length > 9 && (text.StartsWith("stdout ") || text.StartsWith("stderr ")) && text[7] is 'F' or 'P' && text[8] == ' ')
            {
                return _partial.Add(text[..6], text[9..], isEnd: text[7] == 'F') is { } whole ? Inner(whole, Cri, time, depth) : Bare("", Cri);
            }

            // logcli of Loki: TIME {LABELS} LINE, where JSON would have a quotation mark.
            if (text is ['{', >= 'A' and <= 'z', ..] && text.IndexOf("} ") is > 0 and var labels)
            {
                return Inner(text[(labels + 2)..].TrimStart(' ').ToString(), "Loki", time, depth);
            }

            // docker logs -t: a container's time before the line's own.
            if (Stamp.TryRead(text, out _, out _, out _) || text is ['{', ..] or ['<', ..] || LogFmt.IsBegin(text))
            {
                return Inner(text.ToString(), DockerTimes, time, depth);
            }
        }

        // svlogd -tt of socklog: TIME FACILITY: LINE, where the line has its own time.
        var second = text.IndexOf(' ');
        if (second > 1 && text[second - 1] == ':' && depth < 4 && SyslogTag.IsFacility(text[..(second - 1)]) && Stamp.TryRead(text[(second + 1)..], out _, out _, out _))
        {
            return Inner(text[(second + 1)..].ToString(), "socklog", time, depth);
        }

        // Grafana: TIME, a tab and the line.
        if (rest is ['\t', ..] && depth < 4 && Stamp.TryRead(text, out _, out _, out _))
        {
            return Inner(text.ToString(), "Grafana", time, depth);
        }

        // Fluentd: TIME, a tag and an object, with tabs between them.
        if (rest is ['\t', ..] && text.IndexOf("\t{") is > 0 and < MaximumPrefixLength and var tab && depth < 4)
        {
            return Inner(text[(tab + 1)..].ToString(), "JSON", time, depth);
        }

        // docker service logs -t: TIME TASK@NODE | LINE.
        var bar = text[..Math.Min(text.Length, MaximumPrefixLength)].IndexOf(" | ");
        if (notation == StampNotation.Rfc3339 && depth < 4 && bar > 0 && !text[..bar].TrimEnd(' ').ContainsAny(NoContainer) && Stamp.TryRead(text[(bar + 3)..], out _, out _, out _))
        {
            return Inner(text[(bar + 3)..].ToString(), DockerTimes, time, depth);
        }

        // A relay put its own header in front of the one that came: TIME HOST TIME HOST TAG: …, with or without a priority between them.
        var blank = text.IndexOf(' ');
        if (blank > 0 && depth < 4 && !text[..blank].ContainsAny(SyslogHeader.NoHost) && text[blank - 1] != ':' && Stamp.TryRead(WithoutPriority(text[(blank + 1)..]), out _, out _, out _))
        {
            return Inner(text[(blank + 1)..].ToString(), wrapper ?? SyslogHeader.NameOf(notation), time, depth);
        }

        var entry = SyslogHeader.Read(line, wrapper, time, notation, text);

        // Docker's log drivers for syslog and the journal: the tag is the container, its line may have an envelope of its own.
        if (depth == 4 || !IsContainer(entry.Program))
        {
            return entry;
        }

        var inner = Inner(entry.Message.ToString(), "Docker's syslog", time, depth);
        return inner.Host.IsEmpty ? inner with { Host = entry.Host } : inner;
    }

    private static ReadOnlySpan<char> WithoutPriority(ReadOnlySpan<char> text) =>
        text is ['<', ..] && text[..Math.Min(text.Length, 5)].IndexOf('>') is > 1 and var end && !text[1..end].ContainsAnyExceptInRange('0', '9') ? text[(end + 1)..] is ['1', ' ', .. var rest] ? rest : text[(end + 1)..] : text;

    // The first twelve digits of its id, alone or behind the names of image and container, or the name with what is usually put before it.
    private static bool IsContainer(ReadOnlySpan<char> program) =>
        program.StartsWith("docker/") || (program[(program.LastIndexOf('/') + 1)..] is { Length: 12 } id && !id.ContainsAnyExcept(HexadecimalDigits));

    // A line that a container wrote: with an envelope of its own, or with its tag at least.
    private LogEntry Inner(string line, string wrapper, DateTimeOffset time, int depth)
    {
        if (!TryTrim(WithoutMarks(line), out line))
        {
            return Bare(line, wrapper);
        }

        var outer = Written;
        var entry = Read(line, wrapper, depth + 1);
        if (entry.Time is { } own && wrapper is DockerTimes or Cri or JsonEnvelope.Docker or JsonEnvelope.Journal && outer is { Offset: not null } && Written is { Offset: null } && InZoneOf(time, own) is { } zoned)
        {
            Written = outer;
            return entry with { Time = zoned };
        }

        return entry.Time is not null ? entry : entry.Program.IsEmpty ? SyslogHeader.Read(line, wrapper, time, StampNotation.Rfc3339, line) : entry with { Time = time };
    }

    // A container has another zone than its host, and its lines name none: the runtime wrote down its own time at once, so the two differ by the zone. Where they differ otherwise, the line is an old one that was written again.
    private DateTimeOffset? InZoneOf(DateTimeOffset outer, DateTimeOffset own)
    {
        var written = own + _zone.GetUtcOffset(own);
        var zone = TimeSpan.FromMinutes(Math.Round((written - outer) / Quarter) * Quarter.TotalMinutes);
        return zone.Duration() <= MaximumOffset && (written - zone - outer).Duration() <= MaximumDelay ? written - zone : null;
    }

    private bool TryTrim(string line, out string inner)
    {
        inner = line.TrimStart(' ', '\t');
        return inner.Length == line.Length || _start.IsMonth(line) || _start.MayTrim(line.Length - inner.Length);
    }

    private LogEntry OfJson(JsonEnvelope json, int depth)
    {
        var time = json.Time is { } written ? _clock.Read(written) : null;
        Written = json.Time;
        if (json.Program is not null)
        {
            return new LogEntry
            {
                Line = json.Message,
                Time = time,
                Text = json.Message,
                Host = json.Host,
                Program = json.Program,
                Process = json.Process,
                Message = json.Message,
                Envelope = json.Kind,
            };
        }

        var message = json.IsPart is { } part ? _partial.Add(json.Stream, json.Message, !part) : json.Message;
        return message is null ? Bare("", json.Kind) : time is { } at ? Inner(message, json.Kind, at, depth) : Read(WithoutMarks(message), json.Kind, depth + 1);
    }

    private static LogEntry Bare(string line, string? wrapper) => new() { Line = line, Text = line, Message = line, Envelope = wrapper };

    // Marks of encodings and sequences.
    private static string WithoutMarks(string line)
    {
        line = ScreenText.Plain(line);
        var start = line.AsSpan().IndexOfAnyExcept("\uFEFF\0\u001e");
        return start <= 0 ? line : line[start..];
    }
}
