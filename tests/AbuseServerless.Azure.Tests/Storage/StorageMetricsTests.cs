using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AbuseServerless.Azure.Storage;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Storage;

public sealed class StorageMetricsTests
{
    [Fact]
    public async Task Requests_rows_and_conflicts_are_counted_as_they_leave()
    {
        await using var storage = await TestStorage.StartAsync();
        var table = StorageConnection.Open(storage.ConnectionString, StorageConnection.Counted()).GetTableClient("things");
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        using var counted = new Counted();

        await table.SubmitTransactionAsync([Add("a"), Add("b"), Add("c")], TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([Add("d"), Add("a")], TestContext.Current.CancellationToken));
        await table.AddEntityAsync(new TableEntity("p", "e"), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "e"), TestContext.Current.CancellationToken));
        await table.GetEntityIfExistsAsync<TableEntity>("p", "nobody", cancellationToken: TestContext.Current.CancellationToken);
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, counted["transactions operation=write outcome=success"]);
        Assert.Equal(2, counted["transactions operation=write outcome=conflict"]);
        Assert.Equal(1, counted["transactions operation=read outcome=missing"]);
        Assert.Equal(4, counted["entities"]);
        Assert.Equal(2, counted["conflicts"]);
    }

    private static TableTransactionAction Add(string key) => new(TableTransactionActionType.Add, new TableEntity("p", key));

    /// <summary>What was counted in the flow of one test: others run meanwhile.</summary>
    private sealed class Counted : IDisposable
    {
        private static readonly AsyncLocal<Counted?> Current = new();
        private readonly ConcurrentDictionary<string, long> _counts = new();
        private readonly MeterListener _listener = new();

        public Counted()
        {
            Current.Value = this;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == StorageMetrics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
            {
                if (Current.Value == this)
                {
                    string[] parts = [instrument.Name.Split('.')[^1], .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")];
                    _counts.AddOrUpdate(string.Join(' ', parts), count, (_, sum) => sum + count);
                }
            });
            _listener.Start();
        }

        public long this[string name] => _counts.GetValueOrDefault(name);

        public void Dispose() => _listener.Dispose();
    }
}
