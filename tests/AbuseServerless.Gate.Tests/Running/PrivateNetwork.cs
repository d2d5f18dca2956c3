using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AbuseServerless.Gate.Tests.Running;

/// <summary>Hosts in network namespaces of their own, on one bridge with the test, by which they reach one server of its loopback and nothing else.</summary>
internal sealed class PrivateNetwork : IAsyncDisposable
{
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"ag{Environment.ProcessId % 1_000_000}");
    private readonly string _net = string.Create(CultureInfo.InvariantCulture, $"10.213.{Environment.ProcessId % 250 + 1}");
    private readonly CancellationTokenSource _stop = new();
    private readonly int _hosts;
    private TcpListener? _relay;

    private PrivateNetwork(int hosts) => _hosts = hosts;

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "Network namespaces need root on Linux."
        : !File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip") ? "ip is missing (Debian: apt-get install iproute2)."
        : null;

    /// <summary>Where the test is.</summary>
    public string Address => _net + ".1";

    /// <summary>Makes it.</summary>
    /// <param name="hosts">How many hosts.</param>
    /// <param name="port">Port of 127.0.0.1 that they reach at <see cref="Address"/>.</param>
    public static async Task<PrivateNetwork> StartAsync(int hosts, int port)
    {
        var network = new PrivateNetwork(hosts);
        try
        {
            // A container may let even root make none.
            Assert.SkipUnless(await TryIpAsync("link", "add", network._name, "type", "bridge"), "No network can be made here: ip link add failed.");
            await IpAsync("addr", "add", network.Address + "/24", "dev", network._name);
            await IpAsync("link", "set", network._name, "up");
            for (var host = 0; host < hosts; host++)
            {
                var (inside, link) = (network.NamespaceOf(host), network.LinkOf(host));
                Assert.SkipUnless(await TryIpAsync("netns", "add", inside), "No network namespace can be made here: ip netns add failed.");
                await IpAsync("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", inside);
                await IpAsync("link", "set", link, "master", network._name, "up");
                await IpAsync("-n", inside, "addr", "add", network.AddressOf(host) + "/24", "dev", "eth0");
                await IpAsync("-n", inside, "link", "set", "lo", "up");
                await IpAsync("-n", inside, "link", "set", "eth0", "up");
            }

            network._relay = new TcpListener(IPAddress.Parse(network.Address), port);
            network._relay.Start();
            _ = network.RelayAsync(network._relay, port);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The namespace of a host.</summary>
    public string NamespaceOf(int host) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{host}");

    /// <summary>The address of a host.</summary>
    public string AddressOf(int host) => string.Create(CultureInfo.InvariantCulture, $"{_net}.{10 + host}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _relay?.Dispose();
        for (var host = 0; host < _hosts; host++)
        {
            await TryIpAsync("netns", "del", NamespaceOf(host));
        }

        await TryIpAsync("link", "del", _name);
        _stop.Dispose();
    }

    private string LinkOf(int host) => string.Create(CultureInfo.InvariantCulture, $"{_name}v{host}");

    private async Task RelayAsync(TcpListener relay, int port)
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await relay.AcceptTcpClientAsync(_stop.Token), port);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The network ends.
        }
    }

    private async Task PassAsync(TcpClient client, int port)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _stop.Token), server.GetStream().CopyToAsync(client.GetStream(), _stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // One of the two went away.
            }
        }
    }

    private static async Task IpAsync(params string[] arguments) => Assert.True(await TryIpAsync(arguments), $"ip {string.Join(' ', arguments)} failed.");

    private static async Task<bool> TryIpAsync(params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        await ip.WaitForExitAsync();
        return ip.ExitCode == 0;
    }
}
