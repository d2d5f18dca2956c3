using AbuseServerless.Ingestion.Logs.Envelopes;

namespace AbuseServerless.Ingestion.Logs.Exchange;

/// <summary>
/// Reads the SMTP receive protocol log of Exchange Server (2010 to SE), with or without its header: an information event (<c>*</c>) with the context <c>authenticated</c> names the account in its data.
/// </summary>
/// <remarks>
/// Failed requests name their account on a line of its own (<c>User Name: …</c>, where the build writes it), followed by <c>Inbound authentication failed because of …</c>. Accounts of computers
/// (<c>EX2$</c>), which other Exchange servers log in by, are left out. Send logs are ignored: they do not say who submitted.
/// </remarks>
public sealed class ExchangeLogReader : ILogReader
{
    private const int MaximumSessions = 50_000;
    private static readonly string[] UsualFields = ["date-time", "connector-id", "session-id", "sequence-number", "local-endpoint", "remote-endpoint", "event", "data", "context"];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private string[] _fields = UsualFields;
    private bool _isExchange;
    private bool _isOther;

    /// <summary>The SMTP receive protocol log of Exchange Server.</summary>
    public static LogFormat Format { get; } = new("exchange", "Exchange Server (SMTP receive)", LogTells.Logins | LogTells.FailedLogins, _ => new ExchangeLogReader());

    /// <inheritdoc/>
    public void Begin() => (_fields, _isExchange, _isOther) = (UsualFields, false, false);

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        var line = entry.Line;
        if (line is ['#', ..])
        {
            return Header(line);
        }

        if (entry.Time is not { } time || !(entry.Text is [',', ..] || line is ['"', ..]))
        {
            return ForeignLine.Instance;
        }

        if (_isOther)
        {
            return IgnoredLine.Instance;
        }

        var values = Csv.Split(line.AsSpan().Bounded());
        if (values.Count < _fields.Length || Value(values, "event") is not ("*" or "+" or "-" or "<" or ">") || !IsSession(Value(values, "session-id")))
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
            return IgnoredLine.Instance;
        }

        if (line.StartsWith("#Fields:", StringComparison.OrdinalIgnoreCase) && line.Contains("session-id", StringComparison.Ordinal))
        {
            _fields = [.. line[8..].Split(',').Select(field => field.Trim().ToLowerInvariant())];
            return IgnoredLine.Instance;
        }

        // Other servers of Windows have such headers too.
        _isExchange |= line.StartsWith("#Software: Microsoft Exchange", StringComparison.OrdinalIgnoreCase);
        return _isExchange
            ? IgnoredLine.Instance
            : ForeignLine.Instance;
    }

    private LogLine Information(List<string> values, DateTimeOffset time)
    {
        var (session, data, context) = (Value(values, "session-id"), Value(values, "data").Trim(), Value(values, "context").Trim());
        if (context.Equals("authenticated", StringComparison.OrdinalIgnoreCase) && data.Length > 0)
        {
            _names.Remove(session);
            return data.EndsWith('$') ? IgnoredLine.Instance : Auth(data, true, values, time);
        }

        foreach (var said in (string[])[data, context])
        {
            if (said.StartsWith("User Name:", StringComparison.OrdinalIgnoreCase))
            {
                if (_names.Count >= MaximumSessions)
                {
                    _names.Clear();
                }

                _names[session] = said[10..].Trim();
            }
            else if (said.StartsWith("Inbound ", StringComparison.Ordinal) && said.Contains(" failed because of ", StringComparison.Ordinal) && _names.Remove(session, out var name))
            {
                return name is "NULL" or "" ? IgnoredLine.Instance : Auth(name, false, values, time);
            }
        }

        return IgnoredLine.Instance;
    }

    private IgnoredLine End(List<string> values)
    {
        if (Value(values, "event") == "-")
        {
            _names.Remove(Value(values, "session-id"));
        }

        return IgnoredLine.Instance;
    }

    private LogLine Auth(string name, bool success, List<string> values, DateTimeOffset time)
    {
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
}
