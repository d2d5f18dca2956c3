using System.Threading.Channels;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Reported logins in memory on their way to the hub, a bounded number of them.</summary>
public sealed class ReportedLogins(IOptions<AuthPolicyOptions> options, AuthPolicyMetrics metrics) : IAuthEventSink
{
    private static readonly Task<bool> Taken = Task.FromResult(true);

    private readonly Channel<AuthLine> _channel = Channel.CreateUnbounded<AuthLine>(new UnboundedChannelOptions { SingleReader = true });
    private readonly int _maximum = options.Value.QueuedReports;
    private int _held;

    /// <summary>Logins that were added and are not yet <see cref="Release"/>d.</summary>
    public int Count => Volatile.Read(ref _held);

    /// <inheritdoc/>
    public Task<bool>? TryAdd(AuthLine line)
    {
        if (Interlocked.Increment(ref _held) > _maximum)
        {
            Interlocked.Decrement(ref _held);
            return null;
        }

        metrics.CountQueued(1);
        _channel.Writer.TryWrite(line);
        return Taken;
    }

    /// <summary>Waits until there is something to <see cref="Take"/>.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes out what there is. It goes on counting until it is released.</summary>
    /// <param name="most">Maximum number.</param>
    public List<AuthLine> Take(int most)
    {
        var taken = new List<AuthLine>();
        while (taken.Count < most && _channel.Reader.TryRead(out var line))
        {
            taken.Add(line);
        }

        return taken;
    }

    /// <summary>Makes room for as many: they are published, or given up.</summary>
    public void Release(int lines)
    {
        Interlocked.Add(ref _held, -lines);
        metrics.CountQueued(-lines);
    }
}
