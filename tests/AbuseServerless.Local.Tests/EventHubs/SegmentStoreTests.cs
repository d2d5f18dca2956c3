using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.EventHubs.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class SegmentStoreTests
{
    private static readonly SegmentLimits Small = new(Events: 20, Age: TimeSpan.FromDays(7), SegmentEvents: 10, SegmentBytes: 1024 * 1024);
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Segments_read_as_one_log_over_a_restart()
    {
        using var directory = new TemporaryDirectory();
        long first;
        using (var store = Open(directory, Small with { Events = 1000 }))
        {
            first = store.FirstSequenceNumber;
            Append(store, 95, key: "k");
        }

        using var again = Open(directory, Small with { Events = 1000 });
        Assert.Equal((first, first + 95), (again.FirstSequenceNumber, again.NextSequenceNumber));
        Assert.Equal(Enumerable.Range(0, 95), Numbers(again));
        Assert.Equal("k", again.Read(first + 50, 1)[0].PartitionKey);
    }

    [Fact]
    public void The_oldest_segments_go_once_enough_newer_events_are_kept()
    {
        using var directory = new TemporaryDirectory();
        using var store = Open(directory, Small);
        Append(store, 95);

        Assert.Equal(Enumerable.Range(70, 25), Numbers(store));
        Assert.Equal(3, Directory.GetFiles(directory.Path, "*.log").Length);
    }

    [Fact]
    public void Segments_older_than_the_limit_go_but_the_numbering_stays()
    {
        using var directory = new TemporaryDirectory();
        long next;
        using (var store = Open(directory, Small))
        {
            Append(store, 15);
            next = store.NextSequenceNumber;
        }

        time.Advance(TimeSpan.FromDays(8));
        using var again = Open(directory, Small);

        Assert.Equal(next, again.NextSequenceNumber);
        Assert.Equal(next - 5, again.FirstSequenceNumber);
    }

    [Fact]
    public void An_event_is_found_by_its_time()
    {
        using var directory = new TemporaryDirectory();
        using var store = Open(directory, Small);
        var start = time.GetUtcNow().ToUnixTimeMilliseconds();
        Append(store, 20);

        Assert.Equal(store.FirstSequenceNumber, Bisection.FirstEnqueuedAfter(store, start - 1));
        Assert.Equal(store.FirstSequenceNumber + 13, Bisection.FirstEnqueuedAfter(store, start + 12));
        Assert.Equal(store.NextSequenceNumber, Bisection.FirstEnqueuedAfter(store, start + 60_000));
    }

    [Fact]
    public void A_damaged_record_before_the_last_file_stops_the_start()
    {
        using var directory = new TemporaryDirectory();
        using (var store = Open(directory, Small))
        {
            Append(store, 15);
        }

        var oldest = Directory.GetFiles(directory.Path, "*.log").Min(StringComparer.Ordinal)!;
        var bytes = File.ReadAllBytes(oldest);
        bytes[bytes.Length / 2] ^= 0x40;
        File.WriteAllBytes(oldest, bytes);

        Assert.Throws<InvalidDataException>(() => Open(directory, Small));
        Assert.Equal(bytes, File.ReadAllBytes(oldest));
    }

    [Fact]
    public void A_damaged_record_in_the_last_file_ends_the_log_before_it()
    {
        using var directory = new TemporaryDirectory();
        using (var store = Open(directory, Small))
        {
            Append(store, 5);
        }

        var file = Assert.Single(Directory.GetFiles(directory.Path, "*.log"));
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 0x01;
        File.WriteAllBytes(file, bytes);

        using var again = SegmentStore.Open(directory.Path, Small, time, out var cut);

        Assert.Equal(bytes.Length / 5, cut);
        Assert.Equal(Enumerable.Range(0, 4), Numbers(again));
    }

    private SegmentStore Open(TemporaryDirectory directory, SegmentLimits limits) => SegmentStore.Open(directory.Path, limits, time, out _);

    // One event a millisecond, each with its number as the message.
    private static void Append(SegmentStore store, int count, string? key = null)
    {
        var next = store.NextSequenceNumber;
        var start = new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        for (var i = 0; i < count; i++)
        {
            store.Append([new LogEntry(next + i, start + i, key, BitConverter.GetBytes(i))]);
        }
    }

    private static List<int> Numbers(SegmentStore store)
    {
        var numbers = new List<int>();
        for (var next = store.FirstSequenceNumber; next < store.NextSequenceNumber;)
        {
            var read = store.Read(next, 7);
            numbers.AddRange(read.Select(entry => BitConverter.ToInt32(entry.Message.Span)));
            next += read.Count;
        }

        return numbers;
    }
}
