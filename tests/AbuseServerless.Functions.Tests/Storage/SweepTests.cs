using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.Stack;
using AbuseServerless.StorageLimits;
using Azure.Data.Tables;

namespace AbuseServerless.Functions.Tests.Storage;

/// <summary>No test here passes by what walks a table without being a named sweep: <see cref="GuardedAzurite"/> fails the run.</summary>
public sealed class SweepTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PartitionKey eq 'a' and RowKey eq 'b'", null, false)]
    [InlineData("PartitionKey eq 'a' and RowKey ge 'b' and RowKey lt 'c'", null, false)]
    [InlineData("PartitionKey ge 'a' and PartitionKey lt 'b'", "news", false)]
    [InlineData("PartitionKey ge 'a' and PartitionKey lt 'b'", null, true)]
    [InlineData("PartitionKey eq 'a' and State eq 'Active'", null, true)]
    [InlineData("", null, true)]
    [InlineData("PartitionKey ge 'a'", "unheard of", true)]
    public async Task The_guard_notices_what_walks_rows_and_is_no_sweep_that_is_named(string filter, string? sweep, bool isNoticed)
    {
        var azurite = await TestContext.Current.GetFixture<GuardedAzurite>();
        var storage = await azurite!.TakeUnguardedAsync();
        var guard = await SweepGuard.StartAsync(storage, Cancellation);
        var service = new TableServiceClient(guard.Through(storage));
        await service.CreateTableIfNotExistsAsync(Tables.AuditLog, Cancellation);

        var rows = sweep is null ? service.GetTableClient(Tables.AuditLog).QueryAsync<TableEntity>(filter, cancellationToken: Cancellation) : new Tables(service).SweepAsync(Tables.AuditLog, sweep, filter, Cancellation);
        Assert.Equal(0, await rows.CountAsync(Cancellation));

        var fault = await Record.ExceptionAsync(() => guard.DisposeAsync().AsTask());
        Assert.Equal(isNoticed ? typeof(InvalidOperationException) : null, fault?.GetType());
        Assert.Equal(isNoticed ? [$"{Tables.AuditLog}: A query walks rows, and is no sweep that {nameof(NamedSweeps)} names ({sweep}): {filter}"] : [], guard.Faults);
    }

    [Fact]
    public async Task The_guard_hears_what_the_worker_asks_and_finds_no_fault()
    {
        var guard = await (await TestContext.Current.GetFixture<GuardedAzurite>())!.Guard;
        await using var stack = await Stacks.StartAsync(new LocalStackOptions(), Cancellation);
        await stack.Host.RunTimerAsync("PurgeExpired", Cancellation);
        await stack.Host.RunTimerAsync("SummariseDay", Cancellation);
        await Eventually.HoldsAsync(() => guard.Sweeps.Intersect(["active suspensions", "expired rows", "news", "partitions of a day"]).Count() == 4, () => string.Join(", ", guard.Sweeps), Cancellation);

        Assert.Empty(guard.Faults);
    }
}
