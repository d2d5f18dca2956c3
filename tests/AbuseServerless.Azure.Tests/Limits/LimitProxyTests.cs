using AbuseServerless.StorageLimits;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.Limits;

/// <summary>The proxy itself, asked by the SDK.</summary>
public sealed class LimitProxyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "", null, true)]
    [InlineData("PartitionKey eq 'a'", "PartitionKey eq 'a'", "a", true)]
    [InlineData("PartitionKey eq 'o''b' and RowKey ge 'x and y' and RowKey lt '('", "PartitionKey eq 'o''b' and RowKey ge 'x and y' and RowKey lt '('", "o'b", true)]
    [InlineData("PartitionKey eq 'a' and (RowKey ge 'b' and RowKey lt 'c')", "PartitionKey eq 'a' and RowKey ge 'b' and RowKey lt 'c'", "a", true)]
    [InlineData("PartitionKey eq 'a' and State eq 'x'", "PartitionKey eq 'a'", "a", false)]
    [InlineData("PartitionKey eq 'a' and ((RowKey ge 'b' and RowKey lt 'c') or (RowKey ge 'd' and RowKey lt 'e'))", "PartitionKey eq 'a'", "a", false)]
    [InlineData("RowKey eq 'a' or RowKey eq 'b'", "", null, false)]
    [InlineData("RowKey eq 'a'", "", null, false)]
    [InlineData("PartitionKey ge 'a' and PartitionKey lt 'b' and RowKey eq 'c'", "PartitionKey ge 'a' and PartitionKey lt 'b'", null, false)]
    public void What_a_query_walks_follows_from_its_keys(string filter, string keys, string? partition, bool isWhole)
    {
        var parsed = KeyFilter.Parse(filter);
        Assert.Equal((keys, partition, isWhole), (parsed.Keys, parsed.Partition, parsed.IsWhole));
    }

    [Fact]
    public async Task Requests_are_counted_by_kind_and_by_the_rows_that_they_touch()
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless);
        var table = await TableAsync(storage.Through);
        await table.SubmitTransactionAsync(Enumerable.Range(0, 30).Select(i => Add("o'brien x", $"{i:D2}")), Cancellation);
        await table.AddEntityAsync(Row("q", "ä/1"), Cancellation);
        await table.GetEntityAsync<TableEntity>("o'brien x", "07", cancellationToken: Cancellation);
        Assert.Equal(10, await table.QueryAsync<TableEntity>("PartitionKey eq 'o''brien x' and RowKey ge '10' and RowKey lt '20'", cancellationToken: Cancellation).CountAsync(Cancellation));
        Assert.Equal(2, await table.QueryAsync<TableEntity>("PartitionKey eq 'o''brien x' and Text eq '07' or RowKey eq '08'", cancellationToken: Cancellation).CountAsync(Cancellation));
        await table.DeleteEntityAsync("q", Row("q", "ä/1").RowKey, cancellationToken: Cancellation);

        var traffic = storage.Proxy.Traffic;
        Assert.Equal(
            [(TableOperation.PointRead, 1), (TableOperation.KeyRange, 1), (TableOperation.Walk, 1), (TableOperation.Write, 2), (TableOperation.Transaction, 1), (TableOperation.Tables, 1)],
            traffic.Requests.Order(Comparer<KeyValuePair<TableOperation, int>>.Create((one, other) => one.Key.CompareTo(other.Key))).Select(kind => (kind.Key, kind.Value)));
        Assert.Equal((32, 12, 31, 0), (traffic.RowsWritten, traffic.RowsRead, traffic.Walked["Things"], traffic.Busy));
        Assert.Equal("Things/o'brien x", traffic.BusiestPartition);
    }

    [Fact]
    public async Task Beyond_the_rate_of_a_partition_the_service_is_busy_until_as_much_time_has_passed()
    {
        var time = new FakeTimeProvider();
        await using var azurite = await TestStorage.StartAsync();
        await using var proxy = await LimitProxy.StartAsync(azurite.ConnectionString, LimitedStorage.Harmless with { PartitionRate = 10 }, Cancellation, time);
        var table = await TableAsync(proxy.ConnectionString);
        await table.SubmitTransactionAsync(Enumerable.Range(0, 40).Select(i => Add("hot", $"{i:D2}")), Cancellation);

        var busy = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(Row("hot", "x"), Cancellation));
        Assert.Equal((503, "ServerBusy", "4"), (busy.Status, busy.ErrorCode, busy.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var wait) ? wait : null));
        Assert.Equal(503, (await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([Add("hot", "x")], Cancellation))).Status);
        await table.AddEntityAsync(Row("cold", "x"), Cancellation);

        time.Advance(TimeSpan.FromSeconds(4));
        await table.AddEntityAsync(Row("hot", "x"), Cancellation);
        Assert.Equal((2, 42), (proxy.Traffic.Busy, proxy.Traffic.RowsWritten));
    }

    [Fact]
    public async Task A_query_of_another_column_is_charged_by_the_rows_that_it_walks_in_each_partition()
    {
        var time = new FakeTimeProvider();
        await using var azurite = await TestStorage.StartAsync();
        var direct = await TableAsync(azurite.ConnectionString);
        await direct.SubmitTransactionAsync(Enumerable.Range(0, 50).Select(i => Add("a", $"{i:D2}")), Cancellation);
        await direct.SubmitTransactionAsync(Enumerable.Range(0, 5).Select(i => Add("b", $"{i:D2}")), Cancellation);
        await using var proxy = await LimitProxy.StartAsync(azurite.ConnectionString, LimitedStorage.Harmless with { PartitionRate = 10 }, Cancellation, time);
        var table = new TableServiceClient(proxy.ConnectionString, NoRetries()).GetTableClient("Things");

        Assert.Equal(["03", "03"], await table.QueryAsync<TableEntity>("Text eq '03'", cancellationToken: Cancellation).Select(row => row.RowKey).ToListAsync(Cancellation));
        Assert.Equal((55, 2), (proxy.Traffic.Walked["Things"], proxy.Traffic.RowsRead));
        Assert.Equal(503, (await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(Row("a", "x"), Cancellation))).Status);
        await table.AddEntityAsync(Row("b", "x"), Cancellation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PartitionKey eq 'a'")]
    [InlineData("Text ge '30' and PartitionKey ge 'a'")]
    [InlineData("Text eq 'none'")]
    public async Task Odd_pages_and_such_without_rows_hold_the_same_rows(string filter)
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.OddPages());
        var direct = await TableAsync(storage.Direct);
        foreach (var partition in new[] { "a", "b ü" })
        {
            await direct.SubmitTransactionAsync(Enumerable.Range(0, 40).Select(i => Add(partition, $"{i:D2}")), Cancellation);
        }

        var expected = await KeysAsync(direct, filter);
        Assert.Equal(expected, await KeysAsync(new TableServiceClient(storage.Through).GetTableClient("Things"), filter));
        Assert.InRange(storage.Proxy.Traffic.EmptyPages, 3, 30);
    }

    [Fact]
    public async Task A_write_that_times_out_is_done()
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless with { TimesOut = _ => true });
        var table = await TableAsync(storage.Through);

        var lost = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(Row("p", "a"), Cancellation));
        Assert.Equal((500, "OperationTimedOut"), (lost.Status, lost.ErrorCode));
        Assert.Equal(500, (await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([Add("p", "b"), Add("p", "c")], Cancellation))).Status);

        Assert.Equal(["p/a", "p/b", "p/c"], await KeysAsync(table, ""));
        Assert.Equal(2, storage.Proxy.Traffic.TimedOut);
    }

    [Fact]
    public async Task What_the_storage_refuses_passes_as_it_is()
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless);
        var table = new TableServiceClient(storage.Through, NoRetries()).GetTableClient("Things");
        Assert.Equal("TableNotFound", (await Assert.ThrowsAsync<RequestFailedException>(() => KeysAsync(table, "Text eq 'x'"))).ErrorCode);
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.AddEntityAsync(Row("p", "a"), Cancellation);
        Assert.Equal(412, (await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(Row("p", "a"), new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\""), cancellationToken: Cancellation))).Status);
        Assert.Equal(409, (await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([Add("p", "b"), Add("p", "a")], Cancellation))).Status);
        Assert.Equal(["p/a"], await KeysAsync(table, ""));
    }

    private static async Task<TableClient> TableAsync(string storage)
    {
        var table = new TableServiceClient(storage, NoRetries()).GetTableClient("Things");
        await table.CreateIfNotExistsAsync(Cancellation);
        return table;
    }

    private static TableClientOptions NoRetries()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        return options;
    }

    private static async Task<List<string>> KeysAsync(TableClient table, string filter) =>
        await table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).Select(row => $"{row.PartitionKey}/{row.RowKey}").ToListAsync(Cancellation);

    private static TableEntity Row(string partition, string key) => new(partition, Uri.EscapeDataString(key).Replace("%", "!", StringComparison.Ordinal)) { ["Text"] = key };

    private static TableTransactionAction Add(string partition, string key) => new(TableTransactionActionType.Add, Row(partition, key));
}
