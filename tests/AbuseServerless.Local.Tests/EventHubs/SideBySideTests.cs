using System.Net;
using System.Net.Sockets;
using AbuseServerless.Local.EventHubs;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class SideBySideTests
{
    [Fact]
    public async Task Two_endpoints_with_the_same_hub_do_not_mix_their_events()
    {
        await using var left = await Namespace.StartAsync();
        await using var right = await Namespace.StartAsync();
        Assert.NotEqual(left.Endpoint.Port, right.Endpoint.Port);

        foreach (var (space, body) in new[] { (left, "left"), (right, "right") })
        {
            await using var producer = space.Producer();
            await producer.SendAsync([new EventData(body)], Namespace.Patience);
        }

        await using var reading = left.Receiver("0", EventPosition.Earliest, epoch: 0);
        Assert.Equal(["left"], await Namespace.ReadAsync(reading, 1));
        await using var other = right.Receiver("0", EventPosition.Earliest, epoch: 0);
        Assert.Equal(["right"], await Namespace.ReadAsync(other, 1));

        await right.DisposeAsync();
        await using var survivor = left.Producer();
        await survivor.SendAsync([new EventData("still")], Namespace.Patience);
        Assert.Equal(["still"], await Namespace.ReadAsync(reading, 1));
    }

    [Fact]
    public async Task A_port_in_use_is_refused_and_free_again_afterwards()
    {
        int port;
        await using (var space = await Namespace.StartAsync())
        {
            port = space.Endpoint.Port;
            await Assert.ThrowsAsync<SocketException>(() => StartAsync(port));
        }

        await using var next = await StartAsync(port);
        Assert.Equal(port, next.Port);
    }

    [Fact]
    public async Task A_port_on_which_another_listens_at_all_addresses_is_in_use()
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();

        await Assert.ThrowsAsync<SocketException>(() => StartAsync(((IPEndPoint)other.LocalEndpoint).Port));
    }

    [Fact]
    public async Task Only_this_host_is_listened_to()
    {
        await using var space = await Namespace.StartAsync();

        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(at => at.Port == space.Endpoint.Port);

        Assert.NotEmpty(listeners);
        Assert.All(listeners, at => Assert.True(IPAddress.IsLoopback(at.Address), $"{at}"));
    }

    private static Task<EventHubsEndpoint> StartAsync(int port) =>
        EventHubsEndpoint.StartAsync(port, new Dictionary<string, int> { [Namespace.Hub] = 1 }, null, TimeProvider.System, Namespace.Patience);
}
