using System.Text;
using System.Text.RegularExpressions;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>
/// Reads Haraka's log (2.8 to 3.x) in its default format, with <c>timestamps</c> on or behind the time of a container or syslog: <c>[NOTICE] [UUID] [core] connect ip=… port=…</c> begins a session, and
/// its UUID with <c>.1</c> is its first transaction.
/// </summary>
/// <remarks>
/// Haraka's log names no account by itself. From level <c>info</c> on it has what AUTH LOGIN sent, in Base64; from level <c>protocol</c> on what AUTH PLAIN sent too. A session that was relayed for
/// (<c>relay=Y</c>) after AUTH whose account is not there is <see cref="UncountedLine"/>. A login counts when the session ends, for only then the log says that it succeeded.
/// Deliveries: <c>delivered …</c>, <c>recipient &lt;…&gt; deferred: …</c>, <c>recipient &lt;…&gt; rejected: …</c>.
/// </remarks>
public sealed partial class HarakaLogReader : ILogReader
{
    private const int MaximumSessions = 50_000;

    private readonly SubmittedMail _mail;
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="state">What another reader remembered; null for nothing.</param>
    public HarakaLogReader(string? state = null) => _mail = new SubmittedMail(state);

    /// <summary>Logs of Haraka.</summary>
    public static LogFormat Format { get; } = new(
        "haraka",
        "Haraka",
        LogTells.Logins | LogTells.Recipients | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new HarakaLogReader(context.State));

    /// <inheritdoc/>
    public string? Save() => _mail.Save();

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (!entry.Line.Contains("] [", StringComparison.Ordinal))
        {
            return ForeignLine.Instance;
        }

        var text = (entry.Program.IsEmpty ? entry.Text : entry.Message).Bounded();
        if (Line().Match(text) is not { Success: true } line)
        {
            return ForeignLine.Instance;
        }

        var (uuid, part, said) = (line.Groups["uuid"].Value, line.Groups["part"].Value, line.Groups["said"].Value);
        if (uuid.Length == 0)
        {
            return IgnoredLine.Instance;
        }

        if (part == "outbound")
        {
            return Outbound(uuid, said, entry.Time);
        }

        if (part == "core" && said.StartsWith("connect ip=", StringComparison.Ordinal) && Connect().Match(said) is { Success: true } connect)
        {
            if (_sessions.Count >= MaximumSessions)
            {
                _sessions.Clear();
            }

            _sessions[uuid] = new Session(connect.Groups["ip"].Value, isSubmission: connect.Groups["port"].ValueSpan is "587" or "465");
            return IgnoredLine.Instance;
        }

