using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class PropertiesTests
{
    [Fact]
    public async Task A_hub_tells_its_name_its_partitions_and_its_creation()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero));
        await using var space = await Namespace.StartAsync(partitions: 3, time: time);
        await using var producer = space.Producer();

        var properties = await producer.GetEventHubPropertiesAsync(Namespace.Patience);

        Assert.Equal(Namespace.Hub, properties.Name);
        Assert.Equal(["0", "1", "2"], properties.PartitionIds);
        Assert.Equal(time.Start, properties.CreatedOn);
    }

    [Fact]
    public async Task A_partition_tells_its_first_and_last_event()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        Assert.True((await producer.GetPartitionPropertiesAsync("0", Namespace.Patience)).IsEmpty);
        await producer.SendAsync([new EventData("a"), new EventData("b")], Namespace.Patience);

        var properties = await producer.GetPartitionPropertiesAsync("0", Namespace.Patience);

        var log = space.Partitions[0];
        Assert.False(properties.IsEmpty);
        Assert.Equal(log.FirstSequenceNumber, properties.BeginningSequenceNumber);
        Assert.Equal(log.FirstSequenceNumber + 1, properties.LastEnqueuedSequenceNumber);
        Assert.Equal($"{log.FirstSequenceNumber + 1}", properties.LastEnqueuedOffsetString);
        Assert.Equal(log.LastEnqueuedTime, properties.LastEnqueuedTime);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_not_found_by_any_client()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer("elsewhere");
        await using var consumer = space.Consumer("elsewhere");

        var refusals = new[]
        {
            await Assert.ThrowsAsync<EventHubsException>(() => producer.GetEventHubPropertiesAsync(Namespace.Patience)),
            await Assert.ThrowsAsync<EventHubsException>(() => producer.SendAsync([new EventData("a")], Namespace.Patience)),
            await Assert.ThrowsAsync<EventHubsException>(() => consumer.GetPartitionPropertiesAsync("0", Namespace.Patience)),
        };

        Assert.All(refusals, refusal => Assert.Equal(EventHubsException.FailureReason.ResourceNotFound, refusal.Reason));
    }

    [Fact]
    public async Task A_partition_that_is_not_there_is_out_of_range()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await using var receiver = space.Receiver("7", EventPosition.Earliest);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => producer.GetPartitionPropertiesAsync("7", Namespace.Patience));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => receiver.ReceiveBatchAsync(1, TimeSpan.FromSeconds(60), Namespace.Patience));
    }
}
