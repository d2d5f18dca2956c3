using System.Globalization;
using System.Text;
using AbuseServerless.Local.EventHubs;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AbuseServerless.Local.Tests.EventHubs;

/// <summary>A running endpoint with one hub, and the stock clients for it.</summary>
internal sealed class Namespace : IAsyncDisposable
{
    public const string Hub = "auth-events";
    public const string Group = EventHubConsumerClient.DefaultConsumerGroupName;

    private Namespace(EventHubsEndpoint endpoint) => Endpoint = endpoint;

    public EventHubsEndpoint Endpoint { get; }
    public string ConnectionString => Endpoint.ConnectionString;
    public IReadOnlyList<PartitionLog> Partitions => Endpoint.Hubs[Hub].Partitions;

    /// <summary>Long enough for a machine that does much else; no test waits for it to pass.</summary>
    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromMinutes(10)).Token;

    public static async Task<Namespace> StartAsync(int partitions = 1, string? directory = null, TimeProvider? time = null, ILogger? logger = null) =>
        new(await EventHubsEndpoint.StartAsync(
            0, new Dictionary<string, int> { [Hub] = partitions }, directory, time ?? TimeProvider.System, logger ?? NullLogger.Instance, Patience));

    public EventHubProducerClient Producer(string hub = Hub) => new(ConnectionString, hub, new EventHubProducerClientOptions { RetryOptions = Once() });

    public EventHubConsumerClient Consumer(string hub = Hub) => new(Group, ConnectionString, hub, new EventHubConsumerClientOptions { RetryOptions = Once() });

    public PartitionReceiver Receiver(string partition, EventPosition from, long? epoch = null) =>
        new(Group, partition, from, ConnectionString, Hub, new PartitionReceiverOptions { RetryOptions = Once(), OwnerLevel = epoch });

    /// <summary>Receives exactly so many events.</summary>
    public static async Task<List<EventData>> ReceiveAsync(PartitionReceiver receiver, int count)
    {
        var patience = Patience;
        var events = new List<EventData>();
        while (events.Count < count)
        {
            events.AddRange(await receiver.ReceiveBatchAsync(count - events.Count, TimeSpan.FromSeconds(1), patience));
        }

        return events;
    }

    public static async Task<List<string>> ReadAsync(PartitionReceiver receiver, int count) =>
        [.. (await ReceiveAsync(receiver, count)).Select(e => e.EventBody.ToString())];

    public static string Text(StoredEvent stored) => Encoding.UTF8.GetString(stored.Body.Span);

    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => Endpoint.DisposeAsync();

    // A refusal is what these tests want to see, not a second attempt.
    private static EventHubsRetryOptions Once() => new() { MaximumRetries = 0, TryTimeout = TimeSpan.FromMinutes(5) };
}
