using System.Text;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Azure.Tests.EventHubs;

public sealed class AuthEventPublisherTests
{
    private const string Hub = "auth-events";
    private const string Event = """{"time":"2026-11-20T01:00:00Z","account":"alice@example.jp","ip":"192.0.2.1","success":true}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The second is shorter than what a message is cut to.
    [Theory]
    [InlineData(200_000)]
    [InlineData(50_000)]
    public async Task A_message_that_the_hub_does_not_take_even_when_it_is_cut_is_an_error_and_does_not_count_as_sent(int length)
    {
        await using var hubs = await EventHubsEndpoint.StartAsync(0, new Dictionary<string, int> { [Hub] = 1 }, null, TimeProvider.System, Cancellation);
        await using var publisher = new AuthEventPublisher(new NarrowHub(hubs.ConnectionString, 30_000));
        await publisher.AddAsync(Event, Cancellation);

        var fault = await Assert.ThrowsAsync<StorageException>(() => publisher.AddAsync(new string('x', length), Cancellation));
        Assert.Equal(StorageFault.Refused, fault.Fault);
        await publisher.AddAsync(Event, Cancellation);
        await publisher.FlushAsync(Cancellation);

        Assert.Equal((2, 0), (publisher.Count, publisher.Pending));
        Assert.Equal([Event, Event], hubs.Hubs[Hub].Partitions.Single().Read(0, 10).Select(stored => Encoding.UTF8.GetString(stored.Body.Span)));
    }

    [Fact]
    public async Task A_message_that_is_too_long_for_the_hub_arrives_cut()
    {
        await using var hubs = await EventHubsEndpoint.StartAsync(0, new Dictionary<string, int> { [Hub] = 1 }, null, TimeProvider.System, Cancellation);
        await using var publisher = new AuthEventPublisher(new NarrowHub(hubs.ConnectionString, 100_000));

        await publisher.AddAsync(new string('x', 200_000), Cancellation);
        await publisher.FlushAsync(Cancellation);

        Assert.Equal(65_536, Assert.Single(hubs.Hubs[Hub].Partitions.Single().Read(0, 10)).Body.Length);
    }

    // The real hub, but for how much it takes at once.
    private sealed class NarrowHub(string connection, long bytes) : EventHubProducerClient(connection, Hub)
    {
        public override ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default)
        {
            options.MaximumSizeInBytes = bytes;
            return base.CreateBatchAsync(options, cancellationToken);
        }
    }
}
