using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>
/// Reads Haraka's log (2.8 to 3.x) in each of its formats, with <c>timestamps</c> on or behind the time of a container or syslog: <c>[NOTICE] [UUID] [core] connect ip=… port=…</c> begins a session, and
/// its UUID with <c>.1</c> is its first transaction.
/// </summary>
/// <remarks>
/// Haraka's log names no account by itself. From level <c>info</c> on it has what AUTH LOGIN sent, in Base64; from level <c>protocol</c> on what AUTH PLAIN sent too. A session that was relayed for
/// (<c>relay=Y</c>) after AUTH whose account is not there is <see cref="UncountedLine"/>. A login counts when the session ends, for only then the log says that it succeeded.
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

            _sessions[line.Session] = new HarakaSession(connect.Groups["ip"].Value, isSubmission: connect.Groups["port"].ValueSpan is "587" or "465");
            return IgnoredLine.Instance;
        }

        return _sessions.TryGetValue(line.Session, out var session) ? Of(session, line, entry.Time) : IgnoredLine.Instance;
    }

    private LogLine Of(HarakaSession session, in HarakaLine line, DateTimeOffset? time)
    {
        if (line.Part.StartsWith("auth", StringComparison.Ordinal) && line.Said.StartsWith("delaying for ", StringComparison.Ordinal))
        {
            return session.Fail() is { } failed ? Login(failed, false, session.Address, line.Session, 0, time) : IgnoredLine.Instance;
        }

        if (line.Part != "core")
        {
            return IgnoredLine.Instance;
        }

        if (Sent().Match(line.Said) is { Success: true } sent)
        {
            session.Hear(sent.Groups["sent"].Value, isProtocol: line.Said.StartsWith("C: ", StringComparison.Ordinal));
        }
        else if (line.Said.StartsWith("sender <", StringComparison.Ordinal) && time is { } when && AccountName.TryParse(session.Login, out var account))
        {
            _mail.Begin(line.Uuid, when, account, isBounce: false);
        }
        else if (Result().Match(line.Said) is { Success: true } result)
        {
            _sessions.Remove(line.Session);
            return result.Groups["relay"].ValueSpan is not "Y" || !(session.HasAuthenticated || session.IsSubmission) ? IgnoredLine.Instance
                : session.Login is { } login ? Login(login, true, session.Address, line.Session, int.TryParse(result.Groups["recipients"].ValueSpan, out var recipients) ? recipients : 0, time)
                : new UncountedLine("login (Haraka logs that of AUTH LOGIN at level info, that of AUTH PLAIN at level protocol)");
        }

        return IgnoredLine.Instance;
    }

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

    // What the client sent: as a line of the protocol, or as the parameters of a hook that took it.
    [GeneratedRegex(@"^(?:C: (?<sent>[^\s].*?)(?: state=[0-9]+)?|hook=unrecognized_command plugin=auth/\S+ function=hook_unrecognized_command params=""?(?<sent>[^\s""]+)""? retval=OK msg="".*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Sent();

    // rdns and helo hold no blanks; what else a client wrote stands behind.
    [GeneratedRegex(@"^disconnect ip=\S+ rdns=\S* helo=\S* relay=(?<relay>[YN]) .*? rcpts=(?<recipients>[0-9]+)/", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Result();
}
