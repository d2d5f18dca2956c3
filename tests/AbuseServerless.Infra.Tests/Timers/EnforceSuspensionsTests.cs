using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Functions;
using AbuseServerless.Local.Processes;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Infra.Tests.Timers;

/// <summary>The functions' own timer, on a real Azurite.</summary>
public sealed class EnforceSuspensionsTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_that_cannot_be_read_is_said_and_keeps_what_gates_left_from_nothing()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), Cancellation);
        var tables = new Tables(StorageConnection.Open(azurite.ConnectionString));
        var audit = new AuditTable(tables);
        var suspensions = new SuspensionTable(tables, audit, new ActivityTable(tables), new SuspensionRules(Options.Create(new EnforcementOptions())), TimeProvider.System);
        var attempts = new RefusedAttemptTable(tables);
        await suspensions.SuspendAsync(Bot, null, "noc", "Complaint", Cancellation);
        await attempts.WriteAsync([new(Bot, DateTimeOffset.UnixEpoch.AddYears(50))], Cancellation);
        await new TableServiceClient(azurite.ConnectionString).GetTableClient(Tables.Suspensions).AddEntityAsync(new TableEntity("suspensions", $"w:{1:D19}:0:1:x") { ["Kind"] = "Teleport" }, Cancellation);

        var timer = new EnforceSuspensions(suspensions, attempts, new QueueActTable(tables), audit, TimeProvider.System, NullLogger<EnforceSuspensions>.Instance);
        await Assert.ThrowsAsync<AggregateException>(() => timer.RunAsync(new TimerInfo(), Cancellation));

        Assert.NotNull((await suspensions.FindAsync(Bot, Cancellation))!.LastAttempt);
    }
}
