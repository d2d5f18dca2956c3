using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.OpenSmtpd;

/// <summary>
/// Reads OpenSMTPD's log (5.4 to 7.x): <c>SESSION smtp authentication user=… result=ok</c>, whose address stands in <c>SESSION smtp connected address=…</c> before it, and deliveries as
/// <c>SESSION mta delivery evpid=… from=&lt;…&gt; to=&lt;…&gt; … relay="…" … result="TempFail" stat="…"</c>. The account of a delivery is that of the session in which its message came.
/// </summary>
/// <remarks>A login whose connection stands before the beginning of the log is <see cref="UncountedLine"/>.</remarks>
public sealed partial class OpenSmtpdReader : ILogReader
{
    private const int MaximumSessions = 50_000;

    private readonly SubmittedMail _mail;
    private bool _isKnown;

    /// <param name="state">What another reader remembered; null for nothing.</param>
    public OpenSmtpdReader(string? state = null) => _mail = new SubmittedMail(state);

    /// <summary>Logs of OpenSMTPD.</summary>
    public static LogFormat Format { get; } = new(
        "opensmtpd",
        "OpenSMTPD",
        LogTells.Logins | LogTells.FailedLogins | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new OpenSmtpdReader(context.State));

    /// <inheritdoc/>
    public string? Save() => _mail.Save();

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        // A container's, with -d, has no tag.
        var isTagged = entry.Program is "smtpd" or "opensmtpd";
        if (!isTagged && (!entry.Program.IsEmpty || entry.Message.IndexOf(' ') != 16))
        {
            return ForeignLine.Instance;
        }

        var text = entry.Message.Bounded();
        if (Line().Match(text) is not { Success: true } line)
        {
            return !isTagged ? ForeignLine.Instance : entry.Time is { } when && Earlier(text, entry.Host.ToString(), when) is { } earlier ? earlier : _isKnown || Other().IsMatch(text) ? IgnoredLine.Instance : ForeignLine.Instance;
        }

