using System.Net;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Postfix;

/// <summary>
/// Logins of sessions in which no message begins. Of an account over its limit, each recipient of which is refused, only <c>reject: … sasl_username=&lt;NAME&gt;</c> names it. A client can write that into its HELO, so such a
/// line counts once <c>disconnect from … auth=1</c> says that the session logged in: then the last name of the line is Postfix' own. A session that logged in and of which nothing names the account is
/// <see cref="UncountedLine"/> at its end.
/// </summary>
/// <remarks>By the number of the process, which serves one client at a time; where the log has none, nothing is told. Postfix before 3.0 does not count at the end of a session.</remarks>
internal sealed partial class RefusedLogins
{
    // More than smtpd has processes.
    private const int MaximumSessions = 10_000;

    private static readonly UncountedLine WithoutMessage = new("account, which Postfix writes with the first message of a session: none was sent, or that line is cut off") { IsUsual = true };
    private static readonly UncountedLine WithoutEnd = new("end of the session (disconnect from … auth=1), without which a name behind reject: may be the client's own text") { IsUsual = true };

    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>What a line of smtpd tells at the end of a session; null for nothing.</summary>
    /// <param name="record">The line.</param>
    /// <param name="process">The number of its process; empty where the log has none.</param>
    /// <param name="said">What the line tells by itself.</param>
    public LogLine? Read(in PostfixRecord record, ReadOnlySpan<char> process, LogLine said)
    {
        var message = record.Message;
        if (process.IsEmpty)
        {
            return null;
        }

        if (said is AuthLine { Event.Success: true } or UncountedLine { IsUsual: false })
        {
            Put(Key(record, process), new Session(null) { IsTold = true });
        }
        else if (message.StartsWith("connect from ", StringComparison.Ordinal))
        {
            Put(Key(record, process), new Session(Client(message)));
        }
        else if (message.StartsWith("disconnect from ", StringComparison.Ordinal))
        {
            return _sessions.Remove(Key(record, process), out var session) && !session.IsTold && LoggedIn().Match(message) is { Success: true } end && Address(end) is { } address
                ? session.Refused is { } refused ? refused.Event.Address.Equals(address) ? refused : null : address.Equals(session.Client) ? WithoutMessage : null
                : null;
        }
        else if (message.EndsWith('>') && message.Contains(" sasl_username=<", StringComparison.Ordinal) && Key(record, process) is var key
            && (_sessions.GetValueOrDefault(key) ?? new Session(null)) is { IsTold: false, Refused: null } open
            && Refused().Match(message) is { Success: true } match
            && new AuthLineParts(match.Groups["name"].Value, Text(match), true) { Protocol = "smtp", Server = record.Host }.At(record.Time) is AuthLine read)
        {
            Put(key, open with { Refused = read });
        }

        return null;
    }

    /// <summary>Sessions that were refused and have not come to their end. They are forgotten.</summary>
    public IReadOnlyList<UncountedLine> Left()
    {
        var left = _sessions.Values.Count(session => session is { IsTold: false, Refused: not null });
        _sessions.Clear();
        return [.. Enumerable.Repeat(WithoutEnd, left)];
    }

    private static string Key(in PostfixRecord record, ReadOnlySpan<char> process) => $"{record.Host}/{process}";

    private static IPAddress? Client(string message) => ConnectedFrom().Match(message) is { Success: true } match ? Address(match) : null;

    private static IPAddress? Address(Match match) => ClientAddress.Parse(Text(match));

    private static string Text(Match match) => match.Groups["address"].Value is var text && text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;

    private void Put(string key, Session session)
    {
        if (_sessions.Count >= MaximumSessions)
        {
            _sessions.Clear();
        }

        _sessions[key] = session;
    }

    [GeneratedRegex(@"^connect from [^\s\[\],]*\[(?<address>[^\s\[\]]*)\]", RegexOptions.CultureInvariant)]
    private static partial Regex ConnectedFrom();

    [GeneratedRegex(
        @"^[0-9A-Za-z]+: reject: \S+ from [^\s\[\],]*\[(?<address>[^\s\[\]]*)\](?::\d+)?: .* helo=<.*> sasl_username=<(?<name>[^<>]+)>$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Refused();

    [GeneratedRegex(@"^disconnect from [^\s\[\],]*\[(?<address>[^\s\[\]]*)\](?::\d+)?(?: [a-z]+=[0-9/]+)*? auth=[1-9][0-9]*(?:/[0-9]+)?(?: |$)", RegexOptions.CultureInvariant)]
    private static partial Regex LoggedIn();

    // Client: null where the log begins within the session.
    private sealed record Session(IPAddress? Client)
    {
        public AuthLine? Refused { get; init; }

        public bool IsTold { get; init; }
    }
}
