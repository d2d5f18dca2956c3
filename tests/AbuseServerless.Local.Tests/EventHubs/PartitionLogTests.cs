using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.EventHubs.Storage;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class PartitionLogTests
{
    private readonly SettableClock clock = new() { Now = new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero) };

    [Fact]
    public void Enqueued_times_never_go_back_though_the_clock_may()
    {
        using var log = Log();
        log.Append([default]);
        clock.Now -= TimeSpan.FromHours(1);
        log.Append([default]);
        clock.Now += TimeSpan.FromHours(2);
        log.Append([default]);

        var times = log.Read(0, 10).Select(e => e.EnqueuedTime.Hour);

        Assert.Equal([1, 1, 2], times);
    }

    [Fact]
    public void Reading_skips_to_the_oldest_event_and_ends_with_the_newest()
    {
        using var log = Log();
        log.Append([default, default, default]);

        Assert.Equal([100, 101], log.Read(-1, 2).Select(e => e.SequenceNumber));
        Assert.Equal([102], log.Read(102, 10).Select(e => e.SequenceNumber));
        Assert.Empty(log.Read(103, 10));
        Assert.Empty(log.Read(1000, 10));
    }

    [Fact]
    public void A_hub_in_memory_serves_without_an_endpoint()
    {
        var hub = EventHub.InMemory("auth-events", 2, clock);
        hub.Partitions[1].Append("a"u8.ToArray(), "key");

        var stored = Assert.Single(hub.Partitions[1].Read(0, 10));

        Assert.Equal(("a", "key", clock.Now), (Namespace.Text(stored), stored.PartitionKey, stored.EnqueuedTime));
        Assert.Empty(hub.Partitions[0].Read(0, 10));
    }

    [Fact]
    public async Task Appending_from_many_threads_leaves_no_gap_and_no_double()
    {
        using var log = Log();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                log.Append([default, default]);
            }
        })));

        Assert.Equal(Enumerable.Range(100, 3200).Select(n => (long)n), log.Read(0, 10_000).Select(e => e.SequenceNumber));
    }

    [Fact]
    public async Task Waiting_ends_with_the_log()
    {
        var log = Log();
        var waiting = log.WaitForAsync(log.NextSequenceNumber, Namespace.Patience);

        log.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    private PartitionLog Log() => new("0", new MemoryStore(100), clock);

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
