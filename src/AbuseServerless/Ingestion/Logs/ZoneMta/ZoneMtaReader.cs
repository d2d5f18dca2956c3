using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.ZoneMta;

/// <summary>
/// Reads ZoneMTA's log (3.x): <c>AUTHSUCCESS id=… user="…" src=HOST[ADDRESS] proto=…</c>, <c>AUTHFAIL …</c>, and deliveries as <c>id=… QUEUEID.SEQ ACCEPTED|DEFERRED[…]|REJECTED[…] … to=… mx=HOST[ADDRESS] … (REPLY)</c>.
/// </summary>
/// <remarks>ZoneMTA writes no time: the journal, syslog or the container does. The session of a delivery is that of its login. What is rejected with a reply of 4xx was given up.
/// A name of a failed login may hold line feeds, so that whole lines are the client's: what comes at once behind a failure is not believed.</remarks>
public sealed partial class ZoneMtaReader : ILogReader
{
    // Lines that are written at once have nearly the same time, or the same second where there is no more of it.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(50);

    private readonly SubmittedMail _mail;
    private DateTimeOffset? _failed;
    private bool _isOpen;

    /// <param name="state">What another reader remembered; null for nothing.</param>
    public ZoneMtaReader(string? state = null) => _mail = new SubmittedMail(state);

    /// <summary>Logs of ZoneMTA.</summary>
    public static LogFormat Format { get; } = new(
        "zone-mta",
        "ZoneMTA",
        LogTells.Logins | LogTells.FailedLogins | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new ZoneMtaReader(context.State));

    /// <inheritdoc/>
    public string? Save() => _mail.Save();

    /// <inheritdoc/>
    public void Begin() => (_failed, _isOpen) = (null, false);

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (!entry.Line.Contains("SMTP/", StringComparison.Ordinal) && !entry.Line.Contains("Sender/", StringComparison.Ordinal) && !entry.Line.Contains("Queue/", StringComparison.Ordinal))
        {
            return ForeignLine.Instance;
        }

        var text = (entry.Program.IsEmpty ? entry.Text : entry.Message).Bounded();
        if (Line().Match(text) is not { Success: true } line)
        {
            return ForeignLine.Instance;
        }

        var said = line.Groups["said"].Value;
        var isAtOnce = _failed is { } failed && entry.Time is { } at && at >= failed && at - failed < AtOnce;
        if (_isOpen && isAtOnce)
        {
            return UnreadLine.Instance;
        }

        var (login, delivery) = (Login().Match(said), Delivery().Match(said));
        if (!login.Success && !delivery.Success)
        {
            if (said.StartsWith("AUTH", StringComparison.Ordinal) && said.Contains(" user=\"", StringComparison.Ordinal))
            {
                (_failed, _isOpen) = (entry.Time, true);
                return UnreadLine.Instance;
            }

            return IgnoredLine.Instance;
        }

        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        if (isAtOnce && login is { Success: true } && login.Groups["outcome"].ValueSpan is "SUCCESS")
        {
            return UnreadLine.Instance;
        }

        if (login.Success && login.Groups["outcome"].ValueSpan is "FAIL")
        {
            (_failed, _isOpen) = (time, false);
        }

        return login.Success ? Authenticate(login, entry.Host.ToString(), time) : Deliver(delivery, entry.Host.ToString(), time);
    }

    private LogLine Authenticate(Match login, string host, DateTimeOffset time)
    {
        var (success, session) = (login.Groups["outcome"].ValueSpan is "SUCCESS", login.Groups["session"].Value);
        if (success)
        {
            _mail.Begin($"{host}/{session}", time, AccountName.TryParse(login.Groups["user"].Value, out var account) ? account : null, isBounce: false);
        }

        return new AuthLineParts(login.Groups["user"].Value, login.Groups["ip"].Value, success) { Protocol = "smtp", Server = host, Session = session }.At(time);
    }

    private LogLine Deliver(Match delivery, string host, DateTimeOffset time)
    {
        var reply = delivery.Groups["reply"].Value;
        if (delivery.Groups["from"].ValueSpan is "<>" or "")
        {
            return IgnoredLine.Instance;
        }

        return _mail.Deliver($"{host}/{delivery.Groups["session"].Value}", delivery.Groups["queue"].Value, time, new RemoteAnswer(
            delivery.Groups["to"].Value,
            delivery.Groups["outcome"].Value switch { "ACCEPTED" => DeliveryStatus.Sent, "DEFERRED" => DeliveryStatus.Deferred, _ => reply is ['4', ..] ? DeliveryStatus.Expired : DeliveryStatus.Bounced })
        {
            Relay = delivery.Groups["mx"].Value,
            RelayAddress = delivery.Groups["ip"].Success ? delivery.Groups["ip"].Value : null,
            Writer = host,
            Reply = reply,
        });
    }

    // npmlog: a level and the part that speaks, behind whatever wrote the time.
    [GeneratedRegex(@"^(?:[a-z0-9._-]+ )?(?:silly|verbose|info|timing|http|notice|warn|error|ERR!) (?:SMTP|Sender|Queue|API|Delete|QS|Plugins)[/A-Za-z0-9_.:-]* (?<said>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Line();

    // A client writes the name, and its own in front of its address: the address is the last one in front of the protocol, which ends the line.
    [GeneratedRegex(
        @"^AUTH(?<outcome>SUCCESS|FAIL) id=(?<session>\S+) user=""(?<user>.*)"" s(?:rc|rs)=[^""]*?\[?(?<ip>[0-9A-Fa-f.:]+)\]? proto=[A-Z0-9-]+(?: error=[^\[\]""=]*)?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Login();

    [GeneratedRegex(
        @"^id=(?<session>\S+) (?<queue>[0-9a-f]+)\.[0-9a-f]+ (?<outcome>ACCEPTED|DEFERRED|REJECTED)(?:\[[^\]]*\])? from=(?<from>\S*?)(?:\[[^\]]*\])? to=(?<to>\S*) src=\S* mx=(?<mx>[^\s\[]*)(?:\[(?<ip>[0-9A-Fa-f.:]+)\])? id=.*? \((?<reply>.*)\)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Delivery();
}
