using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Telemetry;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Storage;

public sealed class StorageMetricsTests
{
    [Fact]
    public async Task Requests_rows_and_conflicts_are_counted_as_they_leave()
    {
        await using var storage = await TestStorage.StartAsync();
        var table = TestStorage.Open(storage.ConnectionString, StorageConnection.Counted()).GetTableClient("things");
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        using var measured = new Measurements();

        await table.SubmitTransactionAsync([Add("a"), Add("b"), Add("c")], TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([Add("d"), Add("a")], TestContext.Current.CancellationToken));
        await table.AddEntityAsync(new TableEntity("p", "e"), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "e"), TestContext.Current.CancellationToken));
        await table.GetEntityIfExistsAsync<TableEntity>("p", "nobody", cancellationToken: TestContext.Current.CancellationToken);
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, measured["abuseserverless.storage.transactions operation=write outcome=success"]);
        Assert.Equal(2, measured["abuseserverless.storage.transactions operation=write outcome=conflict"]);
        Assert.Equal(1, measured["abuseserverless.storage.transactions operation=read outcome=missing"]);
        Assert.Equal(4, measured["abuseserverless.storage.entities"]);
        Assert.Equal(2, measured["abuseserverless.storage.conflicts"]);
    }

    private static TableTransactionAction Add(string key) => new(TableTransactionActionType.Add, new TableEntity("p", key));
}
