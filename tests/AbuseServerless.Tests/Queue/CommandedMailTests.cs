using AbuseServerless.Accounts;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Tests.Queue;

/// <summary>What commands do to messages, beside what suspensions do.</summary>
public sealed class CommandedMailTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice@example.test");
    private static readonly AccountName Bob = AccountName.Parse("bob@example.test");

    private static readonly HashSet<string> NoneOnHold = [];

    private readonly HeldMessages _held = new("mx1");
    private readonly QueueCommandLog _log = new();

    [Fact]
    public void What_a_command_holds_no_false_positive_releases_and_no_time_deletes()
    {
        var hold = Command(QueueCommandKind.Hold);
        Do(_held.Hold([("A1", Alice)], hold, IsAlices, Now));
        Settle("A1");
        var orders = new QueueOrders(true, Now.AddDays(9), new Dictionary<AccountName, int>(), Judged(Judgement.FalsePositive));
        Assert.Empty(_held.Release(orders, Now.AddDays(9)));
        Assert.Empty(_held.Delete(orders with { Verdicts = Judged(Judgement.Abuse) }, TimeSpan.FromDays(1), Now.AddDays(9)));
        Assert.Equal(hold.Id, _held.All["A1"].HeldFor);

        static Dictionary<AccountName, IReadOnlyList<SuspensionVerdict>> Judged(Judgement judgement) => new() { [Alice] = [new(0, 9, judgement)] };
    }

    [Fact]
    public void What_a_suspension_holds_a_command_to_hold_takes_over_and_counts()
    {
        BySuspension("A1", Alice);
        BySuspension("B1", Bob);
        var hold = Begin(QueueCommandKind.Hold);
        Do(_held.Hold([("A2", Alice)], hold, IsAlices, Now));
        Settle("A1", "A2", "B1");
        Done(hold);
        Assert.Equal(2, _log.Find(hold.Id)!.Messages);
        Assert.Equal([hold.Id, hold.Id, null], from id in new[] { "A1", "A2", "B1" } select _held.All[id].HeldFor);
    }

    [Theory]
    [InlineData(QueueCommandKind.Release, QueueAct.Releasing)]
    [InlineData(QueueCommandKind.Delete, QueueAct.Deleting)]
    public void A_command_ends_what_suspensions_and_commands_hold_of_its_account_and_not_what_came_on_hold_later(QueueCommandKind kind, QueueAct act)
    {
        BySuspension("A1", Alice);
        BySuspension("B1", Bob);
        Do(_held.Hold([("A2", Alice)], Command(QueueCommandKind.Hold), IsAlices, Now));
        Settle("A1", "A2", "B1");
        var command = Begin(kind);
        BySuspension("A3", Alice, Now.AddHours(1));
        var ended = _held.End(command, Now, NoneOnHold, IsAlices, Now.AddHours(1));
        Assert.All(ended, entry => Assert.Equal((act, command.Id), (entry.Act, entry.Command)));
        Assert.Equal(["A1", "A2"], ended.SelectMany(entry => entry.Messages).Order());
    }

    [Fact]
    public void A_host_that_was_away_releases_what_it_put_on_hold_only_when_it_was_back()
    {
        var hold = Begin(QueueCommandKind.Hold);
        Do([new QueueRecord(Now.AddHours(1), "mx1", QueueAct.Held, Alice.Value, 0, ["A1", "A2"]) { Command = hold.Id }]);
        var release = Begin(QueueCommandKind.Release);
        Assert.Equal(["A1"], _held.End(release, Now.AddMinutes(5), new HashSet<string> { "A1", "X9" }, IsAlices, Now.AddHours(1)).SelectMany(entry => entry.Messages));
    }

    [Fact]
    public void An_id_stands_for_one_account_and_one_order_for_ever()
    {
        var command = Begin(QueueCommandKind.Delete);
        Assert.True(_log.IsConsistent(command));
        Assert.False(_log.IsConsistent(command with { Account = Bob }));
        Assert.False(_log.IsConsistent(command with { Kind = QueueCommandKind.Hold }));
        Assert.Equal(Now, _log.Began(command.Id));
        var refused = Command(QueueCommandKind.Delete);
        Do([QueueRecord.Of(refused, QueueAct.Refused, "mx1", Now) with { Refusal = QueueRefusal.TooManyDeleted }]);
        Assert.Null(_log.Began(refused.Id));
        Assert.False(_log.IsConsistent(refused with { Account = Bob }));
    }

    [Fact]
    public void What_others_hold_is_none_of_its_unless_it_says_so()
    {
        var command = Begin(QueueCommandKind.Release);
        Assert.Empty(_held.End(command, Now, NoneOnHold, IsAlices, Now));
        Do(_held.Take([("A1", Alice)], command, Now.AddSeconds(1)));
        Do(_held.End(command, Now, NoneOnHold, IsAlices, Now));
        Settle();
        Done(command);
        Assert.Equal(1, _log.Find(command.Id)!.Messages);
    }

    [Fact]
    public void What_a_command_was_done_to_before_a_kill_is_known_after_it()
    {
        var command = Begin(QueueCommandKind.Hold);
        Do(_held.Hold([("A1", Alice), ("A2", Alice)], command, IsAlices, Now));
        Settle("A1");
        Settle();
        Assert.Equal((true, false), (_log.IsDone(command.Id, "A1"), _log.IsDone(command.Id, "A2")));
        Assert.Equal((Now, null), (_log.Began(command.Id), _log.Find(command.Id)));
    }

    [Fact]
    public void Deletions_of_the_last_hour_are_counted_and_refused_ones_are_none()
    {
        for (var minute = 0; minute < 90; minute += 10)
        {
            var command = Command(QueueCommandKind.Delete);
            _log.Apply(QueueRecord.Of(command, minute == 80 ? QueueAct.Refused : QueueAct.Began, "mx1", Now.AddMinutes(minute)) with { Refusal = minute == 80 ? QueueRefusal.TooManyDeleted : null });
        }

        Assert.Equal(5, _log.Deletions(Now.AddMinutes(30)));
    }

    [Fact]
    public void A_refusal_is_the_answer()
    {
        var command = Command(QueueCommandKind.Release);
        _log.Apply(QueueRecord.Of(command, QueueAct.Refused, "mx1", Now) with { Refusal = QueueRefusal.Suspended });
        Assert.Equal(new QueueAnswer(command.Id, Now, 0, QueueRefusal.Suspended), _log.Find(command.Id));
    }

    private static bool IsAlices(AccountName login) => login == Alice;

    private static QueueCommand Command(QueueCommandKind kind) => QueueCommand.Of(kind, Alice, Now, "noc", "x");

    private void BySuspension(string id, AccountName account, DateTimeOffset? at = null) => Do([new QueueRecord(at ?? Now, "mx1", QueueAct.Held, account.Value, 3, [id])]);

    private QueueCommand Begin(QueueCommandKind kind)
    {
        var command = Command(kind);
        Do([QueueRecord.Of(command, QueueAct.Began, "mx1", Now)]);
        return command;
    }

    private void Done(QueueCommand command) => Do([QueueRecord.Of(command, QueueAct.Done, "mx1", Now)]);

    private void Settle(params string[] onHold) => Do(_held.Settle(onHold.ToHashSet(), Now));

    private void Do(IReadOnlyList<QueueRecord> entries)
    {
        foreach (var entry in entries)
        {
            _held.Apply(entry);
            _log.Apply(entry);
        }
    }
}
