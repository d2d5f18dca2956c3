using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>
/// Reads a Postfix log for AUTH requests (<see cref="PostfixLogReader"/>) and deliveries to other servers: what <c>smtp</c> says of a recipient, and <c>error</c> of one whose provider is not asked;
/// and the expiry of a message, once for each of its recipients that was deferred last.
/// </summary>
/// <remarks>
/// <para>
/// No deliveries to a provider, and left out: bounces of this server's own (<c>from=&lt;&gt;</c>), what <c>local</c>, <c>virtual</c>, <c>lmtp</c>, <c>pipe</c> and <c>discard</c> do, mail handed to a
/// content filter on a loopback port from 10024 to 10029, and probes of addresses.
/// </para>
/// <para>
/// The login of a delivery is that of the line by which the message was submitted; a log that begins later tells of the delivery without it. Recipients leave the reader as their domain, replies without
/// local parts of addresses.
/// </para>
/// <para>Lines must come in the order in which they were written. Several hosts and instances may be mixed.</para>
/// </remarks>
public sealed partial class PostfixMailReader
{
    /// <summary>Messages and open recipients remembered, where nothing else is said.</summary>
    public const int UsualMemory = 200_000;

    private readonly PostfixLogReader _auths;
    private readonly SyslogTimestamp _timestamp;
    private readonly PostfixQueue _queue;

    /// <summary>Reads a log of some machine.</summary>
    /// <param name="zone">The zone of time stamps that name none.</param>
    /// <param name="reference">When the log was written or later; decides the year of time stamps that have none.</param>
    /// <param name="memory">Messages and open recipients remembered, from 1; beyond that the oldest are forgotten, and their expiry is not told.</param>
    /// <param name="state">What another reader remembered; null for nothing.</param>
    public PostfixMailReader(TimeZoneInfo zone, DateTimeOffset reference, int memory = UsualMemory, PostfixMailState? state = null)
    {
        _auths = new PostfixLogReader(zone, reference);
        _timestamp = new SyslogTimestamp(zone, reference);
        _queue = new PostfixQueue(memory);
        foreach (var message in state?.Messages ?? [])
        {
            _queue.Put(PostfixMailState.Read(message));
        }
    }

    /// <summary>What is remembered now.</summary>
    public PostfixMailState Save() => new([.. _queue.Messages.Select(PostfixMailState.Of)]);

    /// <summary>The events that a line tells of: none, one, or several at the expiry of a message. Never throws for what is in a line.</summary>
    /// <param name="line">The line without its end.</param>
    public IReadOnlyList<LogLine> Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (PostfixRecord.Parse(line) is not { } record)
        {
            return [];
        }

