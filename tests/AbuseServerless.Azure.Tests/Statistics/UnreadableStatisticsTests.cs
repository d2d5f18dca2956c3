using AbuseServerless.Azure.Deliveries;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Azure.Tests.Telemetry;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Tests.Statistics;

/// <summary>Counts and statistics that somebody edited by hand, or that a later version wrote: they count for nothing, and nothing waits for them.</summary>
public sealed class UnreadableStatisticsTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DeliveryWorker.Start.UtcDateTime);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Days_and_providers_that_cannot_be_read_hide_no_others_and_are_named_and_said_once()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = await SummarisedAsync(storage);
        await SpoilAsync(storage, Tables.DailyStats, "2026-11-24", "Google", "Sent", "many");
        await SpoilAsync(storage, Tables.DailyStats, "2026-11-24", "b.example", "Provider", 7);
        await new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.DailyStats).AddEntityAsync(new TableEntity("days", "2026-11-23") { ["AccountsByCountries"] = "{" }, Cancellation);

        var log = new RecordedLog<Tables>();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString), log);
        var stats = new DailyStatsTable(tables);
        Assert.Equal(["*", "a.example"], await stats.ReadProvidersAsync(Today, Today, Cancellation).Select(day => day.Provider).ToListAsync(Cancellation));
        Assert.Equal([Today], await stats.ReadDaysAsync(Today.AddDays(-1), Today, Cancellation).Select(day => day.Day).ToListAsync(Cancellation));
        Assert.Equal(
            ["Google: Sent is no whole number of 64 bits.", "b.example: Provider is missing, or no text.", "2026-11-23: AccountsByCountries cannot be read."],
            tables.Unreadable.Take().Rows.Select(row => $"{row.RowKey}: {row.Why}"));
        Assert.Equal("Some rows of table DailyStats cannot be read and count for nothing. The module's commands that read the table name them.", Assert.Single(log.Entries, entry => entry.Level >= LogLevel.Information).Text);

        // What can be made anew is.
        await SpoilAsync(storage, Tables.DailyStats, "days", "2026-11-24", "Version", 7);
        await worker.Summary.RunAsync(Cancellation);
        Assert.Equal(["*", "Google", "a.example", "b.example"], await stats.ReadProvidersAsync(Today, Today, Cancellation).Select(day => day.Provider).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_bucket_that_cannot_be_read_is_counted_again()
    {
        await using var storage = await TestStorage.StartAsync();
        using var accounts = Worker.On(storage.ConnectionString);
        await accounts.Processor.ProcessAsync(Worker.Batch([Worker.Event("bob@example.jp", 1, 0)]), Cancellation);
        var worker = await SummarisedAsync(storage);
        var table = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.DailyStats);
        var bucket = await table.QueryAsync<TableEntity>("PartitionKey eq 'buckets'", cancellationToken: Cancellation).FirstAsync(Cancellation);
        await SpoilAsync(storage, Tables.DailyStats, bucket.PartitionKey, bucket.RowKey, "Counted", "yesterday");

        worker.Time.Advance(TimeSpan.FromMinutes(5));
        await worker.Summary.RunAsync(Cancellation);
        bucket = await table.GetEntityAsync<TableEntity>(bucket.PartitionKey, bucket.RowKey, cancellationToken: Cancellation);
        Assert.Equal(worker.Time.GetUtcNow(), bucket.GetDateTimeOffset("Counted"));
    }

    [Fact]
    public async Task A_count_that_cannot_be_read_counts_for_nothing_and_the_next_delivery_replaces_it()
    {
        await using var storage = await TestStorage.StartAsync();
        await SummarisedAsync(storage);
        await SpoilAsync(storage, Tables.DeliveryCounts, "2026-11-24:0000", "0000:Google", "SampleRateLimit", "421 slow");

        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        Assert.Equal(["a.example", "b.example"], await new DeliveryCountTable(tables).ReadAsync(Today, Cancellation).Select(counts => counts.Provider).ToListAsync(Cancellation));
        Assert.Equal("SampleRateLimitTime is missing, or no time.", Assert.Single(tables.Unreadable.Take().Rows).Why);

        var worker = DeliveryWorker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com")], 10), Cancellation);
        Assert.Equal([("Google", 1L), ("a.example", 1L), ("b.example", 1L)], (await worker.CountsAsync(Today)).Select(counts => (counts.Key, counts.Value.Tally.Sent)));
    }

    [Fact]
    public async Task A_partition_whose_position_cannot_be_read_goes_on_and_has_a_position_again()
    {
        await using var storage = await TestStorage.StartAsync();
        await SummarisedAsync(storage);
        await SpoilAsync(storage, Tables.DeliveryCounts, "2026-11-24:0000", "0000", "Enqueued", "then");

        var worker = DeliveryWorker.On(storage.ConnectionString);
        Assert.NotNull(await worker.Counts.FindVersionAsync(Today, Cancellation));
        for (var i = 0; i < 2; i++)
        {
            await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com")], 10), Cancellation);
            worker = DeliveryWorker.On(storage.ConnectionString);
        }

        Assert.Equal([("Google", 2L), ("a.example", 1L), ("b.example", 1L)], (await worker.CountsAsync(Today)).Select(counts => (counts.Key, counts.Value.Tally.Sent)));
    }

    private static async Task<DeliveryWorker> SummarisedAsync(TestStorage storage)
    {
        var worker = DeliveryWorker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com"), DeliveryWorker.Event("a.example"), DeliveryWorker.Event("b.example")]), Cancellation);
        await worker.Summary.RunAsync(Cancellation);
        return worker;
    }

    private static async Task SpoilAsync(TestStorage storage, string table, string partition, string row, string column, object value) =>
        await new TableServiceClient(storage.ConnectionString).GetTableClient(table).UpdateEntityAsync(new TableEntity(partition, row) { [column] = value }, ETag.All, TableUpdateMode.Merge, Cancellation);
}
