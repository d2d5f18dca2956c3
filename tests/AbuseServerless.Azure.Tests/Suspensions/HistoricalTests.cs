using AbuseServerless.Accounts;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Tests.Notifications;
using AbuseServerless.Detection;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Tests.Suspensions;

/// <summary>Evidence that came late is on record, and nothing is done on it; what came in time counts as if the late had never come. On a real Azurite.</summary>
public sealed class HistoricalTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, SuspensionState.Active)]
    [InlineData(8 * 3_600_000L, SuspensionState.Active)] // The longest age is inclusive.
    [InlineData((8 * 3_600_000L) + 1, SuspensionState.Historical)]
    [InlineData(14 * 24 * 3_600_000L, SuspensionState.Historical)]
    [InlineData(6 * 365 * 24 * 3_600_000L, SuspensionState.Historical)]
    public async Task How_old_evidence_is_when_the_hub_takes_it_decides_whether_anything_is_done(long milliseconds, SuspensionState expected)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = On(storage, TimeSpan.FromMilliseconds(milliseconds));
        await worker.Processor.ProcessAsync(Ten(0, enqueued: worker.Time.GetUtcNow()), Cancellation);

        var found = (await worker.Suspensions.FindAsync(Alice, Cancellation))!;
        Assert.Equal((expected, expected == SuspensionState.Historical), (found.State, found.Decision!.Historical));
        Assert.Equal((10L, Verdict.Suspend), (found.Decision.Measured, found.Decision.Verdict));
        Assert.Equal(expected == SuspensionState.Active, found.Activations == 1);
        var record = await worker.Audit.ReadAsync(Alice, Cancellation).ToListAsync(Cancellation);
        Assert.Equal([expected], record.Select(entry => entry.State));
        Assert.Equal(expected == SuspensionState.Active, await IsToldAsync(storage, worker));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(20, true)]
    [InlineData(14 * 24, false)]
    [InlineData(14 * 24, true)]
    public async Task New_evidence_suspends_once_whatever_came_late_before_it_or_after_it(int hours, bool liveFirst)
    {
        await using var storage = await TestStorage.StartAsync();
        var now = TimeSpan.FromHours(hours);
        using var one = On(storage, now);
        using var other = Worker.On(storage.ConnectionString, enforcement: EightHours, time: one.Time);
        var late = Ten(0, enqueued: one.Time.GetUtcNow());
        var live = Ten(now.TotalMinutes, enqueued: one.Time.GetUtcNow(), partition: 1);
        var (first, second) = liveFirst ? (live, late) : (late, live);

        // Each again, on both workers, whose caches are stale by turns.
        foreach (var (worker, batch) in new[] { (one, first), (other, second), (one, first), (one, second), (other, first), (other, second) })
        {
            await worker.Processor.ProcessAsync(batch, Cancellation);
        }

        var found = (await one.Suspensions.FindAsync(Alice, Cancellation))!;
        Assert.Equal((SuspensionState.Active, 1, false), (found.State, found.Activations, found.Decision!.Historical));
        var record = await one.Audit.ReadAsync(Alice, Cancellation).Select(entry => entry.State).ToListAsync(Cancellation);
        Assert.Equal(liveFirst ? [SuspensionState.Active] : [SuspensionState.Historical, SuspensionState.Active], record);

        // What a resume forgot stays forgotten, the late as well as the rest.
        one.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.True((await one.Suspensions.ResumeAsync(Alice, Judgement.FalsePositive, "operator", "travelling", Cancellation)).Changed);
        await other.Processor.ProcessAsync(late, Cancellation);
        await one.Processor.ProcessAsync(live, Cancellation);
        Assert.Equal(SuspensionState.Lifted, (await one.Suspensions.FindAsync(Alice, Cancellation))!.State);
    }

    [Fact]
    public async Task The_log_of_yesterday_and_the_first_login_of_today_make_no_suspension()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = On(storage, TimeSpan.FromHours(20));
        await worker.Processor.ProcessAsync(Ten(0, enqueued: worker.Time.GetUtcNow()), Cancellation);
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("alice", 11, 20 * 60)], first: 100, enqueued: worker.Time.GetUtcNow()), Cancellation);
        Assert.Equal(SuspensionState.Historical, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);

        // Of the countries that came in time it takes as many as ever.
        var nine = Enumerable.Range(12, 9).Select(n => Worker.Event("alice", n, (20 * 60) + 1));
        await worker.Processor.ProcessAsync(Worker.Batch(nine, first: 200, enqueued: worker.Time.GetUtcNow().AddMinutes(5)), Cancellation);
        var found = (await worker.Suspensions.FindAsync(Alice, Cancellation))!;
        Assert.Equal((SuspensionState.Active, 10L), (found.State, found.Decision!.Measured));
    }

    [Fact]
    public async Task What_stands_is_not_touched_by_what_was_and_an_operator_may_suspend_on_it()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = On(storage, TimeSpan.FromHours(20));
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(20, 5).Select(n => Worker.Event("alice", n, 20 * 60)), enqueued: worker.Time.GetUtcNow()), Cancellation);
        await worker.Processor.ProcessAsync(Ten(0, enqueued: worker.Time.GetUtcNow(), partition: 1), Cancellation);
        Assert.Equal(SuspensionState.Watched, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);

        await worker.Processor.ProcessAsync(Ten(0, enqueued: worker.Time.GetUtcNow(), partition: 1, account: "bob"), Cancellation);
        var bob = AccountName.Parse("bob");
        Assert.False((await worker.Suspensions.ResumeAsync(bob, Judgement.None, "operator", "x", Cancellation)).Changed);
        Assert.True((await worker.Suspensions.SuspendAsync(bob, null, "operator", "Spam in the queue", Cancellation)).Changed);
        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(bob, Cancellation))!.State);
    }

    private static Worker On(TestStorage storage, TimeSpan later)
    {
        var worker = Worker.On(storage.ConnectionString, enforcement: EightHours);
        worker.Time.SetUtcNow(Worker.Start + later);
        return worker;
    }

    private static void EightHours(EnforcementOptions options) => options.MaximumEvidenceAge = TimeSpan.FromHours(8);

    private static EventBatch Ten(double minute, DateTimeOffset enqueued, int partition = 0, string account = "alice") =>
        Worker.Batch(Enumerable.Range(1, 10).Select(n => Worker.Event(account, n, minute)), 1, partition, enqueued);

    private static async Task<bool> IsToldAsync(TestStorage storage, Worker worker)
    {
        var senders = RecordingSender.All();
        await Outbox.On(storage.ConnectionString, senders, worker.Time).DeliverAsync(Cancellation);
        return senders.Any(sender => !sender.Told.IsEmpty);
    }
}
