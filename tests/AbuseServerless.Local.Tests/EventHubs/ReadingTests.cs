using AbuseServerless.Local.EventHubs;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class ReadingTests
{
    [Fact]
    public async Task Every_starting_position_gives_the_events_from_there_on()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero));
        await using var space = await Namespace.StartAsync(time: time);
        await using var producer = space.Producer();
        for (var i = 0; i < 4; i++)
        {
            await producer.SendAsync([new EventData($"{i}")], Namespace.Patience);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var first = space.Partitions[0].FirstSequenceNumber;
        var positions = new (EventPosition From, string[] Expected)[]
        {
            (EventPosition.Earliest, ["0", "1", "2", "3"]),
            (EventPosition.FromOffset($"{first + 1}", isInclusive: true), ["1", "2", "3"]),
            (EventPosition.FromOffset($"{first + 1}", isInclusive: false), ["2", "3"]),
            (EventPosition.FromSequenceNumber(first + 2, isInclusive: true), ["2", "3"]),
            (EventPosition.FromSequenceNumber(first + 2, isInclusive: false), ["3"]),
            (EventPosition.FromEnqueuedTime(time.Start.AddSeconds(90)), ["2", "3"]),
            (EventPosition.FromEnqueuedTime(time.Start.AddHours(-1)), ["0", "1", "2", "3"]),
        };
        foreach (var (from, expected) in positions)
        {
            await using var receiver = space.Receiver("0", from);
            Assert.Equal(expected, await Namespace.ReadAsync(receiver, expected.Length));
        }
    }

    [Fact]
    public async Task A_consumer_that_starts_at_the_end_gets_only_what_comes_later()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("before")], Namespace.Patience);
        await using var receiver = space.Receiver("0", EventPosition.Latest);
        Assert.Empty(await receiver.ReceiveBatchAsync(1, TimeSpan.FromMilliseconds(50), Namespace.Patience));

        await producer.SendAsync([new EventData("after")], Namespace.Patience);

        Assert.Equal(["after"], await Namespace.ReadAsync(receiver, 1));
    }

    [Fact]
    public async Task A_position_beyond_the_log_is_refused_rather_than_waited_for()
    {
        await using var space = await Namespace.StartAsync();
        await using var receiver = space.Receiver("0", EventPosition.FromSequenceNumber(space.Partitions[0].NextSequenceNumber + 1000));

        await Assert.ThrowsAsync<ArgumentException>(() => receiver.ReceiveBatchAsync(1, TimeSpan.FromSeconds(30), Namespace.Patience));
    }

    [Fact]
    public async Task The_consumer_client_reads_all_partitions()
    {
        await using var space = await Namespace.StartAsync(partitions: 3);
        await using var producer = space.Producer();
        for (var i = 0; i < 9; i++)
        {
            await producer.SendAsync([new EventData($"{i}")], Namespace.Patience);
        }

        await using var consumer = space.Consumer();
        var read = new List<(string Partition, int Number)>();
        await foreach (var item in consumer.ReadEventsAsync(startReadingAtEarliestEvent: true, cancellationToken: Namespace.Patience))
        {
            read.Add((item.Partition.PartitionId, Namespace.Number(item.Data.EventBody.ToString())));
            if (read.Count == 9)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 9), read.Select(item => item.Number).Order());
        Assert.Equal(3, read.Select(item => item.Partition).Distinct().Count());
    }

    [Fact]
    public async Task Twenty_thousand_events_in_four_partitions_are_read_exactly_once()
    {
        const int Count = 20_000;
        await using var space = await Namespace.StartAsync(partitions: 4);
        var publish = Task.Run(async () =>
        {
            await using var producer = space.Producer();
            for (var i = 0; i < Count; i += 100)
            {
                var events = Enumerable.Range(i, 100).Select(n => new EventData($"{n}"));
                await producer.SendAsync(events, new SendEventOptions { PartitionId = $"{i / 100 % 4}" }, Namespace.Patience);
            }
        });
        var read = Enumerable.Range(0, 4).Select(async partition =>
        {
            await using var receiver = space.Receiver($"{partition}", EventPosition.Earliest);
            return (await Namespace.ReadAsync(receiver, Count / 4)).ConvertAll(Namespace.Number);
        }).ToArray();

        await publish;
        var partitions = await Task.WhenAll(read);

        Assert.Equal(Enumerable.Range(0, Count), partitions.SelectMany(numbers => numbers).Order());
        Assert.All(partitions, numbers => Assert.Equal(numbers.Order(), numbers));
    }

    [Fact]
    public async Task Two_consumer_groups_each_get_every_event()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a"), new EventData("b")], Namespace.Patience);

        foreach (var group in new[] { "$Default", "audit" })
        {
            await using var receiver = new PartitionReceiver(group, "0", EventPosition.Earliest, space.ConnectionString, Namespace.Hub);
            Assert.Equal(["a", "b"], await Namespace.ReadAsync(receiver, 2));
        }
    }

    [Fact]
    public async Task Waiting_for_a_sequence_number_ends_when_it_exists()
    {
        await using var space = await Namespace.StartAsync();
        var log = space.Partitions[0];
        var second = log.WaitForAsync(log.NextSequenceNumber + 1, Namespace.Patience);
        log.Append([new EncodedEvent(null, default)]);
        Assert.False(second.IsCompleted);

        log.Append([new EncodedEvent(null, default)]);

        await second;
        await log.WaitForAsync(log.FirstSequenceNumber, Namespace.Patience);
    }
}
