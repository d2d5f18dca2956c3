using AbuseServerless.Accounts;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.StorageLimits;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Tests.Limits;

/// <summary>What workers ask while events come in.</summary>
public sealed class HotPathTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_batch_walks_rows()
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless);
        using var one = Worker.On(storage.Through);
        using var other = Worker.On(storage.Through, cacheBytes: 1);
        await one.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Country, "JP", "noc", "x", Worker.Start), Cancellation);

        // Two workers that meet in the same rows, the second of which remembers nothing; a suspension; garbage.
        for (var round = 0; round < 2; round++)
        {
            foreach (var (worker, partition) in new[] { (one, 0), (other, 1) })
            {
                string[] events = [.. Enumerable.Range(0, 40).Select(i => Worker.Event($"user{i}", 1 + partition, round)), .. Enumerable.Range(1, 10).Select(country => Worker.Event("bot", country, country)), "garbage"];
                await worker.Processor.ProcessAsync(Worker.Batch(events, (round * 1_000) + 1, partition), Cancellation);
                await DeliveryWorker.On(storage.Through, worker: worker).Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com"), "garbage"], round * 1_000, partition), Cancellation);
            }
        }

        await one.Suspensions.DoDueAsync(Cancellation);

        var traffic = storage.Proxy.Traffic;
        Assert.Equal(SuspensionState.Active, (await one.Suspensions.FindAsync(AccountName.Parse("bot"), Cancellation))!.State);
        Assert.All([TableOperation.Transaction, TableOperation.PointRead, TableOperation.KeyRange], operation => Assert.True(traffic.Requests[operation] > 40));
        Assert.Empty(traffic.Walked);
    }

    [Theory]
    [InlineData(1, 8, 2)]
    [InlineData(2, 53, 3)]
    [InlineData(90, 90, 3)]
    public async Task Of_a_transaction_that_met_changed_rows_only_rows_that_may_have_changed_are_read_again(int changed, int mostReads, int mostTransactions)
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless);
        using var one = Worker.On(storage.Through);
        using var other = Worker.On(storage.Through);
        string[] accounts = [.. Enumerable.Range(0, 100_000).Select(n => $"user{n}").Where(name => AccountBucket.Of(AccountName.Parse(name)) == 5).Take(90)];
        await one.Processor.ProcessAsync(Worker.Batch(accounts.Select(name => Worker.Event(name, 1, 0))), Cancellation);
        await other.Processor.ProcessAsync(Worker.Batch(accounts.Select(name => Worker.Event(name, 2, 1)), partition: 1), Cancellation);
        await one.Processor.ProcessAsync(Worker.Batch(accounts.Where((_, i) => i % (90 / changed) == 0).Select(name => Worker.Event(name, 3, 2)), 1_000), Cancellation);
        storage.Proxy.Reset();

        await other.Processor.ProcessAsync(Worker.Batch(accounts.Select(name => Worker.Event(name, 4, 3)), 1_000, 1), Cancellation);

        var requests = storage.Proxy.Traffic.Requests;
        Assert.InRange(requests[TableOperation.PointRead], changed, mostReads);
        Assert.InRange(requests[TableOperation.Transaction], 2, mostTransactions);
        var rows = await one.Activity.ReadBucketAsync(5, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(90, rows.Count);
        Assert.All(rows, row => Assert.Equal(Array.IndexOf(accounts, row.Account.Value) % (90 / changed) == 0 ? 4 : 3, ActivityEncoding.Decode(row.State).Places.Count));
    }
}
