using System.Collections.Immutable;
using AbuseServerless.Ingestion.Logs.Envelopes;
using AbuseServerless.Ingestion.Logs.Postfix;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>Reads lines of whatever mail servers: out of their envelopes, by the reader that knows them.</summary>
/// <remarks>Not for several threads.</remarks>
public sealed class MailLogReader
{
    private readonly (LogFormat Format, ILogReader Reader)[] _readers;
    private readonly EnvelopeReader _envelopes;
    private readonly IndentedJson _json = new();
    private readonly CsvTable _table = new();
    private readonly TimeProvider _time;
    private readonly TimeZoneInfo _zone;
    private readonly bool _isStrict;
    private Files.RepeatedLines? _repeated;
    private int _likely;

    /// <param name="formats">The kinds of lines that may come, in the order in which they are asked; null or empty for all.</param>
    /// <param name="zone">The zone of times that name none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="year">The year of the first time that names none; null for the latest that fits.</param>
    /// <param name="state">What <see cref="Save"/> gave; null for nothing.</param>
    public MailLogReader(IReadOnlyList<LogFormat>? formats, TimeZoneInfo zone, TimeProvider time, int? year = null, ImmutableDictionary<string, string>? state = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(time);
        (_time, _zone, Tally) = (time, zone, new LogTally(time));
        _envelopes = new EnvelopeReader(zone, time, year);
        _readers = [.. (formats is null or [] ? LogFormats.All : formats).Select(format => (format, format.Open(new LogContext(time) { Zone = zone, State = state?.GetValueOrDefault(format.Name) })))];
        _isStrict = _readers is [{ Format.IsStrict: true }];
    }

    /// <summary>What was understood so far.</summary>
    public LogTally Tally { get; private set; }

    /// <summary>The time of the last line as it has it.</summary>
    internal WrittenTime? Written => _envelopes.Written;

    /// <summary>From now on, events of lines that stand in several files count once. Not for lines that are events themselves (<see cref="LogFormat.IsStrict"/>): equal ones may be several.</summary>
    public void TellRepeated() => _repeated ??= new();

    /// <summary>Begins another file, whose lines need not be later than those before.</summary>
    /// <param name="source">The file.</param>
    public void Begin(Files.LogSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _repeated?.Begin();
        _envelopes.Begin(source.Year);
        _json.Begin();
        _table.Begin();
        Only = source.Format;
        foreach (var (_, reader) in _readers)
        {
            reader.Begin();
        }

        if (source.Glance is { } glance && glance._readers.Length == _readers.Length)
        {
            _table.Learn(glance._table);
            _envelopes.Learn(glance._envelopes);
            for (var i = 0; i < _readers.Length; i++)
            {
                _readers[i].Reader.Learn(glance._readers[i].Reader);
            }
        }
    }

    /// <summary>
    /// Whether the lines so far end within a record of several, such as a row of a table, an object or a line that comes in parts, of which nothing was told yet: who goes on later goes on where it began.
    /// </summary>
    internal bool IsWithin => _table.IsOpen || _json.IsOpen || _envelopes.IsWithin || _readers[_likely].Reader.IsWithin;

    /// <summary>The present file is over: the events of what is whole in a record that has not come to its end.</summary>
    public IReadOnlyList<LogLine> End()
    {
        if (_table.IsOpen)
        {
            Tally.AddDamaged();
            _table.Close();
        }

        if (!_json.IsOpen)
        {
            return [];
        }

        Tally.AddDamaged();
        return [.. _json.End().SelectMany(one => ReadOne(one).Events)];
    }

    /// <summary>How long an event waits at most for what a later line tells: 5 minutes, in the time of the log, or of the clock where no line comes.</summary>
    public static TimeSpan MaximumWait => HeldLogins.MaximumWait;

    /// <summary>The events that wait for what a later line tells: to be asked for where no further line comes.</summary>
    /// <param name="before">Those of lines from before it, exclusive; null for all.</param>
    public IReadOnlyList<LogLine> Release(DateTimeOffset? before = null)
    {
        List<LogLine> released = before is null ? [.. End()] : [];
        var read = released.Count;
        foreach (var (_, reader) in _readers)
        {
            released.AddRange(reader.Release(before ?? DateTimeOffset.MaxValue));
        }

        if (_repeated is not null)
        {
            released = [.. released[..read], .. WithoutRepeated(SeveralLines.Of(released[read..]), null).Events];
        }

        released.Skip(read).ToList().ForEach(Tally.AddReleased);
        if (before is null)
        {
            foreach (var left in _readers.SelectMany(reader => reader.Reader.Left()))
            {
                Tally.AddReleased(left);
            }
        }

        return released;
    }

    /// <summary>Counts the present file among those that end early or are damaged (<see cref="Files.LogFile.IsBroken"/>).</summary>
    /// <param name="file">What the operator calls it.</param>
    /// <param name="isNested">Whether it is an archive within an archive.</param>
    public void EndEarly(string file, bool isNested = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        Tally.AddBroken(file, isNested);
    }

