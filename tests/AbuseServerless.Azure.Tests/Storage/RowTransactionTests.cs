using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.Processes;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Storage;

public sealed class RowTransactionTests
{
    private const string Table = "AccountActivity";

    [Theory]
    [InlineData("alice@example.jp")]
    [InlineData("o'brien+x y&z=@例え.jp")]
    [InlineData("\"quoted\" 'twice''' <>")]
    [InlineData("percent!0025 ünïcödé \U0001F600")]
    public async Task A_row_is_added_then_changed_and_read_as_it_was_written(string key)
    {
        await using var storage = await TestStorage.StartAsync();
        var service = TestStorage.Open(storage.ConnectionString);
        var tables = new Tables(service);

        var added = await SubmitAsync(tables, (key, null, "before"));
        var changed = await SubmitAsync(tables, (key, Assert.Single(added!), "after \r\n--batch"));

        TableEntity row = await service.GetTableClient(Table).GetEntityAsync<TableEntity>("00", key, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("after \r\n--batch", row.GetString("Text"));
        Assert.Equal([1, 2, 3], row.GetBinary("State"));
        Assert.Equal(Assert.Single(changed!).ToString(), row.ETag.ToString());
    }

    [Fact]
    public async Task One_row_of_another_version_prevents_the_whole_transaction()
    {
        await using var storage = await TestStorage.StartAsync();
        var service = TestStorage.Open(storage.ConnectionString);
        var tables = new Tables(service);
        var first = await SubmitAsync(tables, ("a", null, "1"), ("b", null, "1"));
        await SubmitAsync(tables, ("b", first![1], "2"));

        Assert.Null(await SubmitAsync(tables, ("c", null, "3"), ("a", first[0], "3"), ("b", first[1], "3")));
        Assert.Null(await SubmitAsync(tables, ("c", null, "3"), ("a", null, "3")));
        Assert.Null(await SubmitAsync(tables, ("c", null, "3"), ("gone", first[0], "3")));

        var rows = await service.GetTableClient(Table).QueryAsync<TableEntity>("PartitionKey eq '00'", cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a 1", "b 2"], rows.Select(row => $"{row.RowKey} {row.GetString("Text")}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(99)]
    public async Task The_answer_names_the_first_row_that_has_changed(int first)
    {
        await using var storage = await TestStorage.StartAsync();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var versions = await SubmitAsync(tables, [.. Enumerable.Range(0, 100).Select(i => ($"{i:000}", (RowVersion?)null, "x"))]);
        foreach (var changed in new[] { 99, first }.Distinct())
        {
            await SubmitAsync(tables, ($"{changed:000}", versions![changed], "y"));
        }

        using var transaction = Of(tables, [.. versions!.Select((version, i) => ($"{i:000}", (RowVersion?)version, "z"))]);

        Assert.Null(await tables.SubmitAsync(Table, "Writing", transaction, TestContext.Current.CancellationToken));
        Assert.Equal(first, transaction.Refused);
    }

    [Fact]
    public async Task A_full_transaction_answers_the_version_of_each_row()
    {
        await using var storage = await TestStorage.StartAsync();
        var service = TestStorage.Open(storage.ConnectionString);
        var tables = new Tables(service);

        var versions = await SubmitAsync(tables, [.. Enumerable.Range(0, 100).Select(i => ($"{i:000}", (RowVersion?)null, "x"))]);
        var again = await SubmitAsync(tables, [.. versions!.Select((version, i) => ($"{i:000}", (RowVersion?)version, "y"))]);

        var rows = await service.GetTableClient(Table).QueryAsync<TableEntity>("PartitionKey eq '00'", cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(again!.Select(version => version.ToString()), rows.Select(row => row.ETag.ToString()));
    }

    [Fact]
    public async Task A_storage_that_is_gone_is_a_fault()
    {
        var client = new TableClientOptions();
        client.Retry.MaxRetries = 0;
        var tables = new Tables(TestStorage.Open($"DefaultEndpointsProtocol=http;AccountName=x;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:{LoopbackPort.Free()}/x;", client));

        var fault = await Assert.ThrowsAsync<StorageException>(() => SubmitAsync(tables, ("a", null, "1")));

        Assert.Equal(StorageFault.Unavailable, fault.Fault);
    }

    private static async Task<IReadOnlyList<RowVersion>?> SubmitAsync(Tables tables, params (string Key, RowVersion? Version, string Text)[] rows)
    {
        using var transaction = Of(tables, rows);
        return await tables.SubmitAsync(Table, "Writing", transaction, TestContext.Current.CancellationToken);
    }

    private static RowTransaction Of(Tables tables, params (string Key, RowVersion? Version, string Text)[] rows)
    {
        var transaction = new RowTransaction(tables.UriOf(Table));
        foreach (var (key, version, text) in rows)
        {
            var row = transaction.BeginRow("00", key, version);
            row.WriteString("Text", text);
            row.WriteBase64String("State", [1, 2, 3]);
            row.WriteString("State@odata.type", "Edm.Binary");
            transaction.EndRow();
        }

        return transaction;
    }
}
