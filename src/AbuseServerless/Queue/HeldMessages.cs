using AbuseServerless.Accounts;
using AbuseServerless.Suspensions;

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
                    _messages[id] = kept with { Doing = null, DoingFor = null };
                    break;
                case QueueAct.Holding:
                case QueueAct.Held:
                    var doing = entry.Act == QueueAct.Holding;
                    _messages[id] = new HeldMessage(entry.ToAccount(), entry.Transitions, entry.Time, doing ? entry.Act : null) { HeldFor = entry.Command, DoingFor = doing ? entry.Command : null };
                    break;
                case QueueAct.Releasing:
                case QueueAct.Deleting:
                    if (_messages.TryGetValue(id, out var message))
                    {
                        _messages[id] = message with { Doing = entry.Act, DoingFor = entry.Command };
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
        return Records(now, from message in _messages let act = Outcome(message.Value.Doing, onHold.Contains(message.Key)) where act is not null select Act(message, act.Value, message.Value.DoingFor));
    }

    /// <summary>What is to be put on hold.</summary>
    /// <param name="found">Messages that wait for delivery, with the logins that submitted them.</param>
    /// <param name="orders">Whose mail.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<QueueRecord> Hold(IEnumerable<(string Id, AccountName Account)> found, QueueOrders orders, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(orders);
        return orders.Enforces ? Records(now, found.Where(message => orders.Suspended.ContainsKey(message.Account)).Select(message => (message.Id, message.Account, orders.Suspended[message.Account], QueueAct.Holding, (string?)null))) : [];
    }

    /// <summary>What a command has put on hold. What a suspension has put on hold already is held by the command from then on too.</summary>
    /// <param name="found">Messages of the account that wait for delivery.</param>
    /// <param name="command">The command.</param>
    /// <param name="isMeant">Whose mail is meant.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<QueueRecord> Hold(IEnumerable<(string Id, AccountName Account)> found, QueueCommand command, Func<AccountName, bool> isMeant, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        var held = command.Kind == QueueCommandKind.Hold ? _messages.Where(message => message.Value is { Doing: null, HeldFor: null } && isMeant(message.Value.Account)) : [];
        return Records(now, [.. held.Select(message => Act(message, QueueAct.Held, command.Id)), .. found.Select(message => (message.Id, message.Account, 0, QueueAct.Holding, (string?)command.Id))]);
    }

    /// <summary>What others have put on hold and a command is about too: it counts as put on hold by the command.</summary>
    public IReadOnlyList<QueueRecord> Take(IEnumerable<(string Id, AccountName Account)> found, QueueCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Records(now, found.Where(message => !_messages.ContainsKey(message.Id)).Select(message => (message.Id, message.Account, 0, QueueAct.Held, (string?)command.Id)));
    }

    /// <summary>What of the messages on hold a command has released or deleted.</summary>
    /// <param name="command">The command.</param>
    /// <param name="latest">What was put on hold later is none of its, unless for it or arrived before.</param>
    /// <param name="arrived">Messages on hold that had arrived by then.</param>
    /// <param name="isMeant">Whose mail is meant.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<QueueRecord> End(QueueCommand command, DateTimeOffset latest, IReadOnlySet<string> arrived, Func<AccountName, bool> isMeant, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(arrived);
        return command.Kind is not (QueueCommandKind.Release or QueueCommandKind.Delete) ? [] : Records(
            now,
            from message in _messages
            where message.Value.Doing is null && isMeant(message.Value.Account) && (message.Value.HeldFor == command.Id || message.Value.Since <= latest || arrived.Contains(message.Key))
            select Act(message, command.Kind == QueueCommandKind.Release ? QueueAct.Releasing : QueueAct.Deleting, command.Id));
    }

    /// <summary>What is to be released: mail of accounts that were suspended in error, unless a command had it put on hold. Also while the installation observes.</summary>
    public IReadOnlyList<QueueRecord> Release(QueueOrders orders, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(orders);
        return Records(
            now,
            from message in _messages
            where message.Value is { Doing: null, HeldFor: null } && orders.JudgementOf(message.Value) == Judgement.FalsePositive
            select Act(message, QueueAct.Releasing, null));
    }

    /// <summary>What is to be deleted: what suspensions that were judged abuse have had on hold for so long. What nobody has judged stays, also where the owner has changed the password.</summary>
    /// <param name="orders">What is known; where that is older than an hour, nothing is deleted.</param>
    /// <param name="after">How long; null for never.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<QueueRecord> Delete(QueueOrders orders, TimeSpan? after, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(orders);
        return orders.MayEnd(now)
            ? Records(
                now,
                from message in _messages
                where message.Value is { Doing: null, HeldFor: null } && now - message.Value.Since >= after && orders.JudgementOf(message.Value) == Judgement.Abuse
                select Act(message, QueueAct.Deleting, null))
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

    private static (string Id, AccountName Account, int Transitions, QueueAct Act, string? Command) Act(KeyValuePair<string, HeldMessage> message, QueueAct act, string? command) =>
        (message.Key, message.Value.Account, message.Value.Transitions, act, command);

    private List<QueueRecord> Records(DateTimeOffset now, IEnumerable<(string Id, AccountName Account, int Transitions, QueueAct Act, string? Command)> acts) =>
    [
        .. from act in acts
            group act.Id by (act.Account, act.Transitions, act.Act, act.Command) into same
            from part in same.Chunk(MaximumAtOnce)
            select new QueueRecord(now, host, same.Key.Act, same.Key.Account.Value, same.Key.Transitions, part) { Command = same.Key.Command },
    ];
}
