using System.Collections.Concurrent;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Deliveries;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.Limits;

/// <summary>What the service is too busy for is tried again when it says, and nothing is lost.</summary>
public sealed class BusyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transactions_to_one_partition_are_tried_again_after_as_long_as_the_service_says()
    {
        // Each transaction of a hundred rows is worth two seconds.
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless with { PartitionRate = 50 });
        var attempts = new Attempts();
        using var worker = Worker.On(storage.Through, attempts, letters: new DeadLetterOptions { MaximumPerBatch = 210 }, retries: LimitedStorage.Retries);
        string[] accounts = [.. Enumerable.Range(0, int.MaxValue).Select(i => $"user{i}").Where(name => AccountBucket.Of(AccountName.Parse(name)) == 7).Take(210)];

        await worker.Processor.ProcessAsync(Worker.Batch([.. accounts.Select(name => Worker.Event(name, 1, 0)), .. Enumerable.Repeat("garbage", 210)]), Cancellation);

        using var reader = Worker.On(storage.Direct);
        Assert.Equal(accounts.Order(StringComparer.Ordinal), await reader.Activity.ReadBucketAsync(7, Cancellation).Select(row => row.Account.Value).ToListAsync(Cancellation));
        Assert.Equal(210, await reader.DeadLetters.ReadAsync(Cancellation).CountAsync(Cancellation));
        Assert.InRange(storage.Proxy.Traffic.Busy, 1, 4);
        Assert.All(attempts.Made, request => Assert.InRange(request.Value, 1, 2));
    }

    [Fact]
    public async Task Single_rows_and_pages_too()
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless with { AccountRate = 8, PageRows = () => 8 });
        var attempts = new Attempts();
        using (var direct = Worker.On(storage.Direct))
        {
            await direct.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(0, 30).Select(i => $"garbage {i}")), Cancellation);
        }

        var worker = DeliveryWorker.On(storage.Through, attempts, retries: LimitedStorage.Retries);
        Assert.Equal(30, await worker.DeadLetters.ReadAsync(Cancellation).CountAsync(Cancellation));
        await worker.Stats.WriteVersionAsync(new(2026, 11, 24), "1", false, Cancellation);
        Assert.Equal("1", Assert.Single(await worker.Stats.ReadVersionsAsync(new(2026, 11, 24), new(2026, 11, 24), Cancellation)).Value.Version);
        Assert.InRange(storage.Proxy.Traffic.Busy, 1, 10);
        Assert.All(attempts.Made, request => Assert.InRange(request.Value, 1, 2));
    }

    [Fact]
    public async Task A_flood_of_garbage_in_one_partition_does_not_make_the_others_wait()
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless with { PartitionRate = 100 }, new FakeTimeProvider());
        using var flooded = Worker.On(storage.Through);
        var flood = await Record.ExceptionAsync(() => flooded.Processor.ProcessAsync(Worker.Batch(Enumerable.Repeat("garbage", 300), 1_000), Cancellation));
        Assert.IsType<StorageException>(flood);

        var busy = storage.Proxy.Traffic.Busy;
        using var other = Worker.On(storage.Through);
        await other.Processor.ProcessAsync(Worker.Batch([Worker.Event("alice", 1, 0), "garbage"], partition: 1), Cancellation);
        Assert.Equal(busy, storage.Proxy.Traffic.Busy);
    }

    /// <summary>How often each request was tried.</summary>
    private sealed class Attempts : HttpPipelinePolicy
    {
        public ConcurrentDictionary<string, int> Made { get; } = new(StringComparer.Ordinal);

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Made.AddOrUpdate(message.Request.ClientRequestId, 1, static (_, made) => made + 1);
            return ProcessNextAsync(message, pipeline);
        }
    }
}
