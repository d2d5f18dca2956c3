using System.Globalization;
using AbuseServerless.Local.EventHubs.Protocol;
using AbuseServerless.Local.EventHubs.Storage;
using Amqp;
using Amqp.Listener;
using Microsoft.Extensions.Logging.Abstractions;

namespace AbuseServerless.Local.EventHubs;

/// <summary>
/// An Event Hubs namespace on loopback, for development and tests: what the stock client needs of the AMQP protocol, and
/// no more. Any token is accepted, and every consumer group exists.
/// </summary>
public sealed class EventHubsEndpoint : IAsyncDisposable
{
    // Probing a port and listening on it are two steps: two endpoints of this process must not mix them.
    private static readonly SemaphoreSlim Starting = new(1, 1);

    private readonly ContainerHost host;
    private readonly HubLinks links;
    private readonly DirectoryLease? lease;

    private EventHubsEndpoint(int port, ContainerHost host, HubLinks links, DirectoryLease? lease, IReadOnlyDictionary<string, EventHub> hubs)
    {
        this.host = host;
        this.links = links;
        this.lease = lease;
        Port = port;
        Hubs = hubs;
    }

    /// <summary>The TCP port on 127.0.0.1 and ::1.</summary>
    public int Port { get; }

    /// <summary>For the client, without an entity path. The key is a placeholder.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"Endpoint=sb://localhost:{Port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;");

    /// <summary>By name, without regard to case.</summary>
    public IReadOnlyDictionary<string, EventHub> Hubs { get; }

    /// <inheritdoc cref="StartAsync(int, IReadOnlyDictionary{string, int}, string, TimeProvider, ILogger, CancellationToken)"/>
    public static Task<EventHubsEndpoint> StartAsync(
        int port, IReadOnlyDictionary<string, int> hubs, string? directory, TimeProvider time, CancellationToken cancellationToken) =>
        StartAsync(port, hubs, directory, time, NullLogger.Instance, cancellationToken);

    /// <summary>Opens the logs and begins to listen.</summary>
    /// <param name="port">The TCP port; 0 for a free one.</param>
    /// <param name="hubs">The number of partitions (1 or more) of each hub, by name.</param>
    /// <param name="directory">
    /// Where events are kept over a restart, for 7 days or 2,000,000 events a partition; <see langword="null"/> to keep
    /// them in memory only, all of them.
    /// </param>
    /// <param name="time">The clock that events are stamped with.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is in use.</exception>
    /// <exception cref="IOException">Another endpoint uses the directory.</exception>
    /// <exception cref="InvalidDataException">The directory holds a damaged log.</exception>
    public static async Task<EventHubsEndpoint> StartAsync(
        int port, IReadOnlyDictionary<string, int> hubs, string? directory, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        await Starting.WaitAsync(cancellationToken);
        DirectoryLease? lease = null;
        IReadOnlyDictionary<string, EventHub> opened = new Dictionary<string, EventHub>();
        try
        {
            lease = directory is null ? null : DirectoryLease.Take(directory);
            opened = HubLogs.Open(hubs, directory, time, logger);
            var links = new HubLinks(opened, logger);
            var (chosen, host) = Listen(port, opened, links, logger);
            return new EventHubsEndpoint(chosen, host, links, lease, opened);
        }
        catch
        {
            Close(opened, lease);
            throw;
        }
        finally
        {
            Starting.Release();
        }
    }

    /// <summary>Stops listening, closes all connections and then the logs.</summary>
    public async ValueTask DisposeAsync()
    {
        host.Close();
        await links.StopAsync();
        Close(Hubs, lease);
    }

    private static (int Port, ContainerHost Host) Listen(
        int port, IReadOnlyDictionary<string, EventHub> hubs, HubLinks links, ILogger logger)
    {
        var (chosen, addresses) = Loopback.Probe(port);
        var host = new ContainerHost([.. addresses.Select(address => new Address(address.ToString(), chosen, scheme: "AMQP"))]);
        foreach (var listener in host.Listeners)
        {
            listener.SASL.EnableMechanism(CbsSaslProfile.Name, new CbsSaslProfile());
        }

        host.RegisterRequestProcessor(CbsRequests.Address, new CbsRequests());
        host.RegisterRequestProcessor(ManagementRequests.Address, new ManagementRequests(hubs, logger));
        host.RegisterLinkProcessor(links);
        host.Open();
        return (chosen, host);
    }

    private static void Close(IReadOnlyDictionary<string, EventHub> hubs, DirectoryLease? lease)
    {
        foreach (var log in hubs.Values.SelectMany(hub => hub.Partitions))
        {
            log.Dispose();
        }

        lease?.Dispose();
    }
}
