using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.HMailServer;

/// <summary>
/// Reads hMailServer's log (5.x) with <c>SMTP conversation</c> on: <c>"SMTPD"⇥THREAD⇥SESSION⇥"TIME"⇥"ADDRESS"⇥"SENT: 235 authenticated."</c>. The name of an AUTH LOGIN stands in the session before,
/// in Base64.
/// </summary>
/// <remarks>hMailServer hides what follows <c>AUTH PLAIN</c>: such a login, and one whose beginning the log lacks, is <see cref="UncountedLine"/>. POP3 and IMAP are ignored.</remarks>
public sealed partial class HMailServerReader : ILogReader
{
    private const int MaximumSessions = 50_000;

    private readonly Dictionary<string, Conversation> _sessions = new(StringComparer.Ordinal);
    private readonly TimeZoneInfo _zone;

    /// <param name="zone">The zone of the log's times.</param>
    public HMailServerReader(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Logs of hMailServer.</summary>
    public static LogFormat Format { get; } = new("hmailserver", "hMailServer", LogTells.Logins | LogTells.FailedLogins, context => new HMailServerReader(context.Zone));

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (entry.Line is not ['"', ..] || Line().Match(entry.Line.AsSpan().Bounded()) is not { Success: true } match)
        {
            return ForeignLine.Instance;
        }

        if (match.Groups["kind"].ValueSpan is not "SMTPD" || !match.Groups["session"].Success)
        {
            return IgnoredLine.Instance;
        }

        if (!DateTime.TryParseExact(match.Groups["time"].Value, ["yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return MalformedLine.NoTime;
        }

        var said = match.Groups["said"].Value;
        var (session, address) = (match.Groups["session"].Value, match.Groups["ip"].Value);
        if (said.StartsWith("RECEIVED: ", StringComparison.Ordinal))
        {
            Received(session, said[10..]);
            return IgnoredLine.Instance;
        }

        return said.StartsWith("SENT: ", StringComparison.Ordinal) ? Sent(session, said[6..], address, new DateTimeOffset(local, _zone.GetUtcOffset(local))) : IgnoredLine.Instance;
    }

    private void Received(string session, string said)
    {
        if (said.StartsWith("AUTH LOGIN", StringComparison.OrdinalIgnoreCase))
        {
            Put(session, new Conversation(WaitsForName: said.Length <= 11, said.Length > 11 ? Name(said[11..]) : null));
        }
        else if (said.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))
        {
            Put(session, new Conversation(WaitsForName: false, said.StartsWith("AUTH PLAIN ", StringComparison.OrdinalIgnoreCase) ? PlainName(said[11..]) : null));
        }
        else if (_sessions.TryGetValue(session, out var conversation) && conversation.WaitsForName)
        {
            Put(session, new Conversation(WaitsForName: false, Name(said)));
        }
    }

    private LogLine Sent(string session, string said, string address, DateTimeOffset time)
    {
        var success = said.StartsWith("235", StringComparison.Ordinal);
        if (said.StartsWith("220", StringComparison.Ordinal))
        {
            // A new connection; numbers of sessions begin anew with the server.
            _sessions.Remove(session);
        }

        if (!success && !(said.StartsWith("535", StringComparison.Ordinal) && _sessions.ContainsKey(session)))
        {
            return IgnoredLine.Instance;
        }

        return _sessions.Remove(session, out var conversation) && conversation.Name is { } name
            ? new AuthLineParts(name, address, success) { Protocol = "smtp", Session = session }.At(time)
            : success ? new UncountedLine("login (hidden in AUTH PLAIN, or said before the log begins)") : IgnoredLine.Instance;
    }

    private void Put(string session, Conversation conversation)
    {
        if (_sessions.Count >= MaximumSessions && !_sessions.ContainsKey(session))
        {
            _sessions.Clear();
        }

        _sessions[session] = conversation;
    }

    private static string? Name(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64.Trim(), bytes, out var length) && length > 0 ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    // AUTHZID NUL AUTHCID NUL PASSWORD (RFC 4616).
    private static string? PlainName(string base64) => Name(base64)?.Split('\0') is [_, { Length: > 0 } name, _] ? name : null;

    [GeneratedRegex(
        @"^""(?<kind>[A-Z0-9/]+)""\t[0-9]+\t(?:(?<session>[0-9]+)\t)?""(?<time>[0-9:. -]+)""(?:\t""(?<ip>[0-9A-Fa-f.:]+)"")?\t""(?<said>.*)""$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Line();

    private readonly record struct Conversation(bool WaitsForName, string? Name);
}
