using AbuseServerless.Accounts;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.AuthPolicy;

/// <summary>What is put on record later than it happened is heard all the same: when, is a matter of how late.</summary>
public sealed class LateNewsTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(10, true, true)]
    [InlineData(14, true, true)]
    [InlineData(16, false, true)]
    [InlineData(299, false, true)]
    [InlineData(301, false, false)]
    public async Task Where_nothing_newer_is_known_each_reading_reaches_back_15_seconds_and_one_within_two_minutes_5_minutes(int late, bool isHeardNext, bool isHeardInTime)
    {
        await using var storage = await TestStorage.StartAsync();
        var time = new FakeTimeProvider(Worker.Start);
        using var feed = Feed.On(storage.ConnectionString, time);
        await feed.Feeding.RefreshAsync(Cancellation);

        await SuspendAsync(storage, Worker.Start.AddSeconds(-late), Bot);
        await feed.Feeding.RefreshAsync(Cancellation);
        Assert.Equal(isHeardNext, feed.Snapshot.IsSuspended(Bot));

        await RefreshAsync(feed, time, SuspensionFeed.LongReadInterval);
        Assert.Equal(isHeardInTime, feed.Snapshot.IsSuspended(Bot));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(299, false)]
    public async Task Behind_a_newer_entry_each_reading_reaches_back_2_seconds_and_one_within_two_minutes_5_minutes(int late, bool isHeardNext)
    {
        await using var storage = await TestStorage.StartAsync();
        var time = new FakeTimeProvider(Worker.Start);
        using var feed = Feed.On(storage.ConnectionString, time);
        await SuspendAsync(storage, Worker.Start, AccountName.Parse("alice"));
        await feed.Feeding.RefreshAsync(Cancellation);

        await SuspendAsync(storage, Worker.Start.AddSeconds(-late), Bot);
        time.Advance(TimeSpan.FromSeconds(1));
        await feed.Feeding.RefreshAsync(Cancellation);
        Assert.Equal(isHeardNext, feed.Snapshot.IsSuspended(Bot));

        await RefreshAsync(feed, time, SuspensionFeed.LongReadInterval);
        Assert.True(feed.Snapshot.IsSuspended(Bot));
    }

    [Fact]
    public async Task The_entry_of_a_clock_that_is_fast_hides_no_other()
    {
        await using var storage = await TestStorage.StartAsync();
        var time = new FakeTimeProvider(Worker.Start);
        using var feed = Feed.On(storage.ConnectionString, time);
        await SuspendAsync(storage, Worker.Start.AddMinutes(4), AccountName.Parse("alice"));
        await feed.Feeding.RefreshAsync(Cancellation);

        await SuspendAsync(storage, Worker.Start.AddSeconds(-1), Bot);
        time.Advance(TimeSpan.FromSeconds(1));
        await feed.Feeding.RefreshAsync(Cancellation);
        Assert.True(feed.Snapshot.IsSuspended(Bot));
    }

    [Fact]
    public async Task All_is_read_again_after_an_hour_give_or_take_a_tenth()
    {
        await using var storage = await TestStorage.StartAsync();
        var time = new FakeTimeProvider(Worker.Start);
        using var feed = Feed.On(storage.ConnectionString, time);
        Assert.True(feed.Feeding.IsReloadDue);
        await feed.Feeding.ReloadAsync(Cancellation);
        await RefreshAsync(feed, time, TimeSpan.FromMinutes(53));
        Assert.False(feed.Feeding.IsReloadDue);
        await RefreshAsync(feed, time, TimeSpan.FromMinutes(13));
        Assert.True(feed.Feeding.IsReloadDue);
    }

    [Fact]
    public async Task A_suspension_that_nobody_puts_on_record_makes_all_be_read_again_after_ten_minutes()
    {
        await using var storage = await TestStorage.StartAsync();
        using var probe = Worker.On(storage.ConnectionString);
        await probe.Suspensions.FindAsync(Bot, Cancellation);
        using var feed = Feed.On(storage.ConnectionString, probe.Time);
        await feed.Feeding.ReloadAsync(Cancellation);

        // The process ends in between, and the timer does not run.
        using var crashing = Worker.On(storage.ConnectionString, new FailingAudit(), time: probe.Time);
        await Assert.ThrowsAsync<StorageException>(() => crashing.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation));
        await RefreshAsync(feed, probe.Time, TimeSpan.FromMinutes(9));
        Assert.False(feed.Feeding.IsReloadDue);
        await RefreshAsync(feed, probe.Time, TimeSpan.FromMinutes(1));
        Assert.True(feed.Feeding.IsReloadDue);
        Assert.False(feed.Snapshot.IsSuspended(Bot));
        await feed.Feeding.ReloadAsync(Cancellation);
        Assert.True(feed.Snapshot.IsSuspended(Bot));

        // Again while it is so, and no longer when it is done.
        await RefreshAsync(feed, probe.Time, SuspensionFeed.SoonestReload);
        Assert.True(feed.Feeding.IsReloadDue);
        await feed.Feeding.ReloadAsync(Cancellation);
        await probe.Suspensions.DoDueAsync(Cancellation);
        await RefreshAsync(feed, probe.Time, SuspensionFeed.SoonestReload);
        Assert.False(feed.Feeding.IsReloadDue);
    }

    [Fact]
    public async Task A_restore_makes_all_be_read_again_once()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        using var feed = Feed.On(storage.ConnectionString, worker.Time);
        await feed.Feeding.ReloadAsync(Cancellation);
        worker.Time.Advance(TimeSpan.FromSeconds(1));
        await worker.Audit.RecordAsync(new OperatorAct(worker.Time.GetUtcNow(), OperatorActKind.StateRestored, "noc", "Region lost"), Cancellation);
        await feed.Feeding.RefreshAsync(Cancellation);
        await RefreshAsync(feed, worker.Time, SuspensionFeed.SoonestReload);
        Assert.True(feed.Feeding.IsReloadDue);

        await feed.Feeding.ReloadAsync(Cancellation);
        await RefreshAsync(feed, worker.Time, SuspensionFeed.SoonestReload);
        Assert.False(feed.Feeding.IsReloadDue);
    }

    [Fact]
    public async Task A_mode_that_is_set_long_after_its_entry_is_known_within_two_minutes()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        using var feed = Feed.On(storage.ConnectionString, worker.Time);
        await feed.Feeding.ReloadAsync(Cancellation);
        var change = new EnforcementChange(EnforcementMode.Enforce, worker.Time.GetUtcNow(), "noc", "x");
        await worker.Audit.RecordAsync(change, Cancellation);
        await RefreshAsync(feed, worker.Time, TimeSpan.FromMinutes(6));

        await new TableClient(storage.ConnectionString, Tables.Suspensions).UpsertEntityAsync(AuditEntity.Write(change, SuspensionEntity.Partition, "m:enforcement"), TableUpdateMode.Replace, Cancellation);
        Assert.Equal(EnforcementMode.Observe, feed.Enforcement.Mode);
        await RefreshAsync(feed, worker.Time, SuspensionFeed.LongReadInterval);
        Assert.Equal(EnforcementMode.Enforce, feed.Enforcement.Mode);
    }

    private static async Task SuspendAsync(TestStorage storage, DateTimeOffset by, AccountName account)
    {
        using var worker = Worker.On(storage.ConnectionString, time: new FakeTimeProvider(by));
        await worker.Suspensions.SuspendAsync(account, null, "operator", "Complaint", Cancellation);
    }

    private static async Task RefreshAsync(Feed feed, FakeTimeProvider time, TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(10))
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await feed.Feeding.RefreshAsync(Cancellation);
        }
    }
}
