using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Notifications;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Detection.Account;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Suspensions;

/// <summary>Each request fails in turn, before or after it was carried out; the batch is delivered again, the timer runs, and all is as if nothing had happened.</summary>
public sealed class CrashTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_of_a_decision_is_repaired(bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        var failures = 0;
        for (var n = 1; ; n++)
        {
            var name = $"user{n}";
            string[] events = [.. Enumerable.Range(1, 10).Select(country => Worker.Event(name, country, country)), "poison"];
            var failing = new FailingRequests(n, afterwards);
            using (var crashing = Worker.On(storage.ConnectionString, failing))
            {
                var crash = await Record.ExceptionAsync(() => crashing.Processor.ProcessAsync(Worker.Batch(events, n * 100), Cancellation));
                if (!failing.HasFailed)
                {
                    Assert.Null(crash);
                    break;
                }

                failures++;
                Assert.IsType<StorageException>(crash);
            }

            using var next = Worker.On(storage.ConnectionString);
            await next.Processor.ProcessAsync(Worker.Batch(events, n * 100), Cancellation);
            await next.Suspensions.DoDueAsync(Cancellation);
            var suspension = (await next.Suspensions.FindAsync(AccountName.Parse(name), Cancellation))!;
            Assert.Equal((SuspensionState.Active, 1), (suspension.State, suspension.Transitions));
            Assert.Single(await next.Audit.ReadAsync(suspension.Account, Cancellation).ToListAsync(Cancellation));
            Assert.Equal(n, await next.DeadLetters.ReadAsync(Cancellation).CountAsync(Cancellation));
            Assert.Equal(0, await next.Suspensions.DoDueAsync(Cancellation));
            await AssertToldOnceAsync(storage, next, suspension.Account, SuspensionState.Active);
        }

        Assert.InRange(failures, 8, 40);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_of_a_resume_is_repaired_by_resuming_again_and_the_timer(bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        for (var n = 1; ; n++)
        {
            var account = AccountName.Parse($"user{n}");
            using var worker = Worker.On(storage.ConnectionString);
            await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 10).Select(country => Worker.Event(account.Value, country, country)), n * 100), Cancellation);
            worker.Time.Advance(TimeSpan.FromHours(1));

            var failing = new FailingRequests(n, afterwards);
            using var crashing = Worker.On(storage.ConnectionString, failing, time: worker.Time);
            var crash = await Record.ExceptionAsync(() => crashing.Suspensions.ResumeAsync(account, Judgement.None, "operator", "x", Cancellation));
            if (!failing.HasFailed)
            {
                Assert.Null(crash);
                return;
            }

            await worker.Suspensions.ResumeAsync(account, Judgement.None, "operator", "x", Cancellation);
            await worker.Suspensions.DoDueAsync(Cancellation);
            Assert.Equal(SuspensionState.Lifted, (await worker.Suspensions.FindAsync(account, Cancellation))!.State);
            Assert.Empty(ActivityEncoding.Decode((await worker.Activity.FindAsync(account, Cancellation))!.State).Places);
            Assert.Equal(
                [SuspensionState.Active, SuspensionState.Lifted],
                await worker.Audit.ReadAsync(account, Cancellation).Select(transition => transition.State).ToListAsync(Cancellation));
            await AssertToldOnceAsync(storage, worker, account, SuspensionState.Active, SuspensionState.Lifted);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_of_the_timer_is_repaired_by_its_next_run(bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, enforcement: PendingFor1Hour);
        var failures = 0;
        for (var n = 1; ; n++)
        {
            var account = AccountName.Parse($"user{n}");
            var (start, first) = (worker.Time.GetUtcNow(), n * 100);
            await worker.Processor.ProcessAsync(
                Worker.Batch(Enumerable.Range(1, 10).Select(country => Worker.Event(account.Value, country, (start - Worker.Start).TotalMinutes + country)), first), Cancellation);
            var failing = new FailingRequests(n, afterwards);
            using var crashing = Worker.On(storage.ConnectionString, failing, enforcement: PendingFor1Hour, time: worker.Time);
            List<Exception?> crashes = [await Record.ExceptionAsync(() => crashing.Suspensions.DoDueAsync(Cancellation))];
            await worker.Suspensions.DoDueAsync(Cancellation);
            Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(account, Cancellation))!.State);

            worker.Time.Advance(TimeSpan.FromHours(1));
            crashes.Add(await Record.ExceptionAsync(() => crashing.Suspensions.DoDueAsync(Cancellation)));
            await worker.Suspensions.DoDueAsync(Cancellation);
            Assert.Equal(
                [SuspensionState.Pending, SuspensionState.Active, SuspensionState.Expired],
                await worker.Audit.ReadAsync(account, Cancellation).Select(transition => transition.State).ToListAsync(Cancellation));
            await AssertToldOnceAsync(storage, worker, account, SuspensionState.Active, SuspensionState.Expired);
            if (!failing.HasFailed)
            {
                Assert.All(crashes, Assert.Null);
                break;
            }

            failures++;
            Assert.IsType<StorageException>(Assert.Single(crashes, crash => crash is not null));
        }

        Assert.InRange(failures, 12, 40);
    }

    [Fact]
    public async Task A_pending_suspension_is_activated_by_the_timer_and_one_whose_time_is_over_expires()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, enforcement: options => (options.Immediate, options.Duration) = (false, TimeSpan.FromHours(1)));
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 10).Select(country => Worker.Event("alice", country, country))), Cancellation);
        Assert.Equal(SuspensionState.Pending, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);

        await worker.Suspensions.DoDueAsync(Cancellation);
        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);

        worker.Time.Advance(TimeSpan.FromMinutes(59));
        await worker.Suspensions.DoDueAsync(Cancellation);
        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);

        worker.Time.Advance(TimeSpan.FromMinutes(1));
        await worker.Suspensions.DoDueAsync(Cancellation);
        Assert.Equal(SuspensionState.Expired, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);
        Assert.Empty(ActivityEncoding.Decode((await worker.Activity.FindAsync(Alice, Cancellation))!.State).Places);
        Assert.Equal(
            [SuspensionState.Pending, SuspensionState.Active, SuspensionState.Expired],
            await worker.Audit.ReadAsync(Alice, Cancellation).Select(transition => transition.State).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task An_active_suspension_that_an_operator_extends_expires_at_its_new_time_and_both_are_on_record()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Alice, TimeSpan.FromHours(1), "operator", "x", Cancellation);
        Assert.True((await worker.Suspensions.AmendAsync(Alice, new Amendment { Until = worker.Time.GetUtcNow().AddHours(5), Reason = "Still infected." }, "second", Cancellation)).Changed);
        worker.Time.Advance(TimeSpan.FromHours(2));
        await worker.Suspensions.DoDueAsync(Cancellation);
        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);
        worker.Time.Advance(TimeSpan.FromHours(3));
        await worker.Suspensions.DoDueAsync(Cancellation);
        Assert.Equal(
            [("operator", SuspensionState.Active), ("second", SuspensionState.Active), ("timer", SuspensionState.Expired)],
            await worker.Audit.ReadAsync(Alice, Cancellation).Select(transition => (transition.By, transition.State)).ToListAsync(Cancellation));
        Assert.False((await worker.Suspensions.AmendAsync(Alice, new Amendment { Until = Amendment.Forever }, "second", Cancellation)).Changed);
    }

    [Fact]
    public async Task A_suspension_that_was_lifted_and_made_again_does_not_expire_at_the_old_time()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Alice, TimeSpan.FromHours(1), "operator", "x", Cancellation);
        await worker.Suspensions.ResumeAsync(Alice, Judgement.None, "operator", "x", Cancellation);
        await worker.Suspensions.SuspendAsync(Alice, TimeSpan.FromHours(5), "operator", "x", Cancellation);
        worker.Time.Advance(TimeSpan.FromHours(2));
        await worker.Suspensions.DoDueAsync(Cancellation);
        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);
    }

    [Fact]
    public async Task Work_that_nobody_can_do_keeps_nothing_else_from_being_done_and_is_no_success()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Alice, TimeSpan.FromHours(1), "operator", "x", Cancellation);
        var suspensions = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Suspensions);
        await suspensions.AddEntityAsync(new TableEntity("suspensions", "w:0000000000000000000:0:1:x") { ["Kind"] = "OfALaterVersion" }, Cancellation);
        worker.Time.Advance(TimeSpan.FromHours(1));
        var error = await Assert.ThrowsAsync<AggregateException>(() => worker.Suspensions.DoDueAsync(Cancellation));
        Assert.Single(error.InnerExceptions);
        Assert.Equal(SuspensionState.Expired, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);
    }

    private static void PendingFor1Hour(EnforcementOptions options) => (options.Immediate, options.Duration) = (false, TimeSpan.FromHours(1));

    // Each channel has heard of each of these transitions of the account, under one id for each.
    private static async Task AssertToldOnceAsync(TestStorage storage, Worker worker, AccountName account, params SuspensionState[] states)
    {
        var senders = RecordingSender.All();
        await Outbox.On(storage.ConnectionString, senders, worker.Time).DeliverAsync(Cancellation);
        Assert.All(senders, sender => Assert.Equal(states, sender.Transitions.Where(told => told.Transition.Account == account).Select(told => told.Transition.State).Order()));
        Assert.Equal(states.Length, senders.SelectMany(sender => sender.Transitions).Where(told => told.Transition.Account == account).Select(told => told.Id).Distinct().Count());
        Assert.Equal(0, await Outbox.CountAsync(storage.ConnectionString, Cancellation));
    }
}
