using AbuseServerless.Accounts;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Suspensions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.AuthPolicy;

/// <summary>What keeps the snapshot fresh goes on whatever it meets, and says it once.</summary>
public sealed class SuspensionFeedFaultTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Paused", true)]
    [InlineData("Enforce", false)]
    [InlineData(null, true)]
    public async Task A_mode_that_cannot_be_read_leaves_that_of_the_settings_and_the_suspensions_are_read_all_the_same(string? mode, bool hasTime)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Bot, null, "noc", "Complaint", Cancellation);
        var row = new TableEntity("suspensions", "m:enforcement") { ["Enforcement"] = mode };
        if (hasTime)
        {
            row["Changed"] = Worker.Start;
        }

        await new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Suspensions).AddEntityAsync(row, Cancellation);
        var log = new RecordedLog<Tables>();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString), log);
        using var feed = Feed.On(tables, worker.Time);

        await feed.Feeding.ReloadAsync(Cancellation);
        await feed.Feeding.ReloadAsync(Cancellation);

        Assert.Equal((true, true, EnforcementMode.Observe), (feed.Snapshot.IsLoaded, feed.Snapshot.IsSuspended(Bot), feed.Enforcement.Mode));
        Assert.StartsWith("Some rows of table Suspensions cannot be read", Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning).Text, StringComparison.Ordinal);

        // An operator who sets it mends it.
        await new EnforcementTable(tables, worker.Audit, worker.Time).SetAsync(EnforcementMode.Enforce, "noc", "Mended", Cancellation);
        await feed.Feeding.ReloadAsync(Cancellation);
        Assert.True(feed.Enforcement.IsOn);
    }

    [Fact]
    public async Task A_fault_that_nobody_foresaw_ends_neither_reading_and_is_said()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Bot, null, "noc", "Complaint", Cancellation);
        var broken = new Broken(_ => throw new NotSupportedException("A fault about bot@example.jp."));
        var log = new RecordedLog<SuspensionFeed>();
        using var feed = Feed.On(On(storage, broken), worker.Time, log);

        await feed.Feeding.StartAsync(Cancellation);
        await AdvanceUntilAsync(worker.Time, () => broken.Met >= 10);
        Assert.False(feed.Feeding.ExecuteTask!.IsCompleted);
        string[] told = [.. log.Entries.Where(entry => entry.Level >= LogLevel.Information).Select(entry => entry.Text)];
        Assert.Equal(Enumerable.Repeat("The suspensions could not be read; the last known suspensions stay in use: a fault of this program (NotSupportedException).", 2), told);

        broken.IsOver = true;
        await AdvanceUntilAsync(worker.Time, () => feed.Snapshot.IsLoaded && feed.Snapshot.Age < TimeSpan.FromSeconds(1));
        Assert.True(feed.Snapshot.IsSuspended(Bot));
        await feed.Feeding.StopAsync(Cancellation);
    }

    [Fact]
    public async Task That_suspensions_may_not_be_read_is_said_once_though_the_audit_log_can_be()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Bot, null, "noc", "Complaint", Cancellation);
        var denied = new Broken(request => request.Uri.Path.Contains("Suspensions", StringComparison.Ordinal) ? throw new global::Azure.RequestFailedException(403, "No.", "AuthorizationPermissionMismatch", null) : false);
        var log = new RecordedLog<SuspensionFeed>();
        using var feed = Feed.On(On(storage, denied), worker.Time, log);

        // Past the entry of the suspension, the audit log alone is read.
        await feed.Feeding.StartAsync(Cancellation);
        await AdvanceUntilAsync(worker.Time, () => denied.Met >= 10);
        await feed.Feeding.StopAsync(Cancellation);

        var (_, text, _) = Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Equal("The suspensions could not be read; the last known suspensions stay in use: Reading whether suspensions are enforced (table Suspensions) failed: access was denied (AuthorizationPermissionMismatch).", text);
    }

    private static Task AdvanceUntilAsync(FakeTimeProvider time, Func<bool> holds) => Eventually.HoldsAsync(() =>
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return holds();
    });

    private static Tables On(TestStorage storage, HttpPipelinePolicy policy)
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return new Tables(TestStorage.Open(storage.ConnectionString, options));
    }

    private sealed class Broken(Func<Request, bool> fail) : HttpPipelineSynchronousPolicy
    {
        private int _met;

        public int Met => Volatile.Read(ref _met);

        public bool IsOver { get; set; }

        public override void OnSendingRequest(HttpMessage message)
        {
            if (!IsOver)
            {
                try
                {
                    fail(message.Request);
                }
                catch
                {
                    Interlocked.Increment(ref _met);
                    throw;
                }
            }
        }
    }
}
