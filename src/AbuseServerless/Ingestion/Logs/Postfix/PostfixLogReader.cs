using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Postfix;

/// <summary>
/// Reads a Postfix log for AUTH requests (<see cref="PostfixLogin"/>) and deliveries to other servers: what <c>smtp</c> says of a recipient, and <c>error</c> of one whose provider is not asked;
/// and the expiry of a message, once for each of its recipients that was deferred last.
/// </summary>
/// <remarks>
/// <para>
/// No deliveries to a provider, and left out: bounces of this server's own (<c>from=&lt;&gt;</c>), what <c>local</c>, <c>virtual</c>, <c>lmtp</c>, <c>pipe</c> and <c>discard</c> do, mail handed to a
/// content filter or store of this server (by loopback, by LMTP, or to a host whose queue is in the same log), and probes of addresses.
/// </para>
/// <para>
/// Another port than 25, or a private address, is of a smarthost: what it answers is not credited to the recipient's provider.
/// </para>
/// <para>
/// The login of a delivery is that of the line by which the message was submitted; a log that begins later tells of the delivery without it. Recipients leave the reader as their domain, replies without
/// local parts of addresses. A successful AUTH without a message leaves no name in the log and is <see cref="UncountedLine"/> at the end of its session.
/// </para>
/// <para>
/// Recipients stand in the line by which the queue manager takes the message (<c>nrcpt=</c>). Where a host's log has such lines, a login is told with that line, so that it is told once and whole; without it,
/// after <see cref="HeldLogins.MaximumWait"/> of log time, or when <see cref="ILogReader.Release"/> asks.
/// </para>
/// <para>Several hosts and instances may be mixed.</para>
/// </remarks>
public sealed partial class PostfixLogReader : ILogReader
{
    /// <summary>Messages and open recipients remembered, where nothing else is said.</summary>
    public const int UsualMemory = MessageQueue.UsualMemory;

    private readonly MessageQueue _queue;
    private readonly RecentIds _begun = new();
    private readonly HashSet<(string Host, string Instance)> _managers = [];
    private readonly RefusedLogins _refused = new();
    private readonly HeldLogins _held;
    private bool _several;

    /// <param name="memory">Messages and open recipients remembered, from 1; beyond that the oldest are forgotten, and their expiry is not told.</param>
    /// <param name="state">What another reader remembered; null for nothing.</param>
    public PostfixLogReader(int memory = UsualMemory, string? state = null)
    {
        _queue = new MessageQueue(memory);
        var earlier = QueueState.Read(state);
        _held = new HeldLogins(earlier);
        foreach (var message in earlier.Messages)
        {
            _queue.Put(QueueState.Read(message));
        }

        foreach (var manager in earlier.Managers ?? [])
        {
            AddManager(manager.Host, manager.Instance);
        }
    }

    /// <summary>Logs of Postfix 2.x and 3.x.</summary>
    public static LogFormat Format { get; } = new(
        "postfix",
        "Postfix",
        LogTells.Logins | LogTells.FailedLogins | LogTells.Recipients | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new PostfixLogReader(state: context.State));

    /// <inheritdoc/>
    public string? Save() => QueueState.Write(new QueueState([.. _queue.Messages.Select(QueueState.Of)])
    {
        Managers = [.. _managers.Select(manager => new QueueState.Manager(manager.Host, manager.Instance))],
        Held = _held.Save(),
        Counting = [.. _held.Hosts],
    });