    /// <summary>Counts a file or a folder that was named with a folder and is not read.</summary>
    /// <param name="path">What the operator calls it.</param>
    /// <param name="why">A sentence without its subject.</param>
    public void PassOver(string path, string why)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(why);
        Tally.AddNotRead(path, why);
    }

    /// <summary>Counts from nothing again.</summary>
    public void BeginTally() => Tally = new LogTally(_time);

    /// <summary>The one kind that all lines of the present file must be of; null where they may be of several.</summary>
    private LogFormat? Only { get; set; }

    /// <summary>What a line says. Never throws for what is in a line.</summary>
    /// <param name="line">The line without its end.</param>
    public LogLine Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        Tally.Look(line);
        var nul = line.LastIndexOf('\0');
        if (nul >= 0)
        {
            // Blocks that a crash left empty: what stands before them has lost its end, what stands behind them is whole.
            if (line.AsSpan(0, nul).TrimStart('\0').Length > 0)
            {
                Tally.AddDamaged();
            }

            line = line[(nul + 1)..];
        }

        if (_table.TryAdd(line, out var row))
        {
            return row is null ? Part() : ReadOne(row);
        }

        if (_json.TryAdd(line, out var whole))
        {
            return whole.Count switch
            {
                0 => Part(),
                1 => ReadObject(whole[0]),
                _ => SeveralLines.Of([.. whole.SelectMany(one => ReadOne(one).Events)]),
            };
        }

        if (line is ['[', '{', ..] && JsonEnvelope.Split(line) is { } lines)
        {
            return SeveralLines.Of([.. lines.SelectMany(one => ReadOne(one).Events)]);
        }

        if (Frames.Split(line) is { } frames)
        {
            return SeveralLines.Of([.. frames.SelectMany(one => ReadOne(one).Events)]);
        }

        return ReadObject(line);
    }

    private LogLine ReadObject(string line) => QueryAnswer.Split(line) is { } lines ? SeveralLines.Of([.. lines.SelectMany(one => ReadOne(one).Events)]) : ReadOne(line);

    private IgnoredLine Part()
    {
        Tally.AddPart();
        return IgnoredLine.Instance;
    }

    private LogLine ReadOne(string line)
    {
        var entry = _envelopes.Read(line);
        var read = Read(entry, out var format);
        if (format is not null && read is IgnoredLine or UncountedLine or UnreadLine or MalformedLine && _envelopes.TryUnwrap(entry, out var inner)
            && Read(inner, out var innerFormat) is var within and not ForeignLine)
        {
            entry = inner;
            (read, format) = (within, innerFormat);
        }

        if (read is IgnoredLine && entry.Program.Length > 0 && entry.Message is [.., '…'])
        {
            // journalctl without a pager that is wide enough: what the line told is lost.
            read = UnreadLine.Instance;
        }

        if (read is ForeignLine && (_isStrict || Only is not null) && entry.Line.Length > 0)
        {
            read = MalformedLine.NoEvent;
            format = Only ?? _readers[0].Format;
        }

        if (_repeated is not null && format is { IsStrict: false } && read is AuthLine or DeliveryLine or SeveralLines)
        {
            read = WithoutRepeated(read, line);
        }

        Tally.Add(entry, format, read, read is ForeignLine && MailWords.AreIn(entry));
        if (format is not null && _envelopes.UnknownZone is { } word)
        {
            Tally.AddUnknownZone(word, _zone);
        }
        else if (format is not null && _envelopes.Written is { Offset: null })
        {
            Tally.AssumeZone(_zone);
        }

        return read;
    }

    // A line may release logins of earlier lines, so a login is told by itself; a delivery by its line, since equal ones may be several.
    private LogLine WithoutRepeated(LogLine read, string? line)
    {
        var events = read.Events.ToList();
        var isRepeated = line is not null && events.Exists(one => one is DeliveryLine) && _repeated!.IsRepeated(line);
        var left = events.Where(one => one is AuthLine login ? !_repeated!.IsRepeated(login.ToJson()) : !isRepeated).ToList();
        Tally.AddRepeated(events.Count - left.Count);
        return left.Count == events.Count ? read : SeveralLines.Of(left);
    }

    /// <summary>Looks at the time of a line alone.</summary>
    internal void ReadEnvelope(string line) => _envelopes.Read(line.TrimStart('\0'));

    /// <summary>What must be remembered to go on later, by the name of the format.</summary>
    public ImmutableDictionary<string, string> Save()
    {
        var state = ImmutableDictionary<string, string>.Empty;
        foreach (var (format, reader) in _readers)
        {
            state = reader.Save() is { } saved ? state.Add(format.Name, saved) : state;
        }

        return state;
    }

    private LogLine Read(in LogEntry entry, out LogFormat? format)
    {
        // Most lines are of the server of the line before.
        if (Is(_likely) && _readers[_likely].Reader.Read(entry) is var read and not ForeignLine)
        {
            format = _readers[_likely].Format;
            return read;
        }

        for (var i = 0; i < _readers.Length; i++)
        {
            if (i != _likely && Is(i) && _readers[i].Reader.Read(entry) is var other and not ForeignLine)
            {
                _likely = i;
                format = _readers[i].Format;
                return other;
            }
        }

        format = null;
        return ForeignLine.Instance;
    }

    private bool Is(int reader) => Only is null || Only == _readers[reader].Format;
}
