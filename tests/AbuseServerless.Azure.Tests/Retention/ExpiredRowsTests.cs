using AbuseServerless.Accounts;
using AbuseServerless.Azure.Retention;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Retention;

public sealed class ExpiredRowsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_table_keeps_what_its_setting_says_and_an_open_suspension_for_good()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = Worker.On(storage.ConnectionString);
        var worker = DeliveryWorker.On(storage.ConnectionString, time: auth.Time, retention: keep => keep.DeliveryCounts = 35);
        await auth.Processor.ProcessAsync(Worker.Batch([.. Enumerable.Range(1, 10).Select(country => Worker.Event("bot", country, country)), Worker.Event("home", 1, 0), "poison"]), Cancellation);
        await auth.Suspensions.SuspendAsync(AccountName.Parse("lifted"), null, "noc", "x", Cancellation);
        await auth.Suspensions.ResumeAsync(AccountName.Parse("lifted"), Judgement.None, "noc", "x", Cancellation);
        await auth.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Country, "JP", "noc", "x", Worker.Start) with { Until = Worker.Start }, Cancellation);
        await auth.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Country, "FR", "noc", "x", Worker.Start), Cancellation);
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com")]), Cancellation);
        await worker.Summary.RunAsync(Cancellation);

        // Of the account that was reset and never seen, which goes after seven days, the hub has told nothing. On record are three transitions and two exemptions. Rows half a day before so many days, and a day after them. The hub took the messages two days later, and of the statistics the day before is gone already; beside them stands where the purge of accounts is.
        (string Table, int Days, int Kept, int Left)[] tables =
        [
            (Tables.AccountActivity, 9, 2, 0),
            (Tables.Exemptions, 30, 2, 1),
            (Tables.DeadLetters, 32, 1, 0),
            (Tables.DeliveryCounts, 35, 2, 0),
            (Tables.AuditLog, 400, 5, 0),
            (Tables.DailyStats, 800, 4, 1),
        ];
        foreach (var (table, days, kept, left) in tables)
        {
            auth.Time.SetUtcNow(Worker.Start.AddDays(days).AddHours(-10));
            await PurgeAsync(worker, table);
            Assert.Equal((table, kept), (table, await CountAsync(storage, table)));
            auth.Time.SetUtcNow(Worker.Start.AddDays(days + 1));
            await PurgeAsync(worker, table);
            Assert.Equal((table, left), (table, await CountAsync(storage, table)));
        }

        var standing = Assert.Single(await auth.Suspensions.ReadAsync("", [], Cancellation).ToListAsync(Cancellation));
        Assert.Equal(("bot", SuspensionState.Active), (standing.Account.Value, standing.State));
    }

    [Fact]
    public async Task Who_was_used_at_which_address_is_kept_for_two_days_after_it_was_written_however_old_the_log()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = Worker.On(storage.ConnectionString);
        var worker = DeliveryWorker.On(storage.ConnectionString, time: auth.Time);
        auth.Time.SetUtcNow(Worker.Start.AddDays(20));
        await auth.Processor.ProcessAsync(Worker.Batch([.. Enumerable.Range(1, 10).Reverse().Select(day => Worker.Event("traveller", 1, -1_440 * day)), Worker.Event("traveller", 99, 0)]), Cancellation);
        auth.Time.Advance(TimeSpan.FromHours(47));
        await PurgeAsync(worker, Tables.SharedOrigins);
        Assert.NotEqual(0, await CountAsync(storage, Tables.SharedOrigins));
        auth.Time.Advance(TimeSpan.FromHours(2));
        await PurgeAsync(worker, Tables.SharedOrigins);
        Assert.Equal(0, await CountAsync(storage, Tables.SharedOrigins));
    }

    [Fact]
    public async Task A_suspension_that_was_removed_goes_after_a_day()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = Worker.On(storage.ConnectionString);
        var worker = DeliveryWorker.On(storage.ConnectionString, time: auth.Time);
        await auth.Suspensions.SuspendAsync(AccountName.Parse("mistyped"), null, "noc", "x", Cancellation);
        Assert.True((await auth.Suspensions.RemoveAsync(AccountName.Parse("mistyped"), "noc", "x", Cancellation)).Changed);
        auth.Time.Advance(TimeSpan.FromHours(13));
        await PurgeAsync(worker, Tables.Suspensions);
        Assert.NotNull(await auth.Suspensions.FindAsync(AccountName.Parse("mistyped"), Cancellation));
        auth.Time.Advance(TimeSpan.FromHours(13));
        await PurgeAsync(worker, Tables.Suspensions);
        Assert.Null(await auth.Suspensions.FindAsync(AccountName.Parse("mistyped"), Cancellation));
    }

    [Fact]
    public async Task A_run_deletes_no_more_than_so_many_rows_and_reads_no_more_than_it_deletes()
    {
        await using var storage = await TestStorage.StartAsync();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        for (var day = 0; day < 3; day++)
        {
            await tables.RunAsync(Tables.DeadLetters, "x", table => table.SubmitTransactionAsync(
                Enumerable.Range(0, 100).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity($"2026-01-0{day + 1}", $"{i:D3}"))), Cancellation), Cancellation);
        }

        var read = 0;
        var rows = tables.SweepAsync(Tables.DeadLetters, "dead letters", "", Cancellation).Select(row =>
        {
            read++;
            return row;
        });
        Assert.Equal(150, await RowDeletion.DeleteAsync(tables, Tables.DeadLetters, rows, 150, Cancellation));
        Assert.Equal((150, 150), (read, await CountAsync(storage, Tables.DeadLetters)));
    }

    [Fact]
    public async Task A_row_that_is_written_while_it_is_purged_stays_and_the_others_go()
    {
        await using var storage = await TestStorage.StartAsync();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        await tables.RunAsync(Tables.DeadLetters, "x", table => table.SubmitTransactionAsync(
            Enumerable.Range(0, 5).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i}"))), Cancellation), Cancellation);
        var judged = await tables.SweepAsync(Tables.DeadLetters, "dead letters", "", Cancellation).ToListAsync(Cancellation);
        var table = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.DeadLetters);
        await table.UpdateEntityAsync(new TableEntity("p", "2") { ["New"] = 1 }, ETag.All, TableUpdateMode.Replace, Cancellation);
        await table.DeleteEntityAsync("p", "3", ETag.All, Cancellation);
        Assert.Equal(3, await RowDeletion.DeleteAsync(tables, Tables.DeadLetters, judged.ToAsyncEnumerable(), 100, Cancellation));
        Assert.Equal("2", Assert.Single(await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation)).RowKey);
    }

    [Fact]
    public async Task An_account_of_an_old_log_is_not_purged_between_its_first_event_and_its_last()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = Worker.On(storage.ConnectionString);
        var worker = DeliveryWorker.On(storage.ConnectionString, time: auth.Time);

        // The hub takes them two days after Worker.Start; they happened three weeks before.
        const double ThreeWeeks = -21 * 24 * 60;
        string[] events = [.. Enumerable.Range(1, 10).Select(country => Worker.Event("old", country, ThreeWeeks + country))];
        await auth.Processor.ProcessAsync(Worker.Batch(events.Take(9)), Cancellation);
        auth.Time.Advance(TimeSpan.FromDays(2));
        await PurgeAsync(worker, Tables.AccountActivity);
        await auth.Processor.ProcessAsync(Worker.Batch(events.Skip(9), 10), Cancellation);

        Assert.Equal(10, ActivityEncoding.Decode((await auth.Activity.FindAsync(AccountName.Parse("old"), Cancellation))!.State).Places.Count);
    }

    [Fact]
    public async Task A_worker_that_remembers_an_account_which_was_purged_begins_it_anew()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = Worker.On(storage.ConnectionString);
        await auth.Processor.ProcessAsync(Worker.Batch([Worker.Event("traveller", 1, 0)]), Cancellation);
        var worker = DeliveryWorker.On(storage.ConnectionString, time: auth.Time);
        auth.Time.Advance(TimeSpan.FromDays(10));
        await PurgeAsync(worker, Tables.AccountActivity);
        Assert.Null(await auth.Activity.FindAsync(AccountName.Parse("traveller"), Cancellation));

        await auth.Processor.ProcessAsync(Worker.Batch([Worker.Event("traveller", 2, 10)], 10), Cancellation);
        var remembered = ActivityEncoding.Decode((await auth.Activity.FindAsync(AccountName.Parse("traveller"), Cancellation))!.State);
        Assert.Equal("AC", Assert.Single(remembered.Places).Place.Country);
    }

    // A run looks at an eighth of the buckets.
    private static async Task PurgeAsync(DeliveryWorker worker, string table)
    {
        for (var hour = 0; hour < (table == Tables.AccountActivity ? 8 : 1); hour++)
        {
            await worker.Expired.DeleteAsync(Cancellation);
            worker.Time.Advance(TimeSpan.FromHours(1));
        }
    }

    // Of the tables whose name begins so: there is one for each bucket of accounts.
    private static async Task<int> CountAsync(TestStorage storage, string table)
    {
        var service = new TableServiceClient(storage.ConnectionString);
        var rows = 0;
        await foreach (var found in service.QueryAsync(cancellationToken: Cancellation).Where(found => found.Name.StartsWith(table, StringComparison.Ordinal)))
        {
            rows += await service.GetTableClient(found.Name).QueryAsync<TableEntity>(cancellationToken: Cancellation).CountAsync(Cancellation);
        }

        return rows;
    }
}
