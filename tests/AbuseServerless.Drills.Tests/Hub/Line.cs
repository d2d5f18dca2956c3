using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Drills.Tests.Hub;

/// <summary>The network between a client and the hub: a port of its own, whose connections can be cut.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly int _to;
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private CancellationTokenSource _cut = new();
    private Task _accepting = Task.CompletedTask;

    private Line(int to) => _to = to;

    /// <summary>The port that leads to the hub.</summary>
    public int Port { get; } = LoopbackPort.Free();

    /// <summary>Lays a line to a port of the hub.</summary>
    public static Line To(int port)
    {
        var line = new Line(port);
        line.Restore();
        return line;
    }

    /// <summary>The hub's connection string, by way of this line.</summary>
    public string Through(string connection) => connection.Replace(
        string.Create(CultureInfo.InvariantCulture, $"localhost:{_to};"),
        string.Create(CultureInfo.InvariantCulture, $"localhost:{Port};"),
        StringComparison.Ordinal);

    /// <summary>Ends every connection and takes no new one.</summary>
    public async Task CutAsync()
    {
        await _cut.CancelAsync();
        await _accepting;
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    /// <summary>Takes connections again.</summary>
    public void Restore()
    {
        _cut = new CancellationTokenSource();
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _accepting = AcceptAsync(listener, _cut.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        _cut.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken cut)
    {
        using (listener)
        {
            while (!cut.IsCancellationRequested)
            {
                try
                {
                    Connect(await listener.AcceptSocketAsync(cut));
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private void Connect(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        far.Connect(IPAddress.Loopback, _to);
        _open[near] = _open[far] = 0;
        _ = CarryAsync(near, far);
        _ = CarryAsync(far, near);
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[65_536];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut, or one end hung up.
        }

        foreach (var socket in (Socket[])[from, to])
        {
            _open.TryRemove(socket, out _);
            socket.Dispose();
        }
    }
}
