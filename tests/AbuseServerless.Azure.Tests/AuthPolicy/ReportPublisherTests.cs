using System.Diagnostics.Metrics;
using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.Processes;
using AbuseServerless.Suspensions;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Tests.AuthPolicy;

public sealed class ReportPublisherTests : IDisposable
{
    private const string Hub = "auth-events";

    private readonly AuthPolicyMetrics _metrics = new(new SuspensionSnapshot(TimeProvider.System), new EnforcementSwitch(Options.Create(new EnforcementOptions())));
    private readonly ReportedLogins _logins;

    private readonly RecordedLog<ReportPublisher> _log = new();

    public ReportPublisherTests() => _logins = new ReportedLogins(Options.Create(new AuthPolicyOptions { QueuedReports = 100 }), _metrics);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Logins_reach_the_hub_and_make_room()
    {
        await using var endpoint = await EndpointAsync(0);
        using var publisher = Publisher(endpoint.ConnectionString);
        await publisher.StartAsync(Cancellation);
        for (var i = 0; i < 1_000; i++)
        {
            await Eventually.HoldsAsync(() => _logins.TryAdd(Login(i)) is not null);
        }

        await Eventually.HoldsAsync(() => _logins.Count == 0);
        Assert.Equal(1_000, Stored(endpoint));
        await publisher.StopAsync(Cancellation);
    }

    [Fact]
    public async Task With_the_hub_away_a_bounded_number_waits_for_it_and_the_rest_is_refused_at_once()
    {
        var port = LoopbackPort.Free();
        using var publisher = Publisher(ConnectionString(port));
        await publisher.StartAsync(Cancellation);
        Assert.Equal(100, Enumerable.Range(0, 150).Count(i => _logins.TryAdd(Login(i)) is not null));
        await Eventually.HoldsAsync(() => _log.Entries.Count > 0);
        Assert.Equal(100, _logins.Count);
        Assert.Null(_logins.TryAdd(Login(0)));

        await using var endpoint = await EndpointAsync(port);
        await Eventually.HoldsAsync(() => _logins.Count == 0);
        Assert.Equal(100, Stored(endpoint));
        await publisher.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_process_that_ends_with_the_hub_away_counts_what_it_drops()
    {
        var dropped = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (instrument.Name == AuthPolicyMetrics.Reports)
            {
                me.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => dropped += tags[0].Value is "dropped" && value == 10 ? value : 0);
        listener.Start();
        using var publisher = Publisher(ConnectionString(LoopbackPort.Free()));
        await publisher.StartAsync(Cancellation);
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull(_logins.TryAdd(Login(i)));
        }

        await publisher.StopAsync(Cancellation);
        Assert.Equal(10, dropped);
    }

    private ReportPublisher Publisher(string connectionString)
    {
        var options = new EventHubProducerClientOptions { RetryOptions = new EventHubsRetryOptions { TryTimeout = TimeSpan.FromSeconds(30), MaximumRetries = 0 } };
        return new ReportPublisher(
            _logins, new BucketPublisher(EventHubsConnection.OpenProducer(connectionString, Hub, options)), _metrics, TimeProvider.System, _log);
    }

    private static AuthLine Login(int i) =>
        new(new AuthEvent(Worker.Start, AccountName.Parse($"user{i}@example.jp"), IPAddress.Parse("8.8.8.8"), true, 0), "smtp", null, null);

    private static Task<EventHubsEndpoint> EndpointAsync(int port) => EventHubsEndpoint.StartAsync(
        port, new Dictionary<string, int> { [Hub] = 4 }, null, TimeProvider.System, NullLogger<EventHubsEndpoint>.Instance, Cancellation);

    private static long Stored(EventHubsEndpoint endpoint) => endpoint.Hubs[Hub].Partitions.Sum(partition => partition.NextSequenceNumber - partition.FirstSequenceNumber);

    private static string ConnectionString(int port) =>
        $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";
}