    /// <inheritdoc/>
    public void Learn(ILogReader glance)
    {
        if (glance is PostfixLogReader other)
        {
            _held.Hosts.UnionWith(other._held.Hosts);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<LogLine> Release(DateTimeOffset before) => _held.Release(before);

    /// <inheritdoc/>
    public IReadOnlyList<UncountedLine> Left() => _refused.Left();

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (!PostfixTag.TryParse(entry.Program, out var instance, out var daemon))
        {
            return ForeignLine.Instance;
        }

        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        if (daemon is not ("smtpd" or "qmgr" or "cleanup" or "pickup" or "smtp" or "error"))
        {
            return IgnoredLine.Instance;
        }

        var record = PostfixRecord.Of(entry, time, instance);
        var said = daemon is "smtpd" ? PostfixLogin.Read(record) : IgnoredLine.Instance;
        var read = OfQueue(record, daemon, said as AuthLine, out var isHeld);
        if (daemon is "smtpd")
        {
            read = _refused.Read(record, entry.Process, said) ?? (isHeld ? IgnoredLine.Instance : said);
        }

        return _held.ReleaseAt(time) is { Count: > 0 } released ? SeveralLines.Of([.. released, .. read.Events]) : read;
    }

    private LogLine OfQueue(in PostfixRecord record, ReadOnlySpan<char> daemon, AuthLine? login, out bool isHeld)
    {
        isHeld = false;
        var colon = record.Message.IndexOf(": ", StringComparison.Ordinal);
        if (colon is < 3 or > 64 || !IsQueueId(record.Message.AsSpan(0, colon)))
        {
            return IgnoredLine.Instance;
        }

        var queueId = record.Message[..colon];
        var text = record.Message[(colon + 2)..];
        var id = Identity(record, daemon, queueId);
        switch (daemon)
        {
            case "smtpd" when text.StartsWith("client=", StringComparison.Ordinal):
                _begun.Add(queueId);
                Begin(id, record, login?.Event.Account);
                // A proxy before the queue (smtpd_proxy_filter) leaves a submission without an id.
                isHeld = login is { Event.Success: true } && queueId != "NOQUEUE" && _held.Hold(id, record.Host, login);
                return IgnoredLine.Instance;
            case "pickup" when text.StartsWith("uid=", StringComparison.Ordinal):
            case "cleanup" when text.StartsWith("message-id=", StringComparison.Ordinal) && _queue.TryGet(id, out var earlier) && earlier.IsQueued:
            case "qmgr" when text == "removed":
                _queue.Remove(id);
                return IgnoredLine.Instance;
            case "qmgr" when text.StartsWith("from=<", StringComparison.Ordinal):
                return text.EndsWith(", returned to sender", StringComparison.Ordinal) && Expiry().IsMatch(text) ? Expire(id, queueId, record.Time) : Enqueue(id, text, record);
            case "smtp" or "error":
                return PostfixDelivery.Parse(text, record.Host, out var isKnown) is not { } delivery ? isKnown || !text.StartsWith("to=<", StringComparison.Ordinal) ? IgnoredLine.Instance : UnreadLine.Instance
                    : delivery.QueuedAs is { } other && _begun.Contains(other) ? IgnoredLine.Instance
                    : Deliver(id, queueId, delivery, record);
            default:
                return IgnoredLine.Instance;
        }
    }

    // A message is of a host and its queue id: syslog_name may be another for each service. Several queues of a host are told apart once each has spoken through its qmgr.
    private string Identity(in PostfixRecord record, ReadOnlySpan<char> daemon, string queueId)
    {
        if (daemon is "qmgr")
        {
            AddManager(record.Host, record.Instance);
        }

        var id = $"{record.Host}/{queueId}";
        if (!_several)
        {
            return id;
        }

        if (!_managers.Contains((record.Host, record.Instance)))
        {
            return _queue.TryGet(id, out _) ? id : OfAnyQueue(record.Host, queueId) ?? id;
        }

        // What began before the second queue was known has no instance in its name.
        var own = $"{record.Host}/{record.Instance}/{queueId}";
        return !_queue.TryGet(own, out _) && _queue.TryGet(id, out var early) && early.Instance == record.Instance ? id : own;
    }

    private void AddManager(string host, string instance)
    {
        if (_managers.Add((host, instance)))
        {
            _several |= _managers.Count > 1 && _managers.Count(manager => manager.Host == host) > 1;
        }
    }

    private string? OfAnyQueue(string host, string queueId) =>
        _managers.Where(manager => manager.Host == host).Select(manager => $"{host}/{manager.Instance}/{queueId}").FirstOrDefault(id => _queue.TryGet(id, out _));

    private void Begin(string id, in PostfixRecord record, AccountName? account)
    {
        _queue.Remove(id);
        if (account is not null)
        {
            _queue.Put(New(id, record) with { Account = account });
        }
    }

    private static QueuedMessage New(string id, in PostfixRecord record) => new(id, record.Time) { Instance = record.Instance };

    private LogLine Enqueue(string id, string text, in PostfixRecord record)
    {
        var isBounce = text.StartsWith("from=<>,", StringComparison.Ordinal);
        if (_queue.TryGet(id, out var message) || isBounce)
        {
            _queue.Put((message ?? New(id, record)) with { LastLine = record.Time, IsBounce = isBounce, IsQueued = true });
        }

        if (Recipients().Match(text) is not { Success: true } match)
        {
            return IgnoredLine.Instance;
        }

        _held.Hosts.Add(record.Host);
        return _held.Take(id) is not { } login ? IgnoredLine.Instance
            : int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var recipients) ? login with { Event = login.Event with { Recipients = recipients } }
            : login;
    }

