using AbuseServerless.Accounts;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Tests.Queue;

public sealed class HeldMessagesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice@example.test");
    private static readonly AccountName Bob = AccountName.Parse("bob@example.test");

    private readonly HeldMessages _held = new("mx1");

    [Fact]
    public void Only_mail_of_suspended_logins_is_held_and_none_while_the_installation_observes()
    {
        (string, AccountName)[] found = [("A1", Alice), ("B1", Bob), ("A2", Alice)];
        var entry = Assert.Single(_held.Hold(found, Suspended(Alice, 3), Now));
        Assert.Equal(("mx1", QueueAct.Holding, Alice.Value, 3, "A1 A2"), (entry.Host, entry.Act, entry.Account, entry.Transitions, string.Join(' ', entry.Messages)));
        Assert.Empty(_held.Hold(found, Suspended(Alice, 3) with { Enforces = false }, Now));
    }

    [Theory]
    [InlineData(QueueAct.Holding, true, QueueAct.Held, 1)]
    [InlineData(QueueAct.Holding, false, QueueAct.NotHeld, 0)]
    [InlineData(QueueAct.Releasing, false, QueueAct.Released, 0)]
    [InlineData(QueueAct.Releasing, true, QueueAct.Held, 1)]
    [InlineData(QueueAct.Deleting, false, QueueAct.Deleted, 0)]
    [InlineData(QueueAct.Deleting, true, QueueAct.Held, 1)]
    [InlineData(QueueAct.Held, false, QueueAct.Gone, 0)]
    public void After_a_kill_at_any_point_what_became_of_an_act_is_found_and_on_record_once(QueueAct last, bool isOnHold, QueueAct outcome, int left)
    {
        Do(QueueAct.Holding);
        if (last != QueueAct.Holding)
        {
            Do(QueueAct.Held);
            Do(last);
        }

        HashSet<string> onHold = isOnHold ? ["A1", "HELD-BY-OTHERS"] : ["HELD-BY-OTHERS"];
        var entry = Assert.Single(_held.Settle(onHold, Now.AddHours(2)));
        Assert.Equal((outcome, Alice.Value, 3, "A1"), (entry.Act, entry.Account, entry.Transitions, string.Join(' ', entry.Messages)));
        _held.Apply(entry);
        Assert.Equal(left, _held.All.Count);
        Assert.Empty(_held.Settle(onHold, Now.AddHours(2)));
        if (last is QueueAct.Releasing or QueueAct.Deleting && left == 1)
        {
            // The time until it is deleted goes on.
            Assert.Equal(Now, _held.All["A1"].Since);
        }
    }

    [Fact]
    public void What_was_held_in_error_is_released_also_while_the_installation_observes_and_an_earlier_error_releases_nothing()
    {
        Do(QueueAct.Held);
        var lifted = Judged(Suspended(Bob, 1), new SuspensionVerdict(1, 2, Judgement.Abuse), new SuspensionVerdict(3, 4, Judgement.FalsePositive)) with { Enforces = false };
        Assert.Equal(QueueAct.Releasing, Assert.Single(_held.Release(lifted, Now)).Act);
        Assert.Empty(_held.Release(Judged(lifted, new SuspensionVerdict(1, 2, Judgement.FalsePositive)), Now));
        Assert.Empty(_held.Release(Suspended(Alice, 3), Now));
    }

    [Fact]
    public void An_error_is_released_although_the_account_is_suspended_again_and_what_that_suspension_holds_is_not()
    {
        Do(QueueAct.Held);
        _held.Apply(new QueueRecord(Now, "mx1", QueueAct.Held, Alice.Value, 5, ["A5"]));
        var orders = Judged(Suspended(Alice, 5), new SuspensionVerdict(2, 4, Judgement.FalsePositive));
        Assert.Equal(["A1"], Assert.Single(_held.Release(orders, Now)).Messages);
    }

    [Fact]
    public void It_is_deleted_after_its_time_by_what_is_known_to_be_so_now()
    {
        Do(QueueAct.Held);
        var (day, then) = (TimeSpan.FromDays(1), Now.AddDays(1));
        var orders = Judged(Suspended(Alice, 3), new SuspensionVerdict(3, 3, Judgement.Abuse)) with { AsOf = then };
        Assert.Equal(QueueAct.Deleting, Assert.Single(_held.Delete(orders, day, then)).Act);
        Assert.Empty(_held.Delete(orders, day, then.AddTicks(-1)));
        Assert.Empty(_held.Delete(orders, null, then.AddYears(1)));
        Assert.Empty(_held.Delete(orders with { AsOf = then.AddHours(-1).AddTicks(-1) }, day, then));
        Assert.Empty(_held.Delete(orders with { Enforces = false }, day, then));
    }

    [Theory]
    [InlineData(Judgement.FalsePositive, 3)]
    [InlineData(Judgement.None, 3)]
    [InlineData(Judgement.Abuse, 4)]
    [InlineData(Judgement.Abuse, 1)]
    public void What_was_not_judged_abuse_is_deleted_by_no_time(Judgement judgement, int transition)
    {
        Do(QueueAct.Held);
        var orders = Judged(Suspended(Alice, 3), new SuspensionVerdict(transition, transition, judgement)) with { AsOf = Now.AddYears(1) };
        Assert.Empty(_held.Delete(orders, TimeSpan.FromDays(1), Now.AddYears(1)));
    }

    private static QueueOrders Judged(QueueOrders orders, params SuspensionVerdict[] verdicts) => orders with { Verdicts = new Dictionary<AccountName, IReadOnlyList<SuspensionVerdict>> { [Alice] = verdicts } };

    private static QueueOrders Suspended(AccountName account, int transitions) =>
        new(true, Now, new Dictionary<AccountName, int> { [account] = transitions }, new Dictionary<AccountName, IReadOnlyList<SuspensionVerdict>>());

    private void Do(QueueAct act) => _held.Apply(new QueueRecord(Now, "mx1", act, Alice.Value, 3, ["A1"]));
}
