using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AbuseServerless.Gate.Tests.Quotas;

/// <summary>The network between a gate and the table: at one of the requests about usage it has something done, before the request reaches the table or before its answer reaches the gate.</summary>
internal sealed class DeadlyLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Uri _table;
    private readonly int _at;
    private readonly bool _afterwards;
    private readonly Action _then;
    private readonly TaskCompletionSource _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;
    private int _requests;

    /// <param name="connection">Connection string of the storage.</param>
    /// <param name="at">Number of the request, from 1.</param>
    /// <param name="afterwards">Whether the table gets it.</param>
    /// <param name="then">What is done.</param>
    public DeadlyLine(string connection, int at, bool afterwards, Action then)
    {
        _table = new Uri(connection.Split(';').Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal))["TableEndpoint=".Length..]);
        (_at, _afterwards, _then) = (at, afterwards, then);
        _listener.Start();
        Connection = connection.Replace($":{_table.Port}/", $":{((IPEndPoint)_listener.LocalEndpoint).Port}/", StringComparison.Ordinal);
        _accepting = AcceptAsync();
    }

    /// <summary>Connection string by way of this line.</summary>
    public string Connection { get; }

    /// <summary>Ends when it was done.</summary>
    public Task Struck => _struck.Task;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
            {
                carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(TcpClient gate)
    {
        using var table = new TcpClient();
        using (gate)
        {
            await table.ConnectAsync(_table.Host, _table.Port, _ending.Token);
            var strikesAtAnswer = false;
            var there = PumpAsync(gate, table, sent =>
            {
                var text = Encoding.ASCII.GetString(sent.Span);
                var isUsage = text.Contains("usage", StringComparison.Ordinal) && text.Contains("/Gates", StringComparison.Ordinal);
                strikesAtAnswer = isUsage && Interlocked.Increment(ref _requests) == _at;
                return !strikesAtAnswer || _afterwards;
            });
            var back = PumpAsync(table, gate, _ => !strikesAtAnswer);
            await Task.WhenAny(there, back);
        }
    }

    // Ends both ways where a part is not to go on.
    private async Task PumpAsync(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, bool> goesOn)
    {
        var buffer = new byte[65_536];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _ending.Token) is > 0 and var count)
            {
                if (!goesOn(buffer.AsMemory(0, count)))
                {
                    _then();
                    _struck.TrySetResult();
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _ending.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One end hung up.
        }
    }
}
