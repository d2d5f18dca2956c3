using System.Collections.Immutable;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;

namespace AbuseServerless.Ingestion.Logs.Queues;

/// <summary>What a reader remembers of messages between their submission and the end: who submitted one, and which recipients are open. In bounded memory.</summary>
internal sealed class SubmittedMail
{
    private readonly MessageQueue _queue = new(MessageQueue.UsualMemory);
    private readonly RecentIds _begun = new();

    /// <param name="state">What <see cref="Save"/> gave; null for nothing.</param>
    public SubmittedMail(string? state)
    {
        var read = QueueState.Read(state);
        foreach (var message in read.Messages)
        {
            _queue.Put(QueueState.Read(message));
        }

        foreach (var (name, session) in read.Sessions ?? ImmutableDictionary<string, string>.Empty)
        {
            Sessions[name] = session;
        }
    }

    /// <summary>What is remembered of sessions that are not over, by the server's name of each, as text: no recipient.</summary>
    public Dictionary<string, string> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>What must be remembered, as text; null where nothing must.</summary>
    public string? Save() =>
        _queue.Messages.Any() || Sessions.Count > 0 ? QueueState.Write(new QueueState([.. _queue.Messages.Select(QueueState.Of)]) { Sessions = Sessions.Count > 0 ? Sessions : null }) : null;

    /// <summary>A message came to a server of this log, by its name of it: who hands it on to that server delivers to nobody yet.</summary>
    public void Hear(string queueId) => _begun.Add(queueId);

    /// <summary>A message came. What was known under its id was another one.</summary>
    /// <param name="id">What tells the message apart from all others, of other hosts too.</param>
    /// <param name="time">When the line was written.</param>
    /// <param name="account">The login that submitted it; null where none did or the log does not say.</param>
    /// <param name="isBounce">Whether it is a bounce (<c>&lt;&gt;</c>), which is no delivery of anybody's.</param>
    public void Begin(string id, DateTimeOffset time, AccountName? account, bool isBounce)
    {
        _queue.Remove(id);
        if (account is not null || isBounce)
        {
            _queue.Put(new QueuedMessage(id, time) { Account = account, IsBounce = isBounce, IsQueued = true });
        }
    }

    /// <summary>A line tells the login of a message that may have come before the log begins.</summary>
    public void Know(string id, DateTimeOffset time, AccountName? account)
    {
        if (account is not null && !_queue.TryGet(id, out _))
        {
            Begin(id, time, account, isBounce: false);
        }
    }

    /// <summary>The login that submitted a message; null where it is not known.</summary>
    public AccountName? AccountOf(string id) => _queue.TryGet(id, out var message) ? message.Account : null;

    /// <summary>No more is said of a message.</summary>
    public void End(string id) => _queue.Remove(id);

    /// <summary>The delivery that a line tells of; nothing where it is none to another server.</summary>
    /// <param name="id">What tells the message apart from all others, of other hosts too.</param>
    /// <param name="queueId">The server's name of it.</param>
    /// <param name="time">When the line was written.</param>
    /// <param name="answer">What the line says.</param>
    public LogLine Deliver(string id, string queueId, DateTimeOffset time, in RemoteAnswer answer)
    {
        var known = _queue.TryGet(id, out var message);
        message ??= new QueuedMessage(id, time);
        if (message.IsBounce || answer.Hop == LogHop.Own || answer.Domain is not { } domain || (answer.Status == DeliveryStatus.Sent && answer.IdsInReply.Any(_begun.Contains)))
        {
            return IgnoredLine.Instance;
        }

        var recipient = message.KeyOf(answer.Recipient);
        var said = new HopReply(answer.Host, answer.Address, answer.Code, ReplyText.Clean(ReplyText.WithoutName(answer.Reply, answer.Recipient)));
        var isRelayed = answer.Hop == LogHop.Relay;
        if (answer.Status == DeliveryStatus.Expired && message.Open.TryGetValue(recipient, out var last))
        {
            said = answer.Reply is null ? last.Answer : said;
            isRelayed = answer.Host is null ? last.IsRelayed : isRelayed;
        }

        var isOpen = answer.Status == DeliveryStatus.Deferred;
        message = message with
        {
            LastLine = time,
            IsQueued = true,
            Open = isOpen ? message.Open.SetItem(recipient, new OpenRecipient(domain, said) { IsRelayed = isRelayed }) : message.Open.Remove(recipient),
        };
        if (known || isOpen)
        {
            _queue.Put(message);
        }

        return new DeliveryLine(Event(message, queueId, time, domain, answer.Status, said) with { DelaySeconds = answer.DelaySeconds, IsRelayed = isRelayed });
    }

    /// <summary>The message is given up: the expiry of each recipient who was deferred last.</summary>
    public LogLine Expire(string id, string queueId, DateTimeOffset time)
    {
        if (!_queue.TryGet(id, out var message) || message.IsBounce)
        {
            return IgnoredLine.Instance;
        }

        _queue.Remove(id);
        return SeveralLines.Of([.. message.Open.Values.Select(open => new DeliveryLine(Event(message, queueId, time, open.Domain, DeliveryStatus.Expired, open.Answer) with { IsRelayed = open.IsRelayed }))]);
    }

    private static DeliveryEvent Event(QueuedMessage message, string queueId, DateTimeOffset time, string domain, DeliveryStatus status, HopReply answer) =>
        new(time, queueId, domain, status)
        {
            Account = message.Account,
            Relay = answer.Relay,
            RelayAddress = answer.RelayAddress,
            Dsn = answer.Dsn,
            Reply = answer.Reply,
        };
}
