using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class EpochTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(null, 0)]
    public async Task A_higher_epoch_takes_the_partition_from_its_reader(int? before, int after)
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a")], Namespace.Patience);
        await using var old = space.Receiver("0", EventPosition.Earliest, before);
        Assert.Equal(["a"], await Namespace.ReadAsync(old, 1));

        await using var thief = space.Receiver("0", EventPosition.Earliest, after);
        Assert.Equal(["a"], await Namespace.ReadAsync(thief, 1));

        var refusal = await Assert.ThrowsAsync<EventHubsException>(() => old.ReceiveBatchAsync(1, TimeSpan.FromSeconds(60), Namespace.Patience));
        Assert.Equal(EventHubsException.FailureReason.ConsumerDisconnected, refusal.Reason);
        await producer.SendAsync([new EventData("b")], Namespace.Patience);
        Assert.Equal(["b"], await Namespace.ReadAsync(thief, 1));
    }

    // The displaced reader is a plain AMQP client here: the stock one may attach anew before it notices, and take the partition back.
    [Fact]
    public async Task An_equal_epoch_takes_the_partition_from_its_reader()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a")], Namespace.Patience);
        await using var old = await PlainReader.AttachAsync(space, epoch: 0);

        await using var thief = space.Receiver("0", EventPosition.Earliest, epoch: 0);
        Assert.Equal(["a"], await Namespace.ReadAsync(thief, 1));

        var error = await old.Detached.WaitAsync(Namespace.Patience);
        Assert.Equal("amqp:link:stolen", error!.Condition.ToString());
        await producer.SendAsync([new EventData("b")], Namespace.Patience);
        Assert.Equal(["b"], await Namespace.ReadAsync(thief, 1));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(0, null)]
    public async Task A_lower_epoch_or_none_is_refused_while_an_epoch_reads(int before, int? after)
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a")], Namespace.Patience);
        await using var owner = space.Receiver("0", EventPosition.Earliest, before);
        Assert.Equal(["a"], await Namespace.ReadAsync(owner, 1));

        await using var late = space.Receiver("0", EventPosition.Earliest, after);
        var refusal = await Assert.ThrowsAsync<EventHubsException>(() => late.ReceiveBatchAsync(1, TimeSpan.FromSeconds(60), Namespace.Patience));

        Assert.Equal(EventHubsException.FailureReason.ConsumerDisconnected, refusal.Reason);
        await producer.SendAsync([new EventData("b")], Namespace.Patience);
        Assert.Equal(["b"], await Namespace.ReadAsync(owner, 1));
    }

    [Fact]
    public async Task A_closed_reader_leaves_the_partition_to_a_lower_epoch()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a")], Namespace.Patience);
        await using (var owner = space.Receiver("0", EventPosition.Earliest, 5))
        {
            await Namespace.ReadAsync(owner, 1);
        }

        await using var next = space.Receiver("0", EventPosition.Earliest, 1);

        Assert.Equal(["a"], await Namespace.ReadAsync(next, 1));
    }

    [Fact]
    public async Task Readers_without_an_epoch_share_a_partition()
    {
        await using var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a")], Namespace.Patience);
        await using var one = space.Receiver("0", EventPosition.Earliest);
        await using var two = space.Receiver("0", EventPosition.Earliest);

        Assert.Equal(["a"], await Namespace.ReadAsync(one, 1));
        Assert.Equal(["a"], await Namespace.ReadAsync(two, 1));
    }
}