    private LogLine Deliver(string id, string queueId, PostfixDelivery delivery, in PostfixRecord record)
    {
        var known = _queue.TryGet(id, out var message);
        message ??= New(id, record);
        if (message.IsBounce)
        {
            return IgnoredLine.Instance;
        }

        var recipient = message.KeyOf(delivery.Recipient);
        var isOpen = delivery.Status == DeliveryStatus.Deferred;
        message = message with
        {
            LastLine = record.Time,
            IsQueued = true,
            Open = isOpen ? message.Open.SetItem(recipient, new OpenRecipient(delivery.Domain, delivery.Answer) { IsRelayed = delivery.IsRelayed }) : message.Open.Remove(recipient),
        };
        if (known || isOpen)
        {
            _queue.Put(message);
        }

        var line = new DeliveryLine(Event(record.Time, queueId, message.Account, delivery.Domain, delivery.Status, delivery.Answer) with { DelaySeconds = delivery.DelaySeconds, IsRelayed = delivery.IsRelayed });
        return record.Times == 1 ? line : new SeveralLines([.. Enumerable.Repeat(line, record.Times)]);
    }

    private LogLine Expire(string id, string queueId, DateTimeOffset time)
    {
        if (!_queue.TryGet(id, out var message) || message.IsBounce)
        {
            return IgnoredLine.Instance;
        }

        _queue.Remove(id);
        return SeveralLines.Of([.. message.Open.Values.Select(open => new DeliveryLine(Event(time, queueId, message.Account, open.Domain, DeliveryStatus.Expired, open.Answer) with { IsRelayed = open.IsRelayed }))]);
    }

    private static DeliveryEvent Event(DateTimeOffset time, string queueId, AccountName? account, string domain, DeliveryStatus status, HopReply answer) =>
        new(time, queueId, domain, status)
        {
            Account = account,
            Relay = answer.Relay,
            RelayAddress = answer.RelayAddress,
            Dsn = answer.Dsn,
            Reply = answer.Reply,
        };

    // Short ids are hexadecimal digits, long ones (enable_long_queue_ids) 10 or more of 52 characters. What else has this shape, such as NOQUEUE, is of no queue and does no harm.
    private static bool IsQueueId(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    // Recipients after aliases are expanded, each time that the message comes up for delivery.
    [GeneratedRegex(@">, size=[0-9]+, nrcpt=([0-9]+) \(queue active\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Recipients();

    // The address of a sender may hold anything, so the end of the line decides. force-expired: postsuper -e.
    [GeneratedRegex(@">, status=(?:force-)?expired, returned to sender$", RegexOptions.CultureInvariant)]
    private static partial Regex Expiry();
}
