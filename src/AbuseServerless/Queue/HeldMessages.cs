using AbuseServerless.Accounts;

namespace AbuseServerless.Queue;

/// <summary>
/// The messages that were put on hold here, as the record tells: what others hold is nobody's business. An act is on record before it is tried, and <see cref="Settle"/> finds out what became of it, whether the process
/// lived on or not.
/// </summary>
/// <param name="host">The mail host.</param>
public sealed class HeldMessages(string host)
{
    /// <summary>Messages in one entry of the record at the most.</summary>
    public const int MaximumAtOnce = 5_000;

    // Deleting takes what is known to be known lately: an operator may have spoken meanwhile.
    private static readonly TimeSpan OldestOrders = TimeSpan.FromHours(1);

    private readonly Dictionary<string, HeldMessage> _messages = new(StringComparer.Ordinal);

    /// <summary>By queue id.</summary>
    public IReadOnlyDictionary<string, HeldMessage> All => _messages;

    /// <summary>Takes notice of an entry of the record.</summary>
    public void Apply(QueueRecord entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        foreach (var id in entry.Messages)
        {
            switch (entry.Act)
            {
                case QueueAct.Held when _messages.TryGetValue(id, out var kept) && kept.Doing is QueueAct.Releasing or QueueAct.Deleting:
                    _messages[id] = kept with { Doing = null };
                    break;
                case QueueAct.Holding:
                case QueueAct.Held:
                    _messages[id] = new HeldMessage(entry.ToAccount(), entry.Transitions, entry.Time, entry.Act == QueueAct.Holding ? entry.Act : null);
                    break;
                case QueueAct.Releasing:
                case QueueAct.Deleting:
                    if (_messages.TryGetValue(id, out var message))
                    {
                        _messages[id] = message with { Doing = entry.Act };
                    }

                    break;
                default:
                    _messages.Remove(id);
                    break;
            }
        }
    }

    /// <summary>What has become of what was begun, and of what others did.</summary>
    /// <param name="onHold">The queue ids of everything on hold.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<QueueRecord> Settle(IReadOnlySet<string> onHold, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(onHold);
        return Records(now, from message in _messages let act = Outcome(message.Value.Doing, onHold.Contains(message.Key)) where act is not null select (message.Key, message.Value.Account, message.Value.Transitions, act.Value));
    }

    /// <summary>What is to be put on hold.</summary>
    /// <param name="found">Messages that wait for delivery, with the logins that submitted them.</param>
    /// <param name="orders">Whose mail.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<QueueRecord> Hold(IEnumerable<(string Id, AccountName Account)> found, QueueOrders orders, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(orders);
        return orders.Enforces ? Records(now, found.Where(message => orders.Suspended.ContainsKey(message.Account)).Select(message => (message.Id, message.Account, orders.Suspended[message.Account], QueueAct.Holding))) : [];
    }

    /// <summary>What is to be released: mail of accounts that were suspended in error. Also while the installation observes.</summary>
    public IReadOnlyList<QueueRecord> Release(QueueOrders orders, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(orders);
        return Records(
            now,
            from message in _messages
            where message.Value.Doing is null && orders.FalsePositives.TryGetValue(message.Value.Account, out var lifted) && lifted > message.Value.Transitions
            select (message.Key, message.Value.Account, message.Value.Transitions, QueueAct.Releasing));
    }

    /// <summary>What is to be deleted: what has been on hold for so long, and nobody called an error.</summary>
    /// <param name="orders">What is known; where that is older than an hour, nothing is deleted.</param>
    /// <param name="after">How long; null for never.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<QueueRecord> Delete(QueueOrders orders, TimeSpan? after, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(orders);
        return orders.Enforces && now - orders.AsOf <= OldestOrders
            ? Records(
                now,
                from message in _messages
                where message.Value.Doing is null && now - message.Value.Since >= after
                where !(orders.FalsePositives.TryGetValue(message.Value.Account, out var lifted) && lifted > message.Value.Transitions)
                select (message.Key, message.Value.Account, message.Value.Transitions, QueueAct.Deleting))
            : [];
    }

    private static QueueAct? Outcome(QueueAct? doing, bool isOnHold) => (doing, isOnHold) switch
    {
        (QueueAct.Holding, true) => QueueAct.Held,
        (QueueAct.Holding, false) => QueueAct.NotHeld,
        (QueueAct.Releasing, false) => QueueAct.Released,
        (QueueAct.Deleting, false) => QueueAct.Deleted,

        // It was not done: it is as it was.
        (QueueAct.Releasing or QueueAct.Deleting, true) => QueueAct.Held,
        (null, false) => QueueAct.Gone,
        _ => null,
    };

    private List<QueueRecord> Records(DateTimeOffset now, IEnumerable<(string Id, AccountName Account, int Transitions, QueueAct Act)> acts) =>
    [
        .. from act in acts
           group act.Id by (act.Account, act.Transitions, act.Act) into same
           from part in same.Chunk(MaximumAtOnce)
           select new QueueRecord(now, host, same.Key.Act, same.Key.Account.Value, same.Key.Transitions, part),
    ];
}
