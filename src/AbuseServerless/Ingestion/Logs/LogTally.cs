using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>What was understood of a log. Each number from 0.</summary>
/// <param name="time">The clock.</param>
public sealed class LogTally(TimeProvider time)
{
    // Addresses kept to tell how many have no country; further ones count for nothing there.
    private const int MaximumAddresses = 100_000;
    private const int MaximumExampleLength = 300;

    private readonly HashSet<IPAddress> _addresses = [];
    private readonly Dictionary<LogFormat, long> _formats = [];
    private readonly HashSet<string> _envelopes = [];
    private readonly Dictionary<UncountedLine, long> _uncounted = [];
    private readonly List<string> _broken = [];
    private readonly List<(string Path, string Why)> _notRead = [];
    private readonly HashSet<string> _nested = new(StringComparer.Ordinal);
    private DateTimeOffset _latest = time.GetUtcNow() + AuthEventParser.MaximumAhead;
    private bool _hasBegun;
    private long _parts;
    private long _headers;
    private bool _hasProxy;
    private bool _hasProxied;

    /// <summary>Lines, of whatever program.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines that a reader knows.</summary>
    public long Recognised { get; private set; }

    /// <summary>SMTP AUTH requests, or submissions that stand for them.</summary>
    public long Logins { get; private set; }

    /// <summary>Deliveries and expiries.</summary>
    public long Deliveries { get; private set; }

    /// <summary>Logins and deliveries of the future, by more than <see cref="AuthEventParser.MaximumAhead"/>: the functions reject them.</summary>
    public long Ahead { get; private set; }

    /// <summary>Lines that should tell of an event, and a part of which cannot be read.</summary>
    public long Malformed { get; private set; }

    /// <summary>What is wrong with the first of them, without what it says.</summary>
    public string? Fault { get; private set; }

    /// <summary>The first of them, cut; for the operator's own screen, since it may hold names.</summary>
    public string? Faulty { get; private set; }

    /// <summary>Logins that do not count because the line leaves out what decides.</summary>
    public long Uncounted { get; private set; }

    /// <summary>Those of them that sound servers write too (<see cref="UncountedLine.IsUsual"/>).</summary>
    public long UsuallyUncounted { get; private set; }

    /// <summary>What those leave out, with their numbers.</summary>
    public IReadOnlyDictionary<UncountedLine, long> Missing => _uncounted;

    /// <summary>Lines that look like mail and were not understood.</summary>
    public long NotUnderstood { get; private set; }

    /// <summary>The first of them, cut; for the operator's own screen, since it may hold names.</summary>
    public string? Example { get; private set; }

    /// <summary>Lines of which a part was lost, such as behind a crash.</summary>
    public long Damaged { get; private set; }

    /// <summary>Events that stand in a file before as well, and count once.</summary>
    public long Repeated { get; private set; }

    /// <summary>Lines whose time names a zone that is not known.</summary>
    public long UnknownZones { get; private set; }

    /// <summary>The first such zone, as it is written, and that of which the times were taken to be.</summary>
    public (string Word, string Taken)? UnknownZone { get; private set; }

    /// <summary>The zone of which times that name none were taken to be; null where every line names one.</summary>
    public string? AssumedZone { get; private set; }

    /// <summary>Files that end early or are damaged, so that the rest of them was not read.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>Files and folders that were named with a folder and not read, and why, as a sentence without its subject.</summary>
    public IReadOnlyList<(string Path, string Why)> NotRead => _notRead;

    /// <summary>Whether there are both a proxy's logins and those that Postfix took over from one.</summary>
    public bool IsProxied => _hasProxy && _hasProxied;

    /// <summary>Whether there are lines, and a header alone was recognised.</summary>
    internal bool IsHeaderOnly => _headers > 0 && _headers == Recognised && NotUnderstood > 0;

    /// <summary>Those of them that are archives within archives.</summary>
    internal IReadOnlySet<string> Nested => _nested;

    /// <summary>What the first file is, in words, where it holds no text; null where it does.</summary>
    internal string? Binary { get; private set; }

    /// <summary>The first line that is not empty, cut; for the operator's own screen.</summary>
    public string? FirstLine { get; private set; }

    /// <summary>The earliest time of a recognised line.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>The latest.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Kinds of logs, with their lines.</summary>
    public IReadOnlyDictionary<LogFormat, long> Formats => _formats;

    /// <summary>Wrappers.</summary>
    public IReadOnlyCollection<string> Envelopes => _envelopes;

    /// <summary>Client addresses of logins, the first 100,000.</summary>
    public IReadOnlyCollection<IPAddress> Addresses => _addresses;

    /// <summary>The private address that all clients have, as where a container's proxy or a load balancer stands before the mail server; null where they have several, or fewer than three logins tell.</summary>
    public IPAddress? OnlyPrivateAddress => Logins >= 3 && _addresses.Count == 1 && _addresses.First() is var only && ReservedNetworks.Contain(AddressBits.Of(only)) ? only : null;