        _isKnown = true;

        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        var (host, session, said) = (entry.Host.ToString(), line.Groups["session"].Value, line.Groups["said"].Value);
        var key = $"{host}/session/{session}";
        return line.Groups["what"].Value.Replace("event=", "", StringComparison.Ordinal) switch
        {
            "smtp connected" or "smtp proxy" => Connect(Connected().Match(said), key),
            "smtp disconnected" or "smtp closed" => Disconnect(key),
            "smtp authentication" => Authentication().Match(said) is { Success: true } login ? Authenticate(login, host, session, key, time) : UnreadLine.Instance,
            "smtp message" or "smtp envelope" => Message(MessageId().Match(said), host, key, time),
            "mta delivery" => Delivery().Match(said) is { Success: true } delivery ? Deliver(delivery, host, time) : UnreadLine.Instance,
            _ => IgnoredLine.Instance,
        };
    }

    // Until 5.7 a line was a sentence.
    private LogLine? Earlier(string text, string host, DateTimeOffset time)
    {
        if (EarlierDelivery().Match(text) is { Success: true } delivery)
        {
            return Deliver(delivery, host, time);
        }

        var match = EarlierSession().Match(text);
        var session = match.Groups["session"].Value;
        var key = $"{host}/session/{session}";
        return !match.Success ? null
            : match.Groups["ip"].Success ? Connect(match, key)
            : match.Groups["result"].Success ? Authenticate(match, host, session, key, time)
            : match.Groups["id"].Success ? Message(match, host, key, time)
            : Disconnect(key);
    }

    private IgnoredLine Connect(Match connected, string key)
    {
        if (connected.Success)
        {
            if (_mail.Sessions.Count >= MaximumSessions)
            {
                _mail.Sessions.Clear();
            }

            _mail.Sessions[key] = connected.Groups["ip"].Value;
        }

        return IgnoredLine.Instance;
    }

    private IgnoredLine Disconnect(string key)
    {
        _mail.Sessions.Remove(key);
        return IgnoredLine.Instance;
    }

    private LogLine Authenticate(Match login, string host, string session, string key, DateTimeOffset time)
    {
        var success = login.Groups["result"].ValueSpan is "ok" or "Accepted";
        if (success && AccountName.TryParse(login.Groups["user"].Value, out var account))
        {
            _mail.Begin(key, time, account, isBounce: false);
        }

        return (login.Groups["ip"].Success ? login.Groups["ip"].Value : _mail.Sessions.GetValueOrDefault(key)) is { } address
            ? new AuthLineParts(login.Groups["user"].Value, address, success) { Protocol = "smtp", Server = host, Session = session }.At(time)
            : new UncountedLine("address (the connection was made before the log begins)");
    }

    private IgnoredLine Message(Match message, string host, string key, DateTimeOffset time)
    {
        if (message.Success && _mail.AccountOf(key) is { } account)
        {
            _mail.Know($"{host}/{message.Groups["id"].Value}", time, account);
        }

        return IgnoredLine.Instance;
    }

    private LogLine Deliver(Match delivery, string host, DateTimeOffset time)
    {
        var queueId = delivery.Groups["id"].Value;
        if (delivery.Groups["from"].Length == 0)
        {
            return IgnoredLine.Instance;
        }

        var reply = delivery.Groups["reply"].Value;
        DeliveryStatus? status = delivery.Groups["result"].Value.ToUpperInvariant() switch
        {
            "OK" => DeliveryStatus.Sent,
            "TEMPFAIL" => DeliveryStatus.Deferred,
            "PERMFAIL" => reply.Contains("Envelope expired", StringComparison.OrdinalIgnoreCase) ? DeliveryStatus.Expired : DeliveryStatus.Bounced,
            _ => null,
        };
        var relay = Relay().Match(delivery.Groups["relay"].Value);
        return status is not { } found ? IgnoredLine.Instance : _mail.Deliver($"{host}/{queueId}", queueId, time, new RemoteAnswer(delivery.Groups["to"].Value, found)
        {
            Relay = relay.Success ? relay.Groups["name"].Value : null,
            RelayAddress = relay.Success ? relay.Groups["ip"].Value : null,
            Writer = host,
            Reply = found == DeliveryStatus.Expired ? null : reply,
        });
    }

    // Other programs are called smtpd too, such as Postfix' on macOS and qmail's.
    [GeneratedRegex(@"^(?:info|warn|warning|fatal|debug|smtp-in|smtp-out|relay|delivery|scheduler|queue|lookup|control|parent|dispatcher|pony|ca|klondike|startup|OpenSMTPD)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Other();

    // Sessions and envelopes are 16 hexadecimal digits, messages the first 8 of them. Until 6.4 the words stood behind event=.
    [GeneratedRegex(@"^(?:info: )?(?<session>[0-9a-f]{16}) (?<what>(?:smtp|mta|mda) (?:event=)?[a-z-]+)(?: (?<said>.*))?$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(
        @"^smtp-in: (?:New session (?<session>[0-9a-f]{16}) from host \S* \[(?:IPv6:)?(?<ip>[0-9A-Fa-f.:]+)\]|(?<result>Accepted) authentication for user (?<user>.*) on session (?<session>[0-9a-f]{16})"
        + @"|(?<result>Authentication failed) for user (?<user>.*) on session (?<session>[0-9a-f]{16})|Accepted message (?<id>[0-9a-f]{8}) on session (?<session>[0-9a-f]{16}): .*"
        + @"|(?:Closing|Disconnecting|Received disconnect from) session (?<session>[0-9a-f]{16}).*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex EarlierSession();

    [GeneratedRegex(
        @"^relay: (?<result>Ok|TempFail|PermFail) for (?<id>[0-9a-f]{8})[0-9a-f]{8}: session=[0-9a-f]{16}, from=<(?<from>[^>]*)>, to=<(?<to>[^>]*)>, rcpt=<[^>]*>, source=[^,]*, relay=(?<relay>[^,]*), delay=[^,]*, stat=(?<reply>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex EarlierDelivery();

    // A host in brackets is one without a name; the name of a client is what DNS says of it.
    [GeneratedRegex(@"^address=(?:IPv6:|\[)?(?<ip>[0-9A-Fa-f.:]+)\]?(?:$| )", RegexOptions.CultureInvariant)]
    private static partial Regex Connected();

    [GeneratedRegex(@"^user=(?<user>.*?)(?: address=(?:IPv6:|\[)?(?<ip>[0-9A-Fa-f.:]+)\]? host=\S*)? result=(?<result>[a-z]+)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Authentication();

    [GeneratedRegex(@"^(?:(?:address=\S+ host=\S+ )?msgid=(?<id>[0-9a-f]{8})|evpid=(?<id>[0-9a-f]{8})[0-9a-f]{8}) ", RegexOptions.CultureInvariant)]
    private static partial Regex MessageId();

    [GeneratedRegex(
        @"^evpid=(?<id>[0-9a-f]{8})[0-9a-f]{8} from=<(?<from>[^>]*)> to=<(?<to>[^>]*)> rcpt=<[^>]*> source=""[^""]*"" relay=""(?<relay>[^""]*)"" delay=\S+ result=""(?<result>[A-Za-z]+)"" stat=""(?<reply>.*)""$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Delivery();

    [GeneratedRegex(@"^(?:\[|IPv6:)?(?<ip>[0-9A-Fa-f.:]+)\]? \((?<name>[^)]*)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Relay();
}