        return _sessions.TryGetValue(uuid, out var session) ? Of(session, uuid, part, said, entry.Time) : IgnoredLine.Instance;
    }

    private LogLine Of(Session session, string uuid, string part, string said, DateTimeOffset? time)
    {
        if (Sent().Match(said) is { Success: true } sent && part == "core")
        {
            Hear(session, sent.Groups["sent"].Value);
            return IgnoredLine.Instance;
        }

        if (part.StartsWith("auth", StringComparison.Ordinal) && said.StartsWith("delaying for ", StringComparison.Ordinal))
        {
            session.Login = null;
            session.HasAuthenticated = false;
            return IgnoredLine.Instance;
        }

        if (part == "core" && Result().Match(said) is { Success: true } result)
        {
            session.Recipients = Math.Max(session.Recipients, int.TryParse(result.Groups["recipients"].ValueSpan, out var recipients) ? recipients : 0);
            _sessions.Remove(uuid);
            return result.Groups["relay"].ValueSpan is "Y" && (session.HasAuthenticated || session.IsSubmission) ? Login(session, uuid, time) : IgnoredLine.Instance;
        }

        return IgnoredLine.Instance;
    }

    private static LogLine Login(Session session, string uuid, DateTimeOffset? time)
    {
        if (session.Login is not { } login)
        {
            return new UncountedLine("login (Haraka logs that of AUTH LOGIN at level info, that of AUTH PLAIN at level protocol)");
        }

        return time is { } when ? new AuthLineParts(login, session.Address, true) { Protocol = "smtp", Session = uuid, Recipients = session.Recipients }.At(when) : MalformedLine.NoTime;
    }

    // AUTH PLAIN …, AUTH LOGIN, and what follows the latter: the name first.
    private static void Hear(Session session, string sent)
    {
        if (sent.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase))
        {
            var words = sent.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            session.HasAuthenticated = true;
            session.Login = words switch
            {
                [_, var method, var initial] when method.Equals("PLAIN", StringComparison.OrdinalIgnoreCase) => Name(initial)?.Split('\0') is [_, { Length: > 0 } name, _] ? name : null,
                [_, var method, var initial] when method.Equals("LOGIN", StringComparison.OrdinalIgnoreCase) => Name(initial),
                _ => null,
            };
            session.WaitsForName = session.Login is null && words is [_] or [_, _];
        }
        else if (session.WaitsForName)
        {
            session.WaitsForName = false;
            session.Login = Name(sent)?.Split('\0') is { } parts ? parts.Length == 3 ? parts[1] : parts[0] : null;
        }
    }

    private LogLine Outbound(string uuid, string said, DateTimeOffset? time)
    {
        var (delivered, refused) = (Delivered().Match(said), Refused().Match(said));
        if (!delivered.Success && !refused.Success)
        {
            return IgnoredLine.Instance;
        }

        if (time is not { } when)
        {
            return MalformedLine.NoTime;
        }

        var message = uuid.LastIndexOf('.') is > 0 and var dot ? uuid[..dot] : uuid;
        if (refused.Success)
        {
            return _mail.Deliver(uuid, message, when, new RemoteAnswer(refused.Groups["to"].Value, refused.Groups["outcome"].ValueSpan is "deferred" ? DeliveryStatus.Deferred : DeliveryStatus.Bounced)
            {
                Reply = refused.Groups["reply"].Value,
            });
        }

        // One line for all recipients at a domain, without their names.
        var line = _mail.Deliver(uuid, message, when, new RemoteAnswer("…@" + delivered.Groups["domain"].Value, DeliveryStatus.Sent)
        {
            Relay = delivered.Groups["host"].Value,
            RelayAddress = delivered.Groups["ip"].Value,
            Port = int.TryParse(delivered.Groups["port"].ValueSpan, out var port) ? port : null,
            Reply = delivered.Groups["reply"].Value,
            DelaySeconds = double.TryParse(delivered.Groups["delay"].ValueSpan, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var delay) ? delay : null,
        });
        return line is DeliveryLine && int.TryParse(delivered.Groups["count"].ValueSpan, out var count) && count is > 1 and <= 10_000 ? new SeveralLines([.. Enumerable.Repeat(line, count)]) : line;
    }

    private static string? Name(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length > 0 ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    [GeneratedRegex(@"^(?:[a-z0-9._-]+ )?\[(?:DATA|PROTOCOL|DEBUG|INFO|NOTICE|WARN|ERROR|CRIT|ALERT|EMERG)\] \[(?:-|(?<uuid>[0-9A-Fa-f-]{36}(?:\.[0-9]+)*))\] \[(?<part>[^\]\s]*)\] +(?<said>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^connect ip=(?<ip>[0-9A-Fa-f.:]+) port=[0-9]+(?: local_ip=\S+ local_port=(?<port>[0-9]+))?", RegexOptions.CultureInvariant)]
    private static partial Regex Connect();

    // What the client sent: as a line of the protocol, or as the parameters of a hook that took it.
    [GeneratedRegex(@"^(?:C: (?<sent>[^\s].*?)(?: state=[0-9]+)?|hook=unrecognized_command plugin=auth/\S+ function=hook_unrecognized_command params=""?(?<sent>[^\s""]+)""? retval=OK msg="".*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Sent();

    // rdns and helo hold no blanks; what else a client wrote stands behind.
    [GeneratedRegex(@"^disconnect ip=\S+ rdns=\S* helo=\S* relay=(?<relay>[YN]) .*? rcpts=(?<recipients>[0-9]+)/", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Result();

    [GeneratedRegex(@"^delivered file=\S+ domain=(?<domain>\S+) host=""?(?<host>[^\s""]+)""? ip=(?<ip>\S+) port=(?<port>[0-9]+) mode=SMTP .*?response=""(?<reply>.*)"" delay=(?<delay>[0-9.]+) fails=[0-9]+ rcpts=(?<count>[0-9]+)/", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Delivered();

    [GeneratedRegex(@"^recipient <(?<to>[^>]*)> (?<outcome>deferred|rejected): (?<reply>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Refused();

    private sealed class Session(string address, bool isSubmission)
    {
        public string Address { get; } = address;

        public bool IsSubmission { get; } = isSubmission;

        public bool HasAuthenticated { get; set; }

        public bool WaitsForName { get; set; }

        public string? Login { get; set; }

        public int Recipients { get; set; }
    }
}
