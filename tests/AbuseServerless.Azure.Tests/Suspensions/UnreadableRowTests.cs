using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Tests.Suspensions;

/// <summary>Suspensions and entries of the audit log that a later version wrote, or that somebody edited by hand: none keeps anybody from the others.</summary>
public sealed class UnreadableRowTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");
    private static readonly AccountName Bob = AccountName.Parse("bob@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Suspensions_that_cannot_be_read_are_left_out_and_named()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Alice, null, "noc", "x", Cancellation);
        await worker.Suspensions.SuspendAsync(Bob, null, "noc", "x", Cancellation);
        await SpoilAsync(storage.ConnectionString, "State", "Quarantined");

        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var table = new SuspensionTable(tables, worker.Audit, worker.Activity, new SuspensionRules(Microsoft.Extensions.Options.Options.Create(new EnforcementOptions())), worker.Time);
        Assert.Equal(Bob, (await table.ReadAsync("", [], Cancellation).SingleAsync(Cancellation)).Account);
        var row = Assert.Single(tables.Unreadable.Take().Rows);
        Assert.Equal(("Suspensions", "suspensions", "a:alice@example.jp", "State 'Quarantined' is not known."), (row.Table, row.PartitionKey, row.RowKey, row.Why));
    }

    [Fact]
    public async Task Entries_of_a_later_version_are_left_out_and_counted_and_said_once()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Alice, null, "noc", "x", Cancellation);
        var audit = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.AuditLog);
        var (day, ticks) = ("2026-11-24", Worker.Start.UtcTicks);
        for (var i = 0; i < UnreadableRows.MaximumRemembered; i++)
        {
            await audit.AddEntityAsync(new TableEntity(day, $"{ticks:D19}:act:Teleported:{i:D2}") { ["Act"] = "Teleported", ["Changed"] = Worker.Start, ["ChangedBy"] = "noc", ["ChangedFor"] = "x" }, Cancellation);
        }

        await audit.AddEntityAsync(new TableEntity(day, $"{ticks:D19}:enforcement:Paused") { ["Enforcement"] = "Paused", ["Changed"] = Worker.Start }, Cancellation);
        await audit.AddEntityAsync(new TableEntity(day, $"{ticks:D19}:exemption:given:Planet:Mars") { ["Given"] = true, ["Kind"] = "Planet", ["Value"] = "Mars", ["Changed"] = Worker.Start }, Cancellation);
        await audit.AddEntityAsync(new TableEntity(day, $"{ticks:D19}:z") { ["Transitions"] = 1, ["Account"] = Alice.Value, ["State"] = "Quarantined" }, Cancellation);

        var log = new RecordedLog<Tables>();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString), log);
        var table = new AuditTable(tables);

        Assert.Equal(SuspensionState.Active, (await table.ReadEntriesAsync(null, Cancellation).SingleAsync(Cancellation)).Transition!.State);
        var (rows, further) = tables.Unreadable.Take();
        Assert.Equal((UnreadableRows.MaximumRemembered, 3), (rows.Count, further));
        Assert.Equal("Act 'Teleported' is not known.", rows[0].Why);

        Assert.Single(await table.ReadAsync(Alice, Cancellation).ToListAsync(Cancellation));
        Assert.Single(await table.ReadAsync(Worker.Start, Worker.Start.AddDays(1), Cancellation).ToListAsync(Cancellation));
        Assert.Equal("Some rows of table AuditLog cannot be read and count for nothing. The module's commands that read the table name them.", Assert.Single(log.Entries, entry => entry.Level >= LogLevel.Information).Text);
    }

    [Fact]
    public async Task No_partition_waits_for_an_account_whose_suspension_cannot_be_read_and_its_row_stays_as_it_is()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Alice, null, "noc", "x", Cancellation);
        await SpoilAsync(storage.ConnectionString, "State", "Quarantined");

        await worker.Processor.ProcessAsync(
            Worker.Batch(new[] { Alice, Bob }.SelectMany(account => Enumerable.Range(1, 12).Select(country => Worker.Event(account.Value, country, country)))), Cancellation);

        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(Bob, Cancellation))!.State);
        Assert.Equal(StorageFault.Unreadable, (await Assert.ThrowsAsync<StorageException>(() => worker.Suspensions.FindAsync(Alice, Cancellation))).Fault);
        TableEntity row = await new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Suspensions).GetEntityAsync<TableEntity>("suspensions", "a:" + Alice.Value, cancellationToken: Cancellation);
        Assert.Equal("Quarantined", row["State"]);
    }

    private static async Task SpoilAsync(string storage, string column, object? value)
    {
        var table = new TableServiceClient(storage).GetTableClient(Tables.Suspensions);
        TableEntity row = await table.GetEntityAsync<TableEntity>("suspensions", "a:" + Alice.Value, cancellationToken: Cancellation);
        row[column] = value;
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);
    }
}