    /// <summary>What it is, such as <c>Postfix, BSD syslog, times without a zone taken as Asia/Tokyo, 2026-11-24 to 2026-11-27 UTC</c>.</summary>
    public string Found => Recognised == 0
        ? "nothing known"
        : string.Join(
            ", ",
            [
                .. _formats.OrderByDescending(format => format.Value).Select(format => format.Key.Title),
                .. _envelopes,
                .. AssumedZone is { } zone ? (string[])[$"times without a zone taken as {zone}"] : [],
                .. First?.UtcDateTime is { } first && Last?.UtcDateTime is { } last ? (string[])[first.Date == last.Date ? FormattableString.Invariant($"{first:yyyy-MM-dd} UTC") : FormattableString.Invariant($"{first:yyyy-MM-dd} to {last:yyyy-MM-dd} UTC")] : [],
            ]);

    /// <summary>Counts a line.</summary>
    internal void Add(in LogEntry entry, LogFormat? format, LogLine read, bool looksLikeMail)
    {
        Lines++;
        FirstLine ??= string.IsNullOrWhiteSpace(entry.Line) ? null : Cut(entry.Line);
        if (read is UnreadLine || (read is ForeignLine && looksLikeMail))
        {
            NotUnderstood++;
            Example ??= Cut(entry.Line);
        }

        if (format is null)
        {
            _parts = 0;
            return;
        }

        Recognised += 1 + _parts;
        _headers += entry.Line is ['#', ..] ? 1 : 0;
        _hasProxy |= read is AuthLine && format.Name == "nginx";
        _hasProxied |= !_hasProxied && format.Name == "postfix" && entry.Message.Contains(", sasl_method=XCLIENT, ", StringComparison.Ordinal);
        if (read is MalformedLine)
        {
            Faulty ??= Cut(entry.Line);
        }

        _formats[format] = _formats.GetValueOrDefault(format) + 1 + _parts;
        _parts = 0;
        if (entry.Envelope is { } envelope)
        {
            _envelopes.Add(envelope);
        }

        Add(read, entry.Time);
    }

    /// <summary>Counts an event of a line that was counted before.</summary>
    internal void AddReleased(LogLine read) => Add(read, null);

    /// <summary>Counts a line that is a part of an object, which goes on or is over: it is recognised with the object.</summary>
    internal void AddPart()
    {
        Lines++;
        _parts++;
    }

    /// <summary>Looks at a line as it stands in the file, before it is counted.</summary>
    internal void Look(string line)
    {
        if (!_hasBegun && line.Length > 0)
        {
            _hasBegun = true;
            Binary = Files.BinaryKind.Of(line);
        }
    }

    /// <summary>Counts a file of which the rest cannot be read.</summary>
    internal void AddBroken(string file, bool isNested)
    {
        _broken.Add(file);
        if (isNested)
        {
            _nested.Add(file);
        }
    }

    /// <summary>Counts what was named with a folder and is not read.</summary>
    internal void AddNotRead(string path, string why) => _notRead.Add((path, why));

    /// <summary>Counts events that stand in a file before as well.</summary>
    internal void AddRepeated(int events) => Repeated += events;

    /// <summary>Notes that the time of a line names no zone.</summary>
    internal void AssumeZone(TimeZoneInfo taken) => AssumedZone ??= taken.Id;

    /// <summary>Counts a line whose time names a zone that is not known.</summary>
    internal void AddUnknownZone(string word, TimeZoneInfo taken)
    {
        UnknownZones++;
        UnknownZone ??= (word, taken.Id);
    }

    /// <summary>Counts a line that is partly lost.</summary>
    internal void AddDamaged() => Damaged++;

    private void Add(LogLine read, DateTimeOffset? at)
    {
        switch (read)
        {
            case AuthLine login:
                Logins++;
                AddTime(login.Event.Time, ref at);
                if (_addresses.Count < MaximumAddresses)
                {
                    _addresses.Add(login.Event.Address);
                }

                break;
            case DeliveryLine delivery:
                Deliveries++;
                AddTime(delivery.Event.Time, ref at);
                break;
            case SeveralLines several:
                foreach (var line in several.Lines)
                {
                    Add(line, at);
                }

                break;
            case MalformedLine malformed:
                Malformed++;
                Fault ??= malformed.Reason;
                break;
            case UncountedLine uncounted:
                Uncounted++;
                UsuallyUncounted += uncounted.IsUsual ? 1 : 0;
                _uncounted[uncounted] = _uncounted.GetValueOrDefault(uncounted) + 1;
                break;
        }

        if (at is { } told)
        {
            First = First is { } first && first <= told ? first : told;
            Last = Last is { } last && last >= told ? last : told;
        }
    }

    // The clock is asked for those alone that seem to be of the future: a log may be followed for months.
    private void AddTime(DateTimeOffset told, ref DateTimeOffset? at)
    {
        at ??= told;
        if (told > _latest && told > (_latest = time.GetUtcNow() + AuthEventParser.MaximumAhead))
        {
            Ahead++;
        }
    }

    private static string Cut(string line)
    {
        var start = line.Length <= MaximumExampleLength ? line : line[..MaximumExampleLength] + "…";
        return string.Concat(start.Select(character => char.IsControl(character) || character == '\uFFFD' ? '·' : character));
    }
}
