using AbuseServerless.Ingestion.Logs.Envelopes;

namespace AbuseServerless.Ingestion.Logs.Exchange;

/// <summary>
/// Reads the SMTP receive protocol log of Exchange Server (2010 to SE), with or without its header: an information event (<c>*</c>) with the context <c>authenticated</c> names the account in its data.
/// </summary>
/// <remarks>
/// Failed requests name their account on a line of its own (<c>User Name: …</c>, where the build writes it) behind <c>Inbound AUTH LOGIN failed because of …</c>, or in front of it: a session begins with
/// the one that its build writes first. Accounts of computers
/// (<c>EX2$</c>, <c>NT AUTHORITY\SYSTEM</c>), which Exchange servers log in by, are left out. Other logs of Exchange (send, tracking, IMAP) are ignored beside a receive log and foreign where there is none.
/// </remarks>
public sealed class ExchangeLogReader(LogContext? context = null) : ILogReader
{
    private const int MaximumSessions = 50_000;
    private static readonly string[] UsualFields = ["date-time", "connector-id", "session-id", "sequence-number", "local-endpoint", "remote-endpoint", "event", "data", "context"];

    private readonly Dictionary<string, Failure> _failures = new(StringComparer.Ordinal);
    private readonly LogClock _clock = new(context?.Zone ?? TimeZoneInfo.Utc, context?.Time ?? TimeProvider.System);
    private string[] _fields = UsualFields;
    private char _separator = ',';
    private bool _isExchange;
    private bool _isOther;
    private bool _hasRead;

    /// <summary>The SMTP receive protocol log of Exchange Server.</summary>
    public static LogFormat Format { get; } = new("exchange", "Exchange Server (SMTP receive)", LogTells.Logins | LogTells.FailedLogins, context => new ExchangeLogReader(context));

    /// <inheritdoc/>
    public void Begin() => (_fields, _separator, _isExchange, _isOther) = (UsualFields, ',', false, false);

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        var line = entry.Line;
        if (line is ['#', ..])
        {
            return Header(line);
        }

        // A table program quotes values, and writes semicolons in some countries.
        if (!(line is ['"', >= '0' and <= '9', ..] || (entry.Time is not null && entry.Text is [var separator, ..] && separator == _separator)))
        {
            return ForeignLine.Instance;
        }

        if (_isOther)
        {
            return Other();
        }

        var values = Csv.Split(line.AsSpan().Bounded(), _separator);
        if (values.Count < _fields.Length || Value(values, "event") is not ("*" or "+" or "-" or "<" or ">") || !IsSession(Value(values, "session-id"))
            || (entry.Time ?? (Stamp.TryRead(Value(values, "date-time"), out var written, out _, out _) ? _clock.Read(written) : null)) is not { } time)
        {
            return ForeignLine.Instance;
        }

        return Value(values, "event") == "*" ? Information(values, time) : End(values);
    }

    private LogLine Header(string line)
    {
        if (line.StartsWith("#Log-type:", StringComparison.OrdinalIgnoreCase))
        {
            _isOther = !line.Contains("SMTP Receive", StringComparison.OrdinalIgnoreCase);
            _hasRead |= !_isOther;
            return Other();
        }

        if (_isOther)
        {
            return Other();
        }

        if (line.StartsWith("#Fields:", StringComparison.OrdinalIgnoreCase) && line.Contains("session-id", StringComparison.Ordinal))
        {
            _hasRead = true;
            _separator = line.Contains(';', StringComparison.Ordinal) && !line.Contains(',', StringComparison.Ordinal) ? ';' : ',';
            _fields = [.. line[8..].Split(_separator).Select(field => field.Trim().ToLowerInvariant())];
            return IgnoredLine.Instance;
        }

        // Other servers of Windows have such headers too.
        _isExchange |= line.StartsWith("#Software: Microsoft Exchange", StringComparison.OrdinalIgnoreCase);
        return _isExchange ? Other() : ForeignLine.Instance;
    }

    // What is no receive log may lie beside one; alone, it is the wrong log.
    private LogLine Other() => _hasRead ? IgnoredLine.Instance : ForeignLine.Instance;

    private LogLine Information(List<string> values, DateTimeOffset time)
    {
        var (session, data, context) = (Value(values, "session-id"), Value(values, "data").Trim(), Value(values, "context").Trim());
        if (context.Equals("authenticated", StringComparison.OrdinalIgnoreCase) && data.Length > 0)
        {
            _failures.Remove(session);
            return data.EndsWith('$') || data.StartsWith(@"NT AUTHORITY\", StringComparison.OrdinalIgnoreCase) ? IgnoredLine.Instance : Auth(data, true, values, time);
        }

        foreach (var said in (string[])[data, context])
        {
            if (said.StartsWith("User Name:", StringComparison.OrdinalIgnoreCase))
            {
                return Named(session, said[10..].Trim(), values, time);
            }

            if (said.StartsWith("Inbound ", StringComparison.Ordinal) && said.Contains(" failed because of ", StringComparison.Ordinal))
            {
                return Failed(session, values, time);
            }
        }

        return IgnoredLine.Instance;
    }

    private LogLine Named(string session, string name, List<string> values, DateTimeOffset time)
    {
        if (!_failures.TryGetValue(session, out var failure))
        {
            Put(session, new Failure(IsNamedFirst: true, name, null));
            return IgnoredLine.Instance;
        }

        Put(session, failure with { Name = failure.IsNamedFirst ? name : null, Time = null });
        return !failure.IsNamedFirst && failure.Time is { } failed ? Auth(name, false, values, failed) : IgnoredLine.Instance;
    }

    private LogLine Failed(string session, List<string> values, DateTimeOffset time)
    {
        if (!_failures.TryGetValue(session, out var failure))
        {
            Put(session, new Failure(IsNamedFirst: false, null, time));
            return IgnoredLine.Instance;
        }

        Put(session, failure with { Name = null, Time = failure.IsNamedFirst ? null : time });
        return failure.Name is { } name ? Auth(name, false, values, time) : IgnoredLine.Instance;
    }

    private void Put(string session, Failure failure)
    {
        if (_failures.Count >= MaximumSessions)
        {
            _failures.Clear();
        }

        _failures[session] = failure;
    }

    private IgnoredLine End(List<string> values)
    {
        var session = Value(values, "session-id");
        if (Value(values, "event") == "-")
        {
            _failures.Remove(session);
        }
        else if (Value(values, "event") == "<" && _failures.TryGetValue(session, out var failure))
        {
            // The client goes on: no name comes any more.
            _failures[session] = failure with { Name = null, Time = null };
        }

        return IgnoredLine.Instance;
    }

    private LogLine Auth(string name, bool success, List<string> values, DateTimeOffset time)
    {
        if (!success && (name is "NULL" or ""))
        {
            return IgnoredLine.Instance;
        }

        var remote = Value(values, "remote-endpoint");
        var colon = remote.LastIndexOf(':');
        return new AuthLineParts(name, (colon < 0 ? remote : remote[..colon]).Trim('[', ']'), success)
        {
            Protocol = "smtp",
            Server = Value(values, "connector-id").Split('\\')[0],
            Session = Value(values, "session-id"),
        }.At(time);
    }

    private string Value(List<string> values, string field) => Array.IndexOf(_fields, field) is >= 0 and var i && i < values.Count ? values[i] : "";

    private static bool IsSession(string text) => text.Length is > 0 and <= 32 && text.All(char.IsAsciiHexDigit);

    // A name that waits for its failure, or the time of a failure that waits for its name.
    private readonly record struct Failure(bool IsNamedFirst, string? Name, DateTimeOffset? Time);
}
