using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Ingestion;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Ingestion;

public sealed class DeadLetterTests
{
    private const string NoTime = """{"account":"a","ip":"1.0.0.1","success":true}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, 3, "NotJson 1, NotJson 1, NotJson 1")]
    [InlineData(4, 3, "NotJson 1, NotJson 1, NotJson 1, NotJson 1")]
    [InlineData(9, 3, "NotJson 1, NotJson 1, NotJson 1, NotJson 6")]
    [InlineData(0, 3, "")]
    public void Beyond_the_most_of_a_batch_one_message_stands_for_all_of_its_reason(int garbage, int most, string letters)
    {
        var batch = Worker.Batch(Enumerable.Repeat("garbage", garbage));
        var rejections = new BatchRejections(batch, most);
        for (var i = 0; i < garbage; i++)
        {
            rejections.Add(i, new Rejection(RejectReason.NotJson, "The message is not one JSON object."));
        }

        Assert.Equal(letters, Write(rejections.Letters));
        Assert.Equal(garbage, rejections.Count);
    }

    [Fact]
    public async Task A_batch_of_garbage_is_stored_up_to_the_most_and_told_of_beyond_and_what_is_valid_in_it_counts()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, letters: new DeadLetterOptions { MaximumPerBatch = 100 });
        using var measured = new Telemetry.Measurements();
        string[] bodies = [.. Enumerable.Range(0, 2_000).Select(i => i % 2 == 0 ? "garbage" : NoTime), Worker.Event("valid", 1, 0), "last"];
        for (var delivered = 0; delivered < 2; delivered++)
        {
            await worker.Processor.ProcessAsync(Worker.Batch(bodies), Cancellation);
            var letters = await worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation);
            Assert.Equal((102, 2_001), (letters.Count, letters.Sum(letter => letter.Messages)));
            Assert.Equal("BadTime 950, NotJson 951", Write(letters.Where(letter => letter.Messages > 1).OrderBy(letter => letter.Messages)));
            Assert.NotNull(await worker.Activity.FindAsync(Accounts.AccountName.Parse("valid"), Cancellation));
        }

        Assert.Equal(2 * 949, measured["abuseserverless.dead_letters.not_stored reason=BadTime"]);
        Assert.Equal(2 * 950, measured["abuseserverless.dead_letters.not_stored reason=NotJson"]);
    }

    [Fact]
    public async Task No_two_partitions_of_the_hubs_write_to_one_partition_of_the_table_and_all_are_read_by_day()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var deliveries = DeliveryWorker.On(storage.ConnectionString);
        for (var partition = 0; partition < 3; partition++)
        {
            await worker.Processor.ProcessAsync(Worker.Batch(["x", "y"], partition: partition, enqueued: Worker.Start), Cancellation);
            await deliveries.Processor.ProcessAsync(DeliveryWorker.Batch(["x", "y"], partition: partition, enqueued: Worker.Start.AddDays(1)), Cancellation);
        }

        var rows = await new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.DeadLetters).QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(6, rows.Select(row => row.PartitionKey).Distinct().Count());
        Assert.Equal(6, await worker.DeadLetters.ReadAsync(Worker.Start, Worker.Start.AddSeconds(1), Cancellation).CountAsync(Cancellation));
        Assert.Equal(["delivery-events", "auth-events"], (await worker.DeadLetters.ReadNewestAsync(Worker.Start.AddDays(1), 2, Cancellation).ToListAsync(Cancellation)).Select(letter => letter.Hub).Distinct());
        Assert.Equal(6, await worker.DeadLetters.ReadNewestAsync(Worker.Start.AddDays(1), 1, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Rows_of_an_older_release_are_read_and_removed_as_the_new_ones()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(["x", "y", "z"], enqueued: Worker.Start), Cancellation);
        var table = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.DeadLetters);
        foreach (var row in await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).Take(2).ToListAsync(Cancellation))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancellation);
            row.PartitionKey = "2026-11-24";
            row.Remove(nameof(DeadLetter.Messages));
            await table.AddEntityAsync(row, Cancellation);
        }

        var letters = await worker.DeadLetters.ReadAsync(Worker.Start, Worker.Start.AddDays(1), Cancellation).ToListAsync(Cancellation);
        Assert.Equal("NotJson 1, NotJson 1, NotJson 1", Write(letters));
        Assert.Equal(3, await worker.DeadLetters.RemoveAsync(letters.Select(letter => (letter.Hub, letter.Partition, letter.SequenceNumber, letter.Enqueued)), Cancellation));
        Assert.Empty(await worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
    }

    private static string Write(IEnumerable<DeadLetter> letters) => string.Join(", ", letters.Select(letter => $"{letter.Rejection.Reason} {letter.Messages}"));
}
