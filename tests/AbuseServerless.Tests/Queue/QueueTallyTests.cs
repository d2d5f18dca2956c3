using AbuseServerless.Accounts;
using AbuseServerless.Queue;

namespace AbuseServerless.Tests.Queue;

/// <summary>What the audit log hears of what was done to queued mail.</summary>
public sealed class QueueTallyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice@example.test");

    private readonly HeldMessages _held = new("mx1");
    private readonly QueueTally _tally = new();

    [Fact]
    public void What_is_held_released_and_deleted_is_counted_once_and_an_attempt_is_none()
    {
        Do(QueueAct.Holding, 3, "A1", "A2", "A3");
        Do(QueueAct.Held, 3, "A1", "A2");
        Do(QueueAct.NotHeld, 3, "A3");
        Do(QueueAct.Releasing, 3, "A1");
        Do(QueueAct.Held, 3, "A1");
        Do(QueueAct.Releasing, 3, "A1");
        Do(QueueAct.Released, 3, "A1");
        Do(QueueAct.Deleting, 3, "A2");
        Do(QueueAct.Deleted, 3, "A2");
        Assert.Equal([(QueueAct.Held, 2), (QueueAct.Released, 1), (QueueAct.Deleted, 1)], _tally.Latest(Now).Select(done => (done.Act, done.Messages)));
        Assert.All(_tally.Latest(Now), done => Assert.Equal((Alice.Value, 3, null), (done.Account, done.Transitions, done.Command)));
        Assert.Empty(_tally.Latest(Now.AddDays(1)));
    }

    [Fact]
    public void Entries_of_one_act_are_one_and_what_a_command_takes_over_is_not_held_again()
    {
        Do(QueueAct.Held, 3, "A1");
        Do(QueueAct.Held, 3, "A2");
        Assert.Equal(2, Assert.Single(_tally.Latest(Now)).Messages);
        Apply(new QueueRecord(Now, "mx1", QueueAct.Held, Alice.Value, 3, ["A1"]) { Command = "c" });
        Assert.Single(_tally.Latest(Now));
        Apply(new QueueRecord(Now, "mx1", QueueAct.Deleted, Alice.Value, 3, ["A1"]) { Command = "c" });
        Assert.Equal(("c", 1), (_tally.Latest(Now)[^1].Command, _tally.Latest(Now)[^1].Messages));
    }

    [Fact]
    public void Of_very_many_the_latest_are_known()
    {
        for (var transition = 1; transition <= QueueTally.Maximum + 5; transition++)
        {
            Do(QueueAct.Held, transition, $"A{transition}");
        }

        Assert.Equal((6, QueueTally.Maximum), (_tally.Latest(Now)[0].Transitions, _tally.Latest(Now).Count));
    }

    private void Do(QueueAct act, int transitions, params string[] messages) => Apply(new QueueRecord(Now, "mx1", act, Alice.Value, transitions, messages));

    private void Apply(QueueRecord entry)
    {
        _tally.Apply(entry, _held.All);
        _held.Apply(entry);
    }
}
