using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>
/// Reads Haraka's log (2.8 to 3.x) in each of its formats, with <c>timestamps</c> on or behind the time of a container or syslog: <c>[NOTICE] [UUID] [core] connect ip=… port=…</c> begins a session, and
/// its UUID with <c>.1</c> is its first transaction.
/// </summary>
/// <remarks>
/// Haraka's log names no account by itself. From level <c>info</c> on it has what AUTH LOGIN sent (<see cref="HarakaHooks"/>), in Base64; from level <c>protocol</c> on all of AUTH, with its outcome
/// (<see cref="HarakaDialogue"/>). A session that was relayed for (<c>relay=Y</c>) after AUTH whose account is not certain is <see cref="UncountedLine"/>. Logins count when the session ends: that line has the
/// client's address behind a load balancer too.
/// Deliveries: <see cref="HarakaDelivery"/>.
/// </remarks>
public sealed partial class HarakaLogReader : ILogReader
{
    private const int MaximumSessions = 50_000;
    private const string Created = "Created transaction: ";

    private readonly SubmittedMail _mail;
    private readonly Dictionary<string, HarakaSession> _sessions = new(StringComparer.OrdinalIgnoreCase);
    private bool _isBouncing;

    /// <param name="state">What another reader remembered; null for nothing.</param>
    public HarakaLogReader(string? state = null)
    {
        _mail = new SubmittedMail(state);
        foreach (var (uuid, session) in _mail.Sessions)
        {
            _sessions[uuid] = HarakaSession.Read(session);
        }
    }

    /// <summary>Logs of Haraka.</summary>
    public static LogFormat Format { get; } = new(
        "haraka",
        "Haraka",
        LogTells.Logins | LogTells.FailedLogins | LogTells.Recipients | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new HarakaLogReader(context.State));

    /// <inheritdoc/>
    public string? Save()
    {
        _mail.Sessions.Clear();
        foreach (var (uuid, session) in _sessions)
        {
            _mail.Sessions[uuid] = session.Save();
        }

        return _mail.Save();
    }

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (!HarakaLine.TryRead(entry, out var line))
        {
            return ForeignLine.Instance;
        }

        if (line.Part == "outbound")
        {
            return Outbound(line, entry.Time);
        }

        if (line.Uuid.Length == 0)
        {
            return IgnoredLine.Instance;
        }

        if (line.Part == "core" && Connect().Match(line.Said) is { Success: true } connect)
        {
            if (_sessions.Count >= MaximumSessions)
            {
                _sessions.Clear();
            }

            _sessions[line.Session] = new HarakaSession(connect.Groups["ip"].Value, IsSubmission(connect.Groups["port"].ValueSpan));
            return IgnoredLine.Instance;
        }

