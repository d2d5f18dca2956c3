using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Sendmail;

/// <summary>
/// Reads sendmail's log (8.12 to 8.18): <c>AUTH=server, relay=NAME [ADDRESS], authid=…, mech=…, bits=…</c> succeeded, <c>AUTH failure (MECHANISM): …, user=…, relay=NAME [ADDRESS]</c> failed; deliveries as
/// <c>QUEUEID: to=&lt;…&gt;, …, mailer=esmtp, …, relay=NAME [ADDRESS], dsn=…, [reply=…,] stat=…</c>.
/// </summary>
/// <remarks>
/// The account of a delivery is that which logged in in the process that took the message (<c>from=…, proto=ESMTPSA</c>); a log without numbers of processes does not tell it. A login without <c>authid</c> is <see cref="UncountedLine"/>. What is not handed to
/// another server by SMTP is no delivery.
/// </remarks>
public sealed partial class SendmailLogReader : ILogReader
{
    private readonly SubmittedMail _mail;

    /// <param name="state">What another reader remembered; null for nothing.</param>
    public SendmailLogReader(string? state = null) => _mail = new SubmittedMail(state);

    /// <summary>Logs of sendmail.</summary>
    public static LogFormat Format { get; } = new(
        "sendmail",
        "sendmail",
        LogTells.Logins | LogTells.FailedLogins | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new SendmailLogReader(context.State));

