using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Local.Processes;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.AuthPolicy;

/// <summary>Two workers on one storage: what one does, the other hears.</summary>
public sealed class SuspensionFeedTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot/#?@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_suspension_of_this_process_counts_at_once()
    {
        await using var storage = await TestStorage.StartAsync();
        var time = new FakeTimeProvider(Worker.Start);
        var snapshot = new SuspensionSnapshot(time);
        using var worker = Worker.On(storage.ConnectionString, time: time, answering: snapshot);
        await worker.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);
        Assert.True(snapshot.IsSuspended(Bot));
        await worker.Suspensions.ResumeAsync(Bot, Judgement.None, "operator", "Password changed", Cancellation);
        Assert.False(snapshot.IsSuspended(Bot));
    }

    [Fact]
    public async Task Transitions_of_others_are_heard_one_by_one_and_over_midnight()
    {
        await using var storage = await TestStorage.StartAsync();
        using var other = Worker.On(storage.ConnectionString, time: new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 23, 59, 58, TimeSpan.Zero)));
        using var feed = Feed.On(storage.ConnectionString, other.Time);
        await feed.Feeding.ReloadAsync(Cancellation);
        for (var i = 0; i < 3; i++)
        {
            await other.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);
            await feed.Feeding.RefreshAsync(Cancellation);
            Assert.True(feed.Snapshot.IsSuspended(Bot));

            other.Time.Advance(TimeSpan.FromSeconds(1));
            await other.Suspensions.ResumeAsync(Bot, Judgement.None, "operator", "Password changed", Cancellation);
            await feed.Feeding.RefreshAsync(Cancellation);
            Assert.False(feed.Snapshot.IsSuspended(Bot));
            other.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(TimeSpan.FromSeconds(1), feed.Snapshot.Age);
    }

    [Fact]
    public async Task What_an_operator_sets_of_enforcement_is_heard_with_the_next_reading_and_known_after_a_start()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        using var feed = Feed.On(storage.ConnectionString, worker.Time);
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var enforcement = new EnforcementTable(tables, worker.Audit, worker.Time);
        await feed.Feeding.ReloadAsync(Cancellation);
        Assert.Equal((EnforcementMode.Observe, true, null), (feed.Enforcement.Mode, feed.Enforcement.IsRead, feed.Enforcement.Set));

        foreach (var mode in new[] { EnforcementMode.Enforce, EnforcementMode.Observe, EnforcementMode.Enforce })
        {
            worker.Time.Advance(TimeSpan.FromSeconds(1));
            var set = await enforcement.SetAsync(mode, "noc", "x", Cancellation);
            Assert.Equal(set, await enforcement.SetAsync(mode, "second", "again", Cancellation));
            await feed.Feeding.RefreshAsync(Cancellation);
            Assert.Equal((mode, set), (feed.Enforcement.Mode, feed.Enforcement.Set));
        }

        var record = await worker.Audit.ReadEntriesAsync(null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal([EnforcementMode.Enforce, EnforcementMode.Observe, EnforcementMode.Enforce], record.Select(entry => entry.Enforcement!.Mode));
        Assert.Empty(await worker.Audit.ReadAsync(null, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await worker.Suspensions.ReadAsync("", [], Cancellation).ToListAsync(Cancellation));

        using var next = Feed.On(storage.ConnectionString, worker.Time);
        await next.Feeding.ReloadAsync(Cancellation);
        Assert.True(next.Enforcement.IsOn);
    }

    [Fact]
    public async Task The_start_reads_what_is_active_and_nothing_else()
    {
        await using var storage = await TestStorage.StartAsync();
        using var other = Worker.On(storage.ConnectionString);
        for (var i = 0; i < 30; i++)
        {
            await other.Suspensions.SuspendAsync(AccountName.Parse($"user{i}"), null, "operator", "Complaint", Cancellation);
            if (i % 3 == 0)
            {
                await other.Suspensions.ResumeAsync(AccountName.Parse($"user{i}"), Judgement.None, "operator", "Password changed", Cancellation);
            }
        }

        using var feed = Feed.On(storage.ConnectionString, other.Time);
        Assert.False(feed.Snapshot.IsLoaded);
        await feed.Feeding.ReloadAsync(Cancellation);
        Assert.Equal((true, 20), (feed.Snapshot.IsLoaded, feed.Snapshot.Count));
    }

    [Fact]
    public async Task An_audit_row_that_a_crash_delayed_is_heard_all_the_same()
    {
        await using var storage = await TestStorage.StartAsync();
        using var probe = Worker.On(storage.ConnectionString);
        await probe.Suspensions.FindAsync(Bot, Cancellation);

        // The transition is written, and the process ends before its audit row is.
        using var crashing = Worker.On(storage.ConnectionString, new FailingAudit(), time: probe.Time);
        await Assert.ThrowsAsync<StorageException>(() => crashing.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation));
        using var feed = Feed.On(storage.ConnectionString, probe.Time);
        await feed.Feeding.RefreshAsync(Cancellation);
        Assert.False(feed.Snapshot.IsSuspended(Bot));

        for (var second = 0; second < 90; second++)
        {
            probe.Time.Advance(TimeSpan.FromSeconds(1));
            await feed.Feeding.RefreshAsync(Cancellation);
        }

        await probe.Suspensions.DoDueAsync(Cancellation);
        for (var second = 0; second < SuspensionFeed.LongReadInterval.TotalSeconds; second++)
        {
            probe.Time.Advance(TimeSpan.FromSeconds(1));
            await feed.Feeding.RefreshAsync(Cancellation);
        }

        Assert.True(feed.Snapshot.IsSuspended(Bot));
    }

    [Fact]
    public async Task With_storage_away_those_known_stay_refused_and_the_rest_goes_on()
    {
        // Its own, since it is stopped.
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), Cancellation);
        using var other = Worker.On(azurite.ConnectionString);
        await other.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);
        var log = new RecordedLog<SuspensionFeed>();
        using var feed = Feed.On(azurite.ConnectionString, other.Time, log: log);
        await feed.Feeding.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() => feed.Snapshot.IsLoaded);

        await azurite.StopAsync();
        await Eventually.HoldsAsync(() =>
        {
            other.Time.Advance(TimeSpan.FromSeconds(1));
            return feed.Snapshot.Age >= TimeSpan.FromSeconds(4) && log.Entries.Any(entry => entry is { Level: LogLevel.Debug, Exception: StorageException });
        });

        Assert.Equal((true, false), (feed.Snapshot.IsSuspended(Bot), feed.Snapshot.IsSuspended(AccountName.Parse("alice"))));
        Assert.True(feed.Snapshot.Age >= TimeSpan.FromSeconds(4));
        await feed.Feeding.StopAsync(Cancellation);

        var (_, text, exception) = Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Null(exception);
        Assert.Matches(@"^The suspensions could not be read; the last known suspensions stay in use: \w+ \(table \w+\) failed: [^\n]+\.$", text);
        Assert.Contains(log.Entries, entry => entry is { Level: LogLevel.Debug, Exception: StorageException });
    }

    [Fact]
    public async Task Commands_about_queues_are_heard_with_the_transitions_and_those_of_the_last_day_at_the_start()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var audit = new AuditTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        var old = await OrderAsync(QueueCommandKind.Hold);
        worker.Time.Advance(TimeSpan.FromHours(23));
        var hold = await OrderAsync(QueueCommandKind.Hold);
        worker.Time.Advance(TimeSpan.FromHours(1));

        using var feed = Feed.On(storage.ConnectionString, worker.Time);
        await feed.Feeding.RefreshAsync(Cancellation);
        Assert.Equal([hold], feed.Commands.Open());

        var delete = await OrderAsync(QueueCommandKind.Delete);
        await worker.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);
        await feed.Feeding.RefreshAsync(Cancellation);
        Assert.Equal([hold, delete], feed.Commands.Open());
        Assert.True(feed.Snapshot.IsSuspended(Bot));

        // Who does not ask for them is not troubled by them.
        var others = await new StandingReader(new Tables(TestStorage.Open(storage.ConnectionString))).ReadNewsAsync(Worker.Start, worker.Time.GetUtcNow(), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(Bot, Assert.Single(others).Standing!.Value.Account);
        Assert.Equal([old, hold, delete], (await audit.ReadEntriesAsync(Bot, Cancellation).ToListAsync(Cancellation)).Select(entry => entry.Command).OfType<QueueCommand>());

        async Task<QueueCommand> OrderAsync(QueueCommandKind kind)
        {
            var command = QueueCommand.Of(kind, Bot, worker.Time.GetUtcNow(), "noc", "Spam") with { HeldByOthers = kind == QueueCommandKind.Delete };
            await audit.RecordAsync(command, Cancellation);
            await audit.RecordAsync(command, Cancellation);
            return command;
        }
    }

    [Fact]
    public async Task A_command_of_a_clock_that_is_slow_is_heard_with_the_next_reload_and_a_row_that_is_none_stops_nothing()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var audit = new AuditTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        using var feed = Feed.On(storage.ConnectionString, worker.Time);
        await feed.Feeding.RefreshAsync(Cancellation);
        var late = QueueCommand.Of(QueueCommandKind.Hold, Bot, worker.Time.GetUtcNow().AddMinutes(-20), "noc", "Spam");
        await audit.RecordAsync(late, Cancellation);
        var now = worker.Time.GetUtcNow();
        await new global::Azure.Data.Tables.TableClient(storage.ConnectionString, Tables.AuditLog).AddEntityAsync(
            new global::Azure.Data.Tables.TableEntity($"{now:yyyy-MM-dd}", $"{now.UtcTicks:D19}:command:x") { ["Command"] = "Delete" }, Cancellation);

        await feed.Feeding.RefreshAsync(Cancellation);
        Assert.Empty(feed.Commands.Open());
        await feed.Feeding.ReloadAsync(Cancellation);
        await feed.Feeding.RefreshAsync(Cancellation);
        Assert.Equal([late], feed.Commands.Open());
        Assert.Equal([late], (await audit.ReadEntriesAsync(null, Cancellation).ToListAsync(Cancellation)).Select(entry => entry.Command));
    }
}
