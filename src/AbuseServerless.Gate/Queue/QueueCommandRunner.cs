using AbuseServerless.Accounts;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>Does what operators have ordered: each command once. One that a kill broke off is gone on with.</summary>
internal sealed partial class QueueCommandRunner(QueueJournal journal, QueueSearch search, int maximumDeletesPerHour, AccountAliases aliases, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // What is queued is told and not kept.
    private readonly Dictionary<string, QueueAnswer> _lists = new(StringComparer.Ordinal);

    /// <summary>Commands that are not done.</summary>
    public IReadOnlyList<QueueCommand> Pending(QueueOrders orders) => [.. orders.Commands.DistinctBy(command => command.Id).Where(command => Find(command) is null && journal.Commands.IsConsistent(command) && !command.IsOver(time.GetUtcNow()))];

    /// <summary>What became of commands.</summary>
    public IReadOnlyList<QueueAnswer> Answers(QueueOrders orders) => [.. orders.Commands.Select(Find).OfType<QueueAnswer>()];

    /// <summary>Does commands.</summary>
    public async Task RunAsync(IReadOnlyList<QueueCommand> commands, QueueOrders orders, IMailQueue queue, QueueActs acts, CancellationToken cancellationToken)
    {
        foreach (var over in _lists.Keys.Where(id => !orders.Commands.Any(command => command.Id == id)).ToList())
        {
            _lists.Remove(over);
        }

        List([.. commands.Where(command => command.Kind == QueueCommandKind.List)], queue);
        foreach (var command in commands.Where(command => command.Kind != QueueCommandKind.List))
        {
            if (Begin(command, orders) is { } began)
            {
                await DoAsync(command, command.Latest(began), orders, queue, acts, cancellationToken).ConfigureAwait(false);
                journal.Write([QueueRecord.Of(command, QueueAct.Done, journal.Host, time.GetUtcNow())]);
                Log.Done(logger, command.Kind, Find(command)!.Messages);
            }
        }
    }

    private QueueAnswer? Find(QueueCommand command) => journal.Commands.Find(command.Id) ?? _lists.GetValueOrDefault(command.Id);

    // However many accounts are asked about, the queue is looked through once.
    private void List(IReadOnlyList<QueueCommand> commands, IMailQueue queue)
    {
        if (commands.Count == 0)
        {
            return;
        }

        // From left to right: what moves on meanwhile is seen twice, and where it is then.
        var accounts = commands.Select(command => command.Account).ToHashSet();
        IEnumerable<FoundMail> found = [.. search.Waiting(queue, IsMeant), .. search.OnHold(queue, IsMeant)];
        List<FoundMail> mail = [.. found.GroupBy(message => message.Id).Select(message => message.Last()).OrderBy(message => message.Arrived)];
        foreach (var command in commands)
        {
            List<QueuedMail> theirs = [.. mail.Where(message => command.Concerns(message.Login, aliases)).Select(Told)];
            _lists[command.Id] = new QueueAnswer(command.Id, time.GetUtcNow(), theirs.Count, Mail: [.. theirs.Take(QueueAnswer.MaximumListed)]);
        }

        bool IsMeant(AccountName login) => accounts.Contains(login) || accounts.Contains(aliases.Of(login));
    }

    private QueuedMail Told(FoundMail message)
    {
        var holder = message.State != QueuedMailState.Held ? (QueueHolder?)null
            : !journal.Held.All.TryGetValue(message.Id, out var held) ? QueueHolder.Other
            : held.HeldFor is null ? QueueHolder.Suspension : QueueHolder.Command;
        return new QueuedMail(message.Id, message.State, holder, message.Arrived, message.Size);
    }

    // When it was begun, now or before; null where it is refused.
    private DateTimeOffset? Begin(QueueCommand command, QueueOrders orders)
    {
        if (journal.Commands.Began(command.Id) is { } began)
        {
            return began;
        }

        var now = time.GetUtcNow();
        var refusal = command.Kind == QueueCommandKind.Release && orders.Enforces && (orders.Suspended.ContainsKey(command.Account) || orders.Suspended.ContainsKey(aliases.Of(command.Account))) ? QueueRefusal.Suspended
            : command.Kind == QueueCommandKind.Delete && journal.Commands.Deletions(now - Hour) >= maximumDeletesPerHour ? QueueRefusal.TooManyDeleted
            : (QueueRefusal?)null;
        journal.Write([QueueRecord.Of(command, refusal is null ? QueueAct.Began : QueueAct.Refused, journal.Host, now) with { Refusal = refusal }]);
        if (refusal is { } why)
        {
            Log.Refused(logger, command.Kind, why);
        }

        return refusal is null ? now : null;
    }

    private async Task DoAsync(QueueCommand command, DateTimeOffset latest, QueueOrders orders, IMailQueue queue, QueueActs acts, CancellationToken cancellationToken)
    {
        if (command.Kind != QueueCommandKind.Release)
        {
            // What is to be deleted is put on hold before: then it is certain what became of it.
            var waiting = Found(search.Waiting(queue, IsMeant));
            await acts.HoldAsync(journal.Held.Hold(waiting, command, IsMeant, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }

        if (command.Kind != QueueCommandKind.Hold)
        {
            var onHold = search.OnHold(queue, IsMeant);
            if (command.HeldByOthers)
            {
                journal.Write(journal.Held.Take(Found(onHold), command, time.GetUtcNow()));
            }

            // What another command or a suspension had put on hold here lately came before all the same.
            var arrived = onHold.Where(message => IsMeant(message.Login) && message.Arrived <= latest).Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
            var ended = journal.Held.End(command, latest, arrived, IsMeant, time.GetUtcNow());
            await (command.Kind == QueueCommandKind.Delete ? acts.DeleteAsync(ended, cancellationToken) : acts.ReleaseAsync(ended, cancellationToken)).ConfigureAwait(false);
        }

        // An alias or a login with a tag may be suspended by itself.
        bool IsMeant(AccountName login) =>
            command.Concerns(login, aliases) && !(command.Kind == QueueCommandKind.Release && orders.Enforces && orders.Suspended.ContainsKey(login));

        IEnumerable<(string, AccountName)> Found(IEnumerable<FoundMail> found) =>
            from message in found
            where IsMeant(message.Login) && !(message.Arrived > latest) && !journal.Commands.IsDone(command.Id, message.Id)
            select (message.Id, message.Account);
    }

    private static partial class Log
    {
        [LoggerMessage(7705, LogLevel.Information, "Carried out {Kind}. Messages: {Count}.")]
        public static partial void Done(ILogger logger, QueueCommandKind kind, int count);

        [LoggerMessage(7706, LogLevel.Warning, "The command {Kind} was refused: {Why}.")]
        public static partial void Refused(ILogger logger, QueueCommandKind kind, QueueRefusal why);
    }
}