        var auth = record.Daemon == "smtpd" ? _auths.Read(record.Times == 1 ? line : Said(record, line)) : IgnoredLine.Instance;
        var events = OfQueue(record, (auth as AuthLine)?.Event.Account);
        return auth is IgnoredLine ? events : [auth, .. events];
    }

    private static string Said(PostfixRecord record, string line) => string.Concat(line.AsSpan(0, line.IndexOf("message repeated ", StringComparison.Ordinal)), record.Message);

    private IReadOnlyList<LogLine> OfQueue(PostfixRecord record, AccountName? account)
    {
        var match = Queued().Match(record.Message);
        if (!match.Success)
        {
            return [];
        }

        var queueId = match.Groups["id"].Value;
        var text = match.Groups["text"].Value;
        var id = $"{record.Mailer}/{queueId}";
        switch (record.Daemon)
        {
            case "smtpd" when text.StartsWith("client=", StringComparison.Ordinal):
                Begin(id, record.Time, account);
                return [];
            case "pickup" when text.StartsWith("uid=", StringComparison.Ordinal):
            case "cleanup" when text.StartsWith("message-id=", StringComparison.Ordinal) && _queue.TryGet(id, out var earlier) && earlier.IsQueued:
            case "qmgr" when text == "removed":
                _queue.Remove(id);
                return [];
            case "qmgr" when text.StartsWith("from=<", StringComparison.Ordinal):
                return text.EndsWith(", returned to sender", StringComparison.Ordinal) && Expiry().IsMatch(text) ? Expire(id, queueId, record.Time) : Enqueue(id, text, record.Time);
            case "smtp" or "error":
                return PostfixDelivery.Parse(text) is { } delivery ? Deliver(id, queueId, delivery, record) : [];
            default:
                return [];
        }
    }

    private void Begin(string id, string time, AccountName? account)
    {
        _queue.Remove(id);
        if (account is not null && _timestamp.Parse(time) is { } at)
        {
            _queue.Put(new QueuedMessage(id, at) { Account = account });
        }
    }

    private IReadOnlyList<LogLine> Enqueue(string id, string text, string time)
    {
        var isBounce = text.StartsWith("from=<>,", StringComparison.Ordinal);
        if (_timestamp.Parse(time) is { } at && (_queue.TryGet(id, out var message) || isBounce))
        {
            _queue.Put((message ?? new QueuedMessage(id, at)) with { LastLine = at, IsBounce = isBounce, IsQueued = true });
        }

        return [];
    }

    private IReadOnlyList<LogLine> Deliver(string id, string queueId, PostfixDelivery delivery, PostfixRecord record)
    {
        if (_timestamp.Parse(record.Time) is not { } at)
        {
            return [new MalformedLine("The time stamp is neither RFC 3339 nor of the form 'Nov 24 16:52:16'.")];
        }

        var known = _queue.TryGet(id, out var message);
        message ??= new QueuedMessage(id, at);
        if (message.IsBounce)
        {
            return [];
        }

        var recipient = message.KeyOf(delivery.Recipient);
        var isOpen = delivery.Status == DeliveryStatus.Deferred;
        message = message with
        {
            LastLine = at,
            IsQueued = true,
            Open = isOpen ? message.Open.SetItem(recipient, new OpenRecipient(delivery.Domain, delivery.Answer)) : message.Open.Remove(recipient),
        };
        if (known || isOpen)
        {
            _queue.Put(message);
        }

        LogLine line = new DeliveryLine(Event(at, queueId, message.Account, delivery.Domain, delivery.Status, delivery.Answer) with { DelaySeconds = delivery.DelaySeconds });
        return record.Times == 1 ? [line] : [.. Enumerable.Repeat(line, record.Times)];
    }

    private IReadOnlyList<LogLine> Expire(string id, string queueId, string time)
    {
        if (!_queue.TryGet(id, out var message) || message.IsBounce || _timestamp.Parse(time) is not { } at)
        {
            return [];
        }

        _queue.Remove(id);
        return [.. message.Open.Values.Select(open => new DeliveryLine(Event(at, queueId, message.Account, open.Domain, DeliveryStatus.Expired, open.Answer)))];
    }

    private static DeliveryEvent Event(DateTimeOffset time, string queueId, AccountName? account, string domain, DeliveryStatus status, PostfixAnswer answer) =>
        new(time, queueId, domain, status)
        {
            Account = account,
            Relay = answer.Relay,
            RelayAddress = answer.RelayAddress,
            Dsn = answer.Dsn,
            Reply = answer.Reply,
        };

    // Short ids are hexadecimal digits, long ones (enable_long_queue_ids) 10 or more of 52 characters. What else has this shape, such as NOQUEUE, is of no queue and does no harm.
    [GeneratedRegex(@"^(?<id>[0-9A-Za-z]{3,64}): (?<text>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Queued();

    // The address of a sender may hold anything, so the end of the line decides. force-expired: postsuper -e.
    [GeneratedRegex(@">, status=(?:force-)?expired, returned to sender$", RegexOptions.CultureInvariant)]
    private static partial Regex Expiry();
}