    /// <inheritdoc/>
    public string? Save() => _mail.Save();

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (entry.Program is not ("sendmail" or "sendmail-mta" or "MTA") && !entry.Program.StartsWith("sm-"))
        {
            return ForeignLine.Instance;
        }

        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        var text = entry.Message.Bounded();
        var id = QueueId().Match(text).Groups["id"].Value;
        var said = id.Length == 0 ? text : text[(id.Length + 2)..];
        var host = entry.Host.ToString();
        var process = entry.Process.IsEmpty ? null : $"{host}/process/{entry.Process}";
        return said switch
        {
            ['A', 'U', 'T', 'H', ..] => Authentication(said, host, process, id, time),
            ['f', 'r', 'o', 'm', '=', ..] when id.Length > 0 => Arrive(said, $"{host}/{id}", id, process, time),
            ['t', 'o', '=', ..] when id.Length > 0 => Deliver(said, $"{host}/{id}", id, host, time),
            _ when id.Length > 0 && Notice().Match(said) is { Success: true } notice => Notify($"{host}/{id}", id, $"{host}/{notice.Groups["notice"].Value}", notice.Groups["end"].Success, time),
            _ => Login().IsMatch(said) ? UnreadLine.Instance : IgnoredLine.Instance,
        };
    }

    private LogLine Authentication(string said, string host, string? process, string session, DateTimeOffset time)
    {
        if (Failed().Match(said) is { Success: true } failed)
        {
            return new AuthLineParts(failed.Groups["user"].Value, failed.Groups["ip"].Value, false) { Protocol = "smtp", Server = host, Session = session }.At(time);
        }

        if (said.StartsWith("AUTH failure", StringComparison.Ordinal))
        {
            return said.Contains("user=", StringComparison.Ordinal) ? UnreadLine.Instance : new UncountedLine("account (user=) of a failed login") { IsUsual = true };
        }

        if (!said.StartsWith("AUTH=server", StringComparison.Ordinal))
        {
            return IgnoredLine.Instance;
        }

        if (Succeeded().Match(said) is not { Success: true } succeeded)
        {
            return UnreadLine.Instance;
        }

        if (!succeeded.Groups["user"].Success)
        {
            return new UncountedLine("authid");
        }

        if (process is not null)
        {
            _mail.Begin(process, time, AccountName.TryParse(succeeded.Groups["user"].Value, out var account) ? account : null, isBounce: false);
        }

        return new AuthLineParts(succeeded.Groups["user"].Value, succeeded.Groups["ip"].Value, true) { Protocol = "smtp", Server = host, Session = session }.At(time);
    }

    // ESMTPA and ESMTPSA: with AUTH (RFC 3848). sendmail writes this line when the message is whole.
    private IgnoredLine Arrive(string said, string id, string queueId, string? process, DateTimeOffset time)
    {
        _mail.Hear(queueId);
        var isBounce = said.StartsWith("from=<>,", StringComparison.Ordinal);
        if (isBounce || Protocol().IsMatch(said))
        {
            _mail.Begin(id, time, isBounce || process is null ? null : _mail.AccountOf(process), isBounce);
        }

        return IgnoredLine.Instance;
    }

    private LogLine Notify(string id, string queueId, string notice, bool isEnd, DateTimeOffset time)
    {
        _mail.Begin(notice, time, account: null, isBounce: true);
        return isEnd ? _mail.Expire(id, queueId, time) : IgnoredLine.Instance;
    }

    private LogLine Deliver(string said, string id, string queueId, string host, DateTimeOffset time)
    {
        if (Delivery().Match(said) is not { Success: true } match)
        {
            return said.Contains(", stat=", StringComparison.Ordinal) && !(Mailer().IsMatch(said) && (said.Contains(", stat=Sent", StringComparison.Ordinal) || said.Contains(", stat=Deferred", StringComparison.Ordinal)))
                ? IgnoredLine.Instance : UnreadLine.Instance;
        }

        var (dsn, stat) = (match.Groups["dsn"].Value, match.Groups["stat"].Value);
        DeliveryStatus? status = stat switch
        {
            _ when stat.StartsWith("Sent", StringComparison.Ordinal) => DeliveryStatus.Sent,
            _ when stat.StartsWith("Deferred", StringComparison.Ordinal) => DeliveryStatus.Deferred,
            _ when stat.StartsWith("queued", StringComparison.Ordinal) || dsn is ['2', ..] => null,
            _ when dsn is ['4', ..] => DeliveryStatus.Deferred,
            _ => DeliveryStatus.Bounced,
        };
        if (status is not { } found)
        {
            return IgnoredLine.Instance;
        }

        var lines = new List<LogLine>();
        foreach (Match to in Recipient().Matches(match.Groups["to"].Value))
        {
            if (_mail.Deliver(id, queueId, time, new RemoteAnswer(to.Groups["address"].Value, found)
            {
                Relay = match.Groups["host"].Success ? match.Groups["host"].Value : null,
                RelayAddress = match.Groups["ip"].Success ? match.Groups["ip"].Value : null,
                Writer = host,
                Dsn = dsn.Length > 0 ? dsn : null,
                Reply = !match.Groups["reply"].Success || stat.Contains(match.Groups["reply"].Value, StringComparison.Ordinal) ? stat : match.Groups["reply"].Value,
                DelaySeconds = Seconds(match),
            }) is DeliveryLine line)
            {
                lines.Add(line);
            }
        }

        return SeveralLines.Of(lines);
    }

    // [DAYS+]hh:mm:ss.
    private static double? Seconds(Match match) =>
        TimeSpan.TryParseExact(match.Groups["delay"].ValueSpan, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var delay)
            ? delay.TotalSeconds + (int.TryParse(match.Groups["days"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days * 86_400d : 0)
            : null;

    [GeneratedRegex("(?:^|[ ,:])(?:AUTH=server|authid=)", RegexOptions.CultureInvariant)]
    private static partial Regex Login();

    // Of a delivery that is no other server's, the mailer tells.
    [GeneratedRegex(@"^to=.*?, mailer=(?:e?smtp8?|dsmtp|relay|esmtps?),", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Mailer();

    // 14 characters since 8.10; the name is the time and the number of the process.
    [GeneratedRegex(@"^(?<id>[0-9A-Za-z]{12,20}|NOQUEUE): ", RegexOptions.CultureInvariant)]
    private static partial Regex QueueId();

    // The name of a client, and what ident says of it, hold no blanks or commas.
    private const string Client = @"(?:[^\s,\[\]]+ )?\[(?:IPv6:)?(?<ip>[0-9A-Fa-f.:]+)\](?: \(may be forged\))?";

    [GeneratedRegex("^AUTH=server, relay=" + Client + @"(?:, authid=(?<user>.*?))?(?:, mech=[A-Z0-9-]+)?(?:, bits=[0-9]+(?:, [a-z_]+=[^,\s]*)*)?$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Succeeded();

    // The client writes the name: it begins at the first user= and ends at the last relay=, which ends the line.
    [GeneratedRegex(@"^AUTH failure \([A-Za-z0-9-]*\): .*?, user=(?<user>.*), relay=" + Client + "$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Failed();

    [GeneratedRegex(@", proto=E?SMTPS?A, (?:daemon=[^,]*, )?(?:tls_verify=[^,]*, )?(?:auth=[^,]*, )?relay=", RegexOptions.CultureInvariant)]
    private static partial Regex Protocol();

    // Recipients come from the sender, what the other server says stands behind stat= or reply=: the first of each.
    [GeneratedRegex(
        @"^to=(?<to>(?:<[^>]*>|[^\s,<>]+)(?:,(?:<[^>]*>|[^\s,<>]+))*), (?:ctladdr=[^=]*?, )?delay=(?:(?<days>[0-9]+)\+)?(?<delay>[0-9:]+), (?:xdelay=[0-9+:]+, )?mailer=(?:e?smtp8?|dsmtp|relay|esmtps?), "
        + @"(?:[a-z_]+=[^,]*, )*?(?:relay=(?:(?:(?:(?<host>\[[^\s\]]*\]|[^\s,\[\]]+) )?\[(?:IPv6:)?(?<ip>[0-9A-Fa-f.:]+)\]|(?<host>[^\s,\[\]]+))?(?: \(may be forged\))?)?, )?(?:dsn=(?<dsn>[0-9.]+), )?(?:reply=(?<reply>.*?), )?stat=(?<stat>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Delivery();

    [GeneratedRegex(@"<(?<address>[^>]*)>|(?<address>[^\s,<>]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Recipient();

    // A message of this server's own about another one, under an id of its own. Expiry: five days by default (Timeout.queuereturn).
    [GeneratedRegex(@"^(?<notice>[0-9A-Za-z]{12,20}): (?:DSN|(?:sender|postmaster|owner) notify|return to sender): (?<end>Cannot send message (?:within|for) )?", RegexOptions.CultureInvariant)]
    private static partial Regex Notice();
}
