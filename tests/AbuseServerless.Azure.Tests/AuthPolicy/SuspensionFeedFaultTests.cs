using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Suspensions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
        var tables = new Tables(StorageConnection.Open(storage.ConnectionString), log);
        var (snapshot, enforcement) = (new SuspensionSnapshot(worker.Time), new EnforcementSwitch(Options.Create(new EnforcementOptions { Mode = EnforcementMode.Observe })));
        using var feed = Feed(tables, snapshot, enforcement, worker.Time, new RecordedLog<SuspensionFeed>());

        await feed.ReloadAsync(Cancellation);
        await feed.ReloadAsync(Cancellation);

        Assert.Equal((true, true, EnforcementMode.Observe), (snapshot.IsLoaded, snapshot.IsSuspended(Bot), enforcement.Mode));
        Assert.StartsWith("Some rows of table Suspensions cannot be read", Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning).Text, StringComparison.Ordinal);

        // An operator who sets it mends it.
        await new EnforcementTable(tables, worker.Audit, worker.Time).SetAsync(EnforcementMode.Enforce, "noc", "Mended", Cancellation);
        await feed.ReloadAsync(Cancellation);
        Assert.True(enforcement.IsOn);
    }

    [Fact]
    public async Task A_fault_that_nobody_foresaw_ends_neither_reading_and_is_said()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Bot, null, "noc", "Complaint", Cancellation);
        var broken = new Broken(_ => throw new NotSupportedException("A fault about bot@example.jp."));
        var log = new RecordedLog<SuspensionFeed>();
        var snapshot = new SuspensionSnapshot(worker.Time);
        using var feed = Feed(On(storage, broken), snapshot, new EnforcementSwitch(Options.Create(new EnforcementOptions())), worker.Time, log);

        await feed.StartAsync(Cancellation);
        await AdvanceUntilAsync(worker.Time, () => broken.Met >= 10);
        Assert.False(feed.ExecuteTask!.IsCompleted);
        string[] told = [.. log.Entries.Where(entry => entry.Level >= LogLevel.Information).Select(entry => entry.Text)];
        Assert.Equal(Enumerable.Repeat("The suspensions could not be read; the last known suspensions stay in use: a fault of this program (NotSupportedException).", 2), told);

        broken.IsOver = true;
        await AdvanceUntilAsync(worker.Time, () => snapshot.IsLoaded && snapshot.Age < TimeSpan.FromSeconds(1));
        Assert.True(snapshot.IsSuspended(Bot));
        await feed.StopAsync(Cancellation);
    }

    [Fact]
    public async Task That_suspensions_may_not_be_read_is_said_once_though_the_audit_log_can_be()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Bot, null, "noc", "Complaint", Cancellation);
        var denied = new Broken(request => request.Uri.Path.Contains("Suspensions", StringComparison.Ordinal) ? throw new global::Azure.RequestFailedException(403, "No.", "AuthorizationPermissionMismatch", null) : false);
        var log = new RecordedLog<SuspensionFeed>();
        using var feed = Feed(On(storage, denied), new SuspensionSnapshot(worker.Time), new EnforcementSwitch(Options.Create(new EnforcementOptions())), worker.Time, log);

        // Past the entry of the suspension, the audit log alone is read.
        await feed.StartAsync(Cancellation);
        await AdvanceUntilAsync(worker.Time, () => denied.Met >= 10);
        await feed.StopAsync(Cancellation);

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
        return new Tables(StorageConnection.Open(storage.ConnectionString, options));
    }

    private static SuspensionFeed Feed(Tables tables, SuspensionSnapshot snapshot, EnforcementSwitch enforcement, FakeTimeProvider time, ILogger<SuspensionFeed> log) => new(
        snapshot, new StandingReader(tables), new EnforcementTable(tables, new AuditTable(tables), time), enforcement, Options.Create(new AuthPolicyOptions()), time, log);

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
