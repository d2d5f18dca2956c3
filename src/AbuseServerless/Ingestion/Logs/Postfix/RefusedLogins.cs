using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Postfix;

/// <summary>
/// Logins of sessions of which each recipient is refused, as of an account over its limit: no message begins, and only <c>reject: … sasl_username=&lt;NAME&gt;</c> names them. A client can write that into its HELO, so such a
/// line counts once <c>disconnect from … auth=1</c> says that the session logged in: then the last name of the line is Postfix' own.
/// </summary>
/// <remarks>By the number of the process, which serves one client at a time; where the log has none, nothing is told. Postfix before 3.0 does not count at the end of a session.</remarks>
internal sealed partial class RefusedLogins
{
    // More than smtpd has processes.
    private const int MaximumSessions = 10_000;

    private readonly Dictionary<string, (AuthLine? Refused, bool IsTold)> _sessions = new(StringComparer.Ordinal);

    /// <summary>What a line of smtpd tells at the end of a session; null for nothing.</summary>
    /// <param name="record">The line.</param>
    /// <param name="process">The number of its process; empty where the log has none.</param>
    /// <param name="login">The login that the line tells by itself; null for none.</param>
    public AuthLine? Read(in PostfixRecord record, ReadOnlySpan<char> process, AuthLine? login)
    {
        var message = record.Message;
        if (process.IsEmpty)
        {
            return null;
        }

        if (login is { Event.Success: true })
        {
            Put(Key(record, process), (null, IsTold: true));
        }
        else if (message.StartsWith("connect from ", StringComparison.Ordinal))
        {
            _sessions.Remove(Key(record, process));
        }
        else if (message.StartsWith("disconnect from ", StringComparison.Ordinal))
        {
            return _sessions.Remove(Key(record, process), out var session) && session is { IsTold: false, Refused: { } refused } && LoggedIn().Match(message) is { Success: true } end
                && refused.Event.Address.Equals(ClientAddress.Parse(Address(end))) ? refused : null;
        }
        else if (message.EndsWith('>') && message.Contains(" sasl_username=<", StringComparison.Ordinal) && Key(record, process) is var key && !_sessions.ContainsKey(key)
            && Refused().Match(message) is { Success: true } match
            && new AuthLineParts(match.Groups["name"].Value, Address(match), true) { Protocol = "smtp", Server = record.Host }.At(record.Time) is AuthLine read)
        {
            Put(key, (read, IsTold: false));
        }

        return null;
    }

    private static string Key(in PostfixRecord record, ReadOnlySpan<char> process) => $"{record.Host}/{process}";

    private static string Address(Match match) => match.Groups["address"].Value is var text && text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;

    private void Put(string key, (AuthLine? Refused, bool IsTold) session)
    {
        if (_sessions.Count >= MaximumSessions)
        {
            _sessions.Clear();
        }

        _sessions[key] = session;
    }

    [GeneratedRegex(
        @"^[0-9A-Za-z]+: reject: \S+ from [^\s\[\],]*\[(?<address>[^\s\[\]]*)\](?::\d+)?: .* helo=<.*> sasl_username=<(?<name>[^<>]+)>$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Refused();

    [GeneratedRegex(@"^disconnect from [^\s\[\],]*\[(?<address>[^\s\[\]]*)\](?::\d+)?(?: [a-z]+=[0-9/]+)*? auth=[1-9][0-9]*(?:/[0-9]+)?(?: |$)", RegexOptions.CultureInvariant)]
    private static partial Regex LoggedIn();
}
