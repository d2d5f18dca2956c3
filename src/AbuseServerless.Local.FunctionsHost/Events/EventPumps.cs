using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Checkpointing;
using AbuseServerless.Local.FunctionsHost.Workers;

namespace AbuseServerless.Local.FunctionsHost.Events;

/// <summary>The pumps of all partitions that the app's functions read.</summary>
internal sealed partial class EventPumps : IAsyncDisposable
{
    private readonly List<PartitionPump> _pumps = [];
    private readonly ILogger _logger;
    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;

    /// <exception cref="InvalidOperationException">A function reads a hub that does not exist, or two read one as the same consumer group.</exception>
    public EventPumps(
        IReadOnlyList<FunctionDefinition> functions,
        IReadOnlyDictionary<string, EventHub> hubs,
        WorkerPool workers,
        Checkpoints checkpoints,
        PumpContext context)
    {
        _logger = context.Logger;
        var readers = new Dictionary<(string Hub, string Group), string>();
        foreach (var function in functions)
        {
            if (function.Trigger is not EventHubTrigger trigger)
            {
                continue;
            }

            if (!hubs.TryGetValue(trigger.Hub, out var hub))
            {
                throw new InvalidOperationException($"The function {function.Name} reads the event hub '{trigger.Hub}', which does not exist. Event hubs: {string.Join(", ", hubs.Keys)}.");
            }

            if (!readers.TryAdd((trigger.Hub, trigger.ConsumerGroup), function.Name))
            {
                throw new InvalidOperationException($"{readers[(trigger.Hub, trigger.ConsumerGroup)]} and {function.Name} read the event hub '{trigger.Hub}' as the same consumer group '{trigger.ConsumerGroup}': each would miss what the other gets.");
            }

            foreach (var partition in hub.Partitions)
            {
                var checkpoint = checkpoints.For(trigger.Hub, trigger.ConsumerGroup, partition.Id);
                _pumps.Add(new PartitionPump(function, trigger.Hub, partition, workers.For(_pumps.Count), checkpoint, context));
            }
        }
    }

    /// <summary>Waits until every function that reads the hub has processed these events.</summary>
    /// <param name="hub">Name of the hub.</param>
    /// <param name="sequenceNumbers">By partition id: the last event that must be done.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">No function reads one of the partitions.</exception>
    public Task WaitUntilProcessedAsync(string hub, IReadOnlyDictionary<string, long> sequenceNumbers, CancellationToken cancellationToken)
    {
        var waits = new List<Task>();
        foreach (var (partition, sequenceNumber) in sequenceNumbers)
        {
            PartitionPump[] readers = [.. _pumps.Where(pump => pump.Hub == hub && pump.Partition == partition)];
            if (readers.Length == 0)
            {
                throw new ArgumentException($"No function reads '{hub}/{partition}'.", nameof(sequenceNumbers));
            }

            waits.AddRange(readers.Select(pump => pump.Checkpoint.WaitForAsync(sequenceNumber, cancellationToken)));
        }

        return Task.WhenAll(waits);
    }

    /// <summary>Starts all pumps where their checkpoints are.</summary>
    public void Start()
    {
        _stopping = new CancellationTokenSource();
        var stopping = _stopping.Token;
        _running = Task.WhenAll(_pumps.Select(pump => Task.Run(() => RunAsync(pump, stopping), CancellationToken.None)));
    }

    /// <summary>Stops all pumps. What is in flight is abandoned, and its checkpoint does not move.</summary>
    public async Task StopAsync()
    {
        if (_stopping is null)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _stopping = null;
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    private async Task RunAsync(PartitionPump pump, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await pump.RunAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it was, a partition that stands still in silence is worse.
                PumpFailed(_logger, exception);
                await Task.Delay(TimeSpan.FromSeconds(1), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(EventId = 2024, Level = LogLevel.Critical, Message = "An event pump failed and restarts from its checkpoint. This is a defect of the local host.")]
    private static partial void PumpFailed(ILogger logger, Exception exception);
}
