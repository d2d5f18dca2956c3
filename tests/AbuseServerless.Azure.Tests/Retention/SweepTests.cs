using System.Collections.Concurrent;
using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Statistics;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Retention;

/// <summary>Whatever ends a sweep, the next run goes on where it was.</summary>
public sealed class SweepTests
{
    private const int Accounts = 150;

    private static readonly DateOnly Today = DateOnly.FromDateTime(Worker.Start.UtcDateTime);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purge_that_is_killed_goes_on_with_the_bucket_that_it_had_not_finished()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = await RememberAsync(storage);
        auth.Time.Advance(TimeSpan.FromDays(10));

        var killed = new Requests { KillAt = request => BucketOf(request) == 5 };
        await Assert.ThrowsAsync<StorageException>(() => DeliveryWorker.On(storage.ConnectionString, killed, time: auth.Time).Expired.DeleteAsync(Cancellation));
        Assert.Equal([0, 1, 2, 3, 4, 5], killed.Buckets());
        for (var run = 0; run < 8; run++)
        {
            var next = new Requests();
            await DeliveryWorker.On(storage.ConnectionString, next, time: auth.Time).Expired.DeleteAsync(Cancellation);
            Assert.Equal(Enumerable.Range(5 + (8 * run), 8).Select(bucket => bucket % AccountBucket.Count), next.Buckets());
        }

        Assert.Empty(await auth.Activity.ReadAllAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Accounts_of_a_day_are_counted_by_several_runs_and_a_killed_one_costs_the_buckets_that_it_had_not_finished()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = await RememberAsync(storage);

        var killed = new Requests { KillAt = request => BucketOf(request) == 20 };
        await Assert.ThrowsAsync<StorageException>(() => DeliveryWorker.On(storage.ConnectionString, killed, time: auth.Time).Summary.RunAsync(Cancellation));
        var finished = await new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.DailyStats)
            .QueryAsync<TableEntity>(row => row.PartitionKey == "buckets", cancellationToken: Cancellation)
            .Select(row => int.Parse(row.RowKey.AsSpan(11), CultureInfo.InvariantCulture)).ToHashSetAsync(cancellationToken: Cancellation);
        Assert.InRange(finished.Count, 12, 23);

        // Each run reads eight buckets at least, and none beyond those in which it has met so many accounts.
        var counted = new List<long>();
        var read = new List<int>();
        while (counted.Count == 0 || counted[^1] < Accounts)
        {
            var requests = new Requests();
            var worker = DeliveryWorker.On(storage.ConnectionString, requests, time: auth.Time, maximumAccounts: 20);
            await worker.Summary.RunAsync(Cancellation);
            read.AddRange(requests.Buckets());
            var day = await worker.Stats.ReadDaysAsync(Today, Today, Cancellation).SingleAsync(Cancellation);
            counted.Add(day.AccountsByCountries.Values.Sum());
            Assert.Equal(AccountsOfDay.MaximumBusiest, day.BusiestAccounts.Count);
        }

        Assert.True(counted.Count > 1);
        Assert.Equal(counted.Order(), counted);
        Assert.Equal(Accounts, counted[^1]);
        Assert.DoesNotContain(read.Take((AccountBucket.Count - finished.Count) / 8 * 8), finished.Contains);
    }

    [Fact]
    public async Task Days_that_were_summed_up_are_not_summed_up_again_after_a_kill()
    {
        await using var storage = await TestStorage.StartAsync();
        await DeliveryWorker.On(storage.ConnectionString).Processor.ProcessAsync(DeliveryWorker.Batch(Enumerable.Range(0, 30).Select(i => DeliveryWorker.Event("gmail.com", minute: -24 * 60 * (i % 3)))), Cancellation);

        // Behind the third day: where reputation is judged.
        var killed = new Requests { KillAt = request => request.Uri.Path.Contains(Tables.Suspensions, StringComparison.Ordinal) };
        await Assert.ThrowsAsync<StorageException>(() => DeliveryWorker.On(storage.ConnectionString, killed).Summary.RunAsync(Cancellation));
        Assert.Equal(3, killed.All.Count(IsSumming));
        var next = new Requests();
        var worker = DeliveryWorker.On(storage.ConnectionString, next);
        await worker.Summary.RunAsync(Cancellation);
        Assert.DoesNotContain(next.All, IsSumming);
        Assert.Equal([10, 10, 10], (await worker.Stats.ReadTotalsAsync(Today.AddDays(-2), Today, Cancellation).ToListAsync(Cancellation)).Select(day => (int)day.Tally.Sent));

        // All of it is done: the next one finds nothing that changed.
        var idle = new Requests();
        await DeliveryWorker.On(storage.ConnectionString, idle).Summary.RunAsync(Cancellation);
        Assert.DoesNotContain(idle.All, IsSumming);
    }

    private static async Task<Worker> RememberAsync(TestStorage storage)
    {
        var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(0, Accounts).Select(i => Worker.Event($"user{i}", 1, 0)), enqueued: Worker.Start), Cancellation);
        return worker;
    }

    private static bool IsSumming(string request) => request.Contains(Tables.DeliveryCounts, StringComparison.Ordinal) && request.Contains("PartitionKey%20ge", StringComparison.Ordinal);

    private static int? BucketOf(Request request) => request.Method == RequestMethod.Get ? BucketOf(request.Uri.ToString()) : null;

    private static int? BucketOf(string uri) =>
        uri.IndexOf(Tables.AccountActivity, StringComparison.Ordinal) is var at and >= 0 ? int.Parse(uri.AsSpan(at + Tables.AccountActivity.Length, 2), CultureInfo.InvariantCulture) : null;

    /// <summary>Keeps the reads that are asked, in their order; from one that is chosen on, none is sent any more, as where the process was killed.</summary>
    private sealed class Requests : HttpPipelinePolicy
    {
        private readonly ConcurrentQueue<string> _all = new();
        private volatile bool _isKilled;

        public Func<Request, bool> KillAt { get; init; } = _ => false;

        public IEnumerable<string> All => _all;

        public List<int> Buckets() => [.. _all.Select(BucketOf).OfType<int>().Distinct()];

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Method == RequestMethod.Get)
            {
                _all.Enqueue(message.Request.Uri.ToString());
            }

            _isKilled |= KillAt(message.Request);
            return _isKilled ? throw new RequestFailedException(0, "The process was killed by the test.") : ProcessNextAsync(message, pipeline);
        }
    }
}