        return _sessions.TryGetValue(line.Session, out var session) ? Of(session, line, entry.Time) : IgnoredLine.Instance;
    }

    private LogLine Of(HarakaSession session, in HarakaLine line, DateTimeOffset? time)
    {
        if (line.Part.StartsWith("auth", StringComparison.Ordinal))
        {
            if (line.Said.StartsWith("ticket: ", StringComparison.Ordinal))
            {
                session.Challenge();
            }

            return line.Said.StartsWith("delaying for ", StringComparison.Ordinal) ? Failure(session.Fail(), session, line, time) : IgnoredLine.Instance;
        }

        if (line.Part != "core")
        {
            return IgnoredLine.Instance;
        }

        if (line.Said.StartsWith("S: ", StringComparison.Ordinal))
        {
            session.HearAnswer(line.Said[3..]);
        }
        else if (Sent().Match(line.Said) is { Success: true } sent)
        {
            session.HearLine(sent.Groups["sent"].Value);
        }
        else if (Hook().Match(line.Said) is { Success: true } hook)
        {
            return Failure(session.HearWord(hook.Groups["sent"].Value), session, line, time);
        }
        else if (Proxy().Match(line.Said) is { Success: true } proxy)
        {
            session.ComeFrom(proxy.Groups["ip"].Value, IsSubmission(proxy.Groups["port"].ValueSpan));
        }
        else if (line.Said.StartsWith("sender <", StringComparison.Ordinal) && time is { } when && session.Accounts is [.., var login] && AccountName.TryParse(login, out var account))
        {
            _mail.Begin(line.Uuid, when, account, isBounce: false);
        }
        else if (Result().Match(line.Said) is { Success: true } result)
        {
            _sessions.Remove(line.Session);
            return result.Groups["relay"].ValueSpan is "Y" && (session.HasAuthenticated || session.IsSubmission) ? Logins(session, line, result, time) : IgnoredLine.Instance;
        }

        return IgnoredLine.Instance;
    }

    private static LogLine Logins(HarakaSession session, in HarakaLine line, Match result, DateTimeOffset? time)
    {
        if (session.Accounts.Count == 0)
        {
            return new UncountedLine("login (Haraka logs that of AUTH LOGIN, asked for the name, at level info, any other at level protocol)");
        }

        // Whose recipients they are is not told where there are several.
        var recipients = session.Accounts.Count == 1 && int.TryParse(result.Groups["recipients"].ValueSpan, out var counted) ? counted : 0;
        var id = line.Session;
        return SeveralLines.Of([.. session.Accounts.Select(login => Login(login, true, result.Groups["ip"].Value, id, recipients, time))]);
    }

    private static LogLine Failure(string? login, HarakaSession session, in HarakaLine line, DateTimeOffset? time) =>
        login is null ? IgnoredLine.Instance : Login(login, false, session.Address, line.Session, 0, time);

    private static bool IsSubmission(ReadOnlySpan<char> port) => port is "587" or "465";

    private static LogLine Login(string login, bool success, string address, string session, int recipients, DateTimeOffset? time) =>
        time is { } when ? new AuthLineParts(login, address, success) { Protocol = "smtp", Session = session, Recipients = recipients }.At(when) : MalformedLine.NoTime;

    private LogLine Outbound(in HarakaLine line, DateTimeOffset? time)
    {
        var said = line.Said;
        if (said.StartsWith("bouncing mail: ", StringComparison.Ordinal))
        {
            _isBouncing = true;
            return said.StartsWith("bouncing mail: Too many failures", StringComparison.Ordinal) && time is { } end ? _mail.Expire(line.Uuid, MessageOf(line.Uuid), end) : IgnoredLine.Instance;
        }

        if (said.StartsWith(Created, StringComparison.Ordinal))
        {
            if (_isBouncing && time is { } created)
            {
                // A bounce goes to one domain.
                _mail.Begin($"{said[Created.Length..].Trim()}.1", created, null, isBounce: true);
            }

            _isBouncing = false;
            return IgnoredLine.Instance;
        }

        if (line.Uuid.Length == 0 || HarakaDelivery.Parse(said) is not var (answer, recipients))
        {
            return IgnoredLine.Instance;
        }

        if (time is not { } when)
        {
            return MalformedLine.NoTime;
        }

        var message = MessageOf(line.Uuid);
        _mail.Know(line.Uuid, when, _mail.AccountOf(message));
        var told = _mail.Deliver(line.Uuid, message, when, answer);
        return told is DeliveryLine && recipients > 1 ? new SeveralLines([.. Enumerable.Repeat(told, recipients)]) : told;
    }

    private static string MessageOf(string uuid) => uuid.LastIndexOf('.') is > 0 and var dot ? uuid[..dot] : uuid;

    [GeneratedRegex(@"^connect ip=(?<ip>[0-9A-Fa-f.:]+) port=[0-9]+(?: local_ip=\S+ local_port=(?<port>[0-9]+))?", RegexOptions.CultureInvariant)]
    private static partial Regex Connect();

    [GeneratedRegex(@"^C: (?<sent>[^\s].*?)(?: state=[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Sent();

    // A hook that took what the client sent.
    [GeneratedRegex(@"^hook=unrecognized_command plugin=auth/\S+ function=hook_unrecognized_command params=""?(?<sent>[^\s""]+)""? retval=OK msg="".*$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Hook();

    // What a load balancer told by the PROXY protocol.
    [GeneratedRegex(@"^HAProxy proto=\S+ src_ip=""?(?<ip>[0-9A-Fa-f.:]+):[0-9]+""? dst_ip=""?[0-9A-Fa-f.:]+:(?<port>[0-9]+)""?$", RegexOptions.CultureInvariant)]
    private static partial Regex Proxy();

    // rdns and helo hold no blanks; what else a client wrote stands behind.
    [GeneratedRegex(@"^disconnect ip=(?<ip>[0-9A-Fa-f.:]+) rdns=\S* helo=\S* relay=(?<relay>[YN]) .*? rcpts=(?<recipients>[0-9]+)/", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Result();
}
