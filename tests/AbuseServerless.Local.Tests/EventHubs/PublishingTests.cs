using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class PublishingTests
{
    [Fact]
    public async Task A_single_event_keeps_its_body_its_properties_and_its_headers()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        var sent = new EventData("""{"account":"alice@example.jp"}""") { ContentType = "application/json", MessageId = "m-1", CorrelationId = "c-1" };
        sent.Properties["attempt"] = 3;
        sent.Properties["source"] = "mx1";
        await producer.SendAsync([sent], Namespace.Patience);

        await using var receiver = space.Receiver("0", EventPosition.Earliest);
        var received = Assert.Single(await Namespace.ReceiveAsync(receiver, 1));

        Assert.Equal(sent.EventBody.ToString(), received.EventBody.ToString());
        Assert.Equal(("application/json", "m-1", "c-1"), (received.ContentType, received.MessageId, received.CorrelationId));
        Assert.Equal(3, received.Properties["attempt"]);
        Assert.Equal("mx1", received.Properties["source"]);
        Assert.Null(received.PartitionKey);
        Assert.Equal(space.Partitions[0].FirstSequenceNumber, received.SequenceNumber);
        Assert.Equal($"{received.SequenceNumber}", received.OffsetString);
    }

    [Fact]
    public async Task The_log_shows_the_same_event_to_a_reader_without_amqp()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        var batch = new[] { new EventData("one"), new EventData("two") };
        batch[1].Properties["source"] = "mx2";
        await producer.SendAsync(batch, new SendEventOptions { PartitionKey = "b-7" }, Namespace.Patience);

        var log = space.Partitions[0];
        var stored = log.Read(log.FirstSequenceNumber, 10);

        Assert.Equal(["one", "two"], stored.Select(Namespace.Text));
        Assert.All(stored, e => Assert.Equal("b-7", e.PartitionKey));
        Assert.Null(stored[0].Properties);
        Assert.Equal("mx2", stored[1].Properties!["source"]);
        Assert.Equal(stored[0].SequenceNumber + 1, stored[1].SequenceNumber);
    }

    [Fact]
    public async Task Events_of_one_partition_key_land_in_one_partition_in_order()
    {
        await using var space = await Namespace.StartAsync(partitions: 4);
        await using var producer = space.Producer();
        for (var i = 0; i < 20; i++)
        {
            await producer.SendAsync([new EventData($"{2 * i}"), new EventData($"{(2 * i) + 1}")], new SendEventOptions { PartitionKey = "alice" }, Namespace.Patience);
        }

        var used = Assert.Single(space.Partitions, log => log.NextSequenceNumber > log.FirstSequenceNumber);
        await using var receiver = space.Receiver(used.Id, EventPosition.Earliest);
        var received = await Namespace.ReceiveAsync(receiver, 40);

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}"), received.Select(e => e.EventBody.ToString()));
        Assert.All(received, e => Assert.Equal("alice", e.PartitionKey));
    }

    [Fact]
    public async Task Batches_without_a_key_take_the_partitions_in_turn()
    {
        await using var space = await Namespace.StartAsync(partitions: 4);
        await using var producer = space.Producer();
        for (var i = 0; i < 8; i++)
        {
            await producer.SendAsync([new EventData("x")], Namespace.Patience);
        }

        Assert.All(space.Partitions, log => Assert.Equal(2, log.NextSequenceNumber - log.FirstSequenceNumber));
    }

    [Fact]
    public async Task A_batch_for_a_partition_lands_in_that_partition()
    {
        await using var space = await Namespace.StartAsync(partitions: 4);
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a"), new EventData("b")], new SendEventOptions { PartitionId = "2" }, Namespace.Patience);

        Assert.Equal([0, 0, 2, 0], space.Partitions.Select(log => log.NextSequenceNumber - log.FirstSequenceNumber));
    }

    [Fact]
    public async Task The_buffered_producer_delivers_everything_it_was_given()
    {
        await using var space = await Namespace.StartAsync(partitions: 2);
        var failures = new List<Exception>();
        await using (var producer = new EventHubBufferedProducerClient(space.ConnectionString, Namespace.Hub))
        {
            producer.SendEventBatchFailedAsync += failure =>
            {
                failures.Add(failure.Exception);
                return Task.CompletedTask;
            };
            for (var i = 0; i < 500; i++)
            {
                await producer.EnqueueEventAsync(new EventData($"{i}"), new EnqueueEventOptions { PartitionKey = $"k{i % 50}" }, Namespace.Patience);
            }

            await producer.FlushAsync(Namespace.Patience);
        }

        Assert.Empty(failures);
        var stored = space.Partitions.SelectMany(log => log.Read(0, 1000)).ToList();
        Assert.Equal(Enumerable.Range(0, 500).Order(), stored.Select(e => Namespace.Number(Namespace.Text(e))).Order());
        Assert.Equal(50, stored.Select(e => e.PartitionKey).Distinct().Count());
    }

    [Fact]
    public async Task A_batch_is_as_large_as_the_announced_limit_and_no_larger()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        using var batch = await producer.CreateBatchAsync(Namespace.Patience);

        Assert.Equal(1024 * 1024, batch.MaximumSizeInBytes);
        Assert.False(batch.TryAdd(new EventData(new byte[(1024 * 1024) + 1])));
        Assert.True(batch.TryAdd(new EventData(new byte[1000 * 1000])));
        await producer.SendAsync(batch, Namespace.Patience);
        Assert.Equal(1000 * 1000, Assert.Single(space.Partitions[0].Read(0, 10)).Body.Length);
    }

    [Fact]
    public async Task An_event_larger_than_the_limit_is_refused_by_the_client()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();

        var refusal = await Assert.ThrowsAsync<EventHubsException>(() => producer.SendAsync([new EventData(new byte[2 * 1024 * 1024])], Namespace.Patience));

        Assert.Equal(EventHubsException.FailureReason.MessageSizeExceeded, refusal.Reason);
    }
}
