using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Detection.Account;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Suspensions;

/// <summary>A password change on real tables: crashes, events that come late, two callers at once, and the end of the watch.</summary>
public sealed class RecoveryTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice");
    private static readonly Recovery Told = new(null, TimeSpan.FromDays(7), Judgement.None, "portal:webmail", "Changed in the portal.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_of_a_recovery_is_repaired_by_calling_again_and_the_timer(bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        for (var n = 1; ; n++)
        {
            var account = AccountName.Parse($"user{n}");
            using var worker = Worker.On(storage.ConnectionString);
            await worker.Processor.ProcessAsync(Worker.Batch(Travel(account, 10), n * 100), Cancellation);
            worker.Time.Advance(TimeSpan.FromHours(1));

            var failing = new FailingRequests(n, afterwards);
            using var crashing = Worker.On(storage.ConnectionString, failing, time: worker.Time);
            var crash = await Record.ExceptionAsync(() => crashing.Suspensions.RecoverAsync(account, Told, Cancellation));
            if (!failing.HasFailed)
            {
                Assert.Null(crash);
                Assert.InRange(n, 7, 30);
                return;
            }

            Assert.IsType<StorageException>(crash);
            await worker.Suspensions.RecoverAsync(account, Told, Cancellation);
            await worker.Suspensions.DoDueAsync(Cancellation);
            Assert.Equal(SuspensionState.Watched, (await worker.Suspensions.FindAsync(account, Cancellation))!.State);
            Assert.Empty(ActivityEncoding.Decode((await worker.Activity.FindAsync(account, Cancellation))!.State).Places);
            Assert.Equal([SuspensionState.Active, SuspensionState.Lifted, SuspensionState.Watched], await StatesAsync(worker, account));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task What_was_before_the_change_never_counts_however_late_it_comes_and_what_is_after_it_does(int countries)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(Travel(Alice, countries)), Cancellation);
        worker.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(countries == 10 ? SuspensionState.Active : countries == 9 ? SuspensionState.Watched : null, (await worker.Suspensions.FindAsync(Alice, Cancellation))?.State);

        Assert.True((await worker.Suspensions.RecoverAsync(Alice, Told, Cancellation)).Changed);
        await worker.Processor.ProcessAsync(Worker.Batch(Travel(Alice, 20), 100), Cancellation);
        Assert.Equal(SuspensionState.Watched, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);

        await worker.Processor.ProcessAsync(Worker.Batch(Travel(Alice, 9, 61), 200), Cancellation);
        Assert.Equal(("portal:webmail", SuspensionState.Watched), (await worker.Suspensions.FindAsync(Alice, Cancellation)) is { } now ? (now.By, now.State) : default);
        await worker.Processor.ProcessAsync(Worker.Batch(Travel(Alice, 10, 61), 300), Cancellation);
        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);
    }

    [Fact]
    public async Task Of_two_calls_at_once_one_is_on_record()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        using var other = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(Travel(Alice, 10)), Cancellation);

        var changes = await Task.WhenAll(worker.Suspensions.RecoverAsync(Alice, Told, Cancellation), other.Suspensions.RecoverAsync(Alice, Told, Cancellation));
        Assert.Single(changes, change => change.Changed);
        Assert.Equal([SuspensionState.Active, SuspensionState.Lifted, SuspensionState.Watched], await StatesAsync(worker, Alice));
    }

    [Theory]
    [InlineData(0, SuspensionState.Expired)]
    [InlineData(5, SuspensionState.Watched)]
    public async Task The_watch_ends_by_itself_and_goes_on_where_a_net_watches_the_account_too(int countries, SuspensionState then)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.RecoverAsync(Alice, Told, Cancellation);
        await worker.Processor.ProcessAsync(Worker.Batch(Travel(Alice, countries, 1)), Cancellation);
        worker.Time.Advance(TimeSpan.FromDays(7));
        await worker.Suspensions.DoDueAsync(Cancellation);
        await worker.Suspensions.DoDueAsync(Cancellation);

        var now = (await worker.Suspensions.FindAsync(Alice, Cancellation))!;
        Assert.Equal((then, null), (now.State, now.Until));
        Assert.Equal(countries, ActivityEncoding.Decode((await worker.Activity.FindAsync(Alice, Cancellation))!.State).Places.Count);
        SuspensionState[] states = [SuspensionState.Watched, SuspensionState.Expired];
        Assert.Equal(countries == 0 ? states : [.. states, SuspensionState.Watched], await StatesAsync(worker, Alice));
    }

    [Fact]
    public async Task A_judgement_during_the_watch_begins_no_new_watch_for_gates()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(Travel(Alice, 10)), Cancellation);
        await worker.Suspensions.RecoverAsync(Alice, Told, Cancellation);
        worker.Time.Advance(TimeSpan.FromHours(2));
        Assert.True((await worker.Suspensions.AmendAsync(Alice, new Amendment { Judgement = Judgement.Abuse }, "judge", Cancellation)).Changed);

        var gate = new StandingReader(new Tables(new TableServiceClient(storage.ConnectionString)), withWatched: true);
        var row = Assert.Single(await gate.ReadActiveAsync(Cancellation).ToListAsync(Cancellation));
        var news = await gate.ReadNewsAsync(Worker.Start, worker.Time.GetUtcNow(), Cancellation).Select(entry => entry.Standing!.Value).LastAsync(Cancellation);
        Assert.All([row, news, AccountStanding.Of((await worker.Suspensions.FindAsync(Alice, Cancellation))!)], standing => Assert.Equal((SuspensionState.Watched, Worker.Start), (standing.State, standing.Since)));
    }

    private static IEnumerable<string> Travel(AccountName account, int countries, double minute = 0) =>
        Enumerable.Range(1, countries).Select(country => Worker.Event(account.Value, country, minute + country / 10.0));

    private static async Task<List<SuspensionState>> StatesAsync(Worker worker, AccountName account) =>
        await worker.Audit.ReadAsync(account, Cancellation).Select(transition => transition.State).ToListAsync(Cancellation);
}
