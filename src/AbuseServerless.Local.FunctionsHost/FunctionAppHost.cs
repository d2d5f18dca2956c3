using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Checkpointing;
using AbuseServerless.Local.FunctionsHost.Events;
using AbuseServerless.Local.FunctionsHost.Http;
using AbuseServerless.Local.FunctionsHost.Timers;
using AbuseServerless.Local.FunctionsHost.Workers;

namespace AbuseServerless.Local.FunctionsHost;

/// <summary>
/// Runs a built function app as Azure does: starts its real worker process, drives it over the Functions RPC protocol,
/// and brings it event batches, timers and HTTP requests. For development and tests.
/// </summary>
public sealed partial class FunctionAppHost : IAsyncDisposable
{
    private readonly FunctionAppHostOptions _options;
    private readonly ILogger _logger;
    private readonly WorkerListener _listener;
    private readonly WorkerPool _workers;
    private readonly InvocationGate _gate = new();
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private EventPumps _pumps = null!;
    private TimerFunction[] _timers = [];
    private HttpFrontEnd? _http;
    private Task _background = Task.CompletedTask;
    private bool _stopped;

    private FunctionAppHost(FunctionAppHostOptions options, WorkerConfig config, WorkerListener listener)
    {
        _options = options;
        _logger = options.LoggerFactory.CreateLogger<FunctionAppHost>();
        _listener = listener;
        var start = new WorkerStart(config, new AppSettings(options.Settings), listener, new WorkerLog(options.LoggerFactory), options.WorkerStartLimit);
        _workers = new WorkerPool(options.Workers, start, options.Time, _logger);
    }

    /// <summary>Where HTTP functions answer, without the route prefix: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri HttpAddress => _http?.Address ?? throw new InvalidOperationException("The host is not started.");

    /// <summary>The operating system's ids of the workers that are live at this moment.</summary>
    public IReadOnlyList<int> WorkerProcessIds => _workers.ProcessIds;

    /// <summary>Starts the workers and everything that invokes them.</summary>
    /// <param name="options">What to serve.</param>
    /// <param name="hubs">The event hubs by name.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InvalidOperationException">The worker did not start (the message holds its last output), or a binding cannot be served.</exception>
    public static async Task<FunctionAppHost> StartAsync(FunctionAppHostOptions options, IReadOnlyDictionary<string, EventHub> hubs, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        var config = WorkerConfig.Read(options.AppDirectory);
        var hostJson = HostJson.Read(config.AppDirectory, new AppSettings(options.Settings));
        var host = new FunctionAppHost(options, config, await WorkerListener.StartAsync(cancellationToken));
        try
        {
            await host.StartAsync(hostJson, hubs, cancellationToken);
            return host;
        }
        catch
        {
            await host.StopAsync(TimeSpan.Zero);
            throw;
        }
    }

    /// <summary>Runs a timer function now and waits until it is done.</summary>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    /// <exception cref="WorkerGoneException">The worker ended meanwhile.</exception>
    public Task RunTimerAsync(string function, CancellationToken cancellationToken = default) =>
        (_timers.FirstOrDefault(timer => timer.Name == function) ?? throw new ArgumentException($"There is no timer function {function}.", nameof(function)))
            .RunNowAsync(cancellationToken);

    /// <summary>Waits until every function that reads the hub has processed these events (and all before them).</summary>
    /// <param name="hub">Name of the hub.</param>
    /// <param name="sequenceNumbers">By partition id: the last event that must be done.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task WaitUntilProcessedAsync(string hub, IReadOnlyDictionary<string, long> sequenceNumbers, CancellationToken cancellationToken = default) =>
        _pumps.WaitUntilProcessedAsync(hub, sequenceNumbers, cancellationToken);

    /// <summary>Holds event batches and timers back, and waits for those in flight. HTTP goes on.</summary>
    public Task PauseAsync(CancellationToken cancellationToken = default) => _gate.Close().WaitAsync(cancellationToken);

    /// <summary>Ends what <see cref="PauseAsync"/> began.</summary>
    public void Resume() => _gate.Open();

    /// <summary>Kills all workers and starts new ones, trying until they start. Batches in flight are offered again.</summary>
    public Task RestartWorkersAsync(CancellationToken cancellationToken = default) => ChangeAsync(
        async () =>
        {
            await _workers.StopAsync(TimeSpan.Zero);
            await _workers.StartAgainAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>
    /// Repairs the loss of what the storage had acknowledged, when Azurite has ended. Everything in flight is abandoned and all workers are killed, because
    /// their caches hold rows (and ETags) that the storage no longer has and would never be written again; then reading
    /// goes back, and new workers start.
    /// </summary>
    /// <param name="to">How far reading goes back.</param>
    /// <param name="whileStopped">
    /// Brings the storage up again while no worker can touch it. Where it throws, nothing is served until the host is
    /// rewound again.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task RewindAsync(RewindTo to, Func<CancellationToken, Task> whileStopped, CancellationToken cancellationToken = default)
    {
        await ChangeAsync(
            async () =>
            {
                await _pumps.StopAsync();
                await _workers.StopAsync(TimeSpan.Zero);
                _options.Checkpoints.Rewind(to);
                await whileStopped(cancellationToken);
                var workers = _workers.StartAgainAsync(cancellationToken);
                _pumps.Start();
                Rewound(_logger, to);
                await workers;
            },
            cancellationToken);
    }

    /// <summary>
    /// Stops cleanly: waits for what is in flight, then has the workers end. Flush the checkpoints afterwards, once
    /// Azurite has saved its tables.
    /// </summary>
    public Task StopAsync() => StopAsync(_options.StopLimit);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero);

    private async Task StartAsync(HostJson hostJson, IReadOnlyDictionary<string, EventHub> hubs, CancellationToken cancellationToken)
    {
        await _workers.StartAsync(cancellationToken);
        var first = await _workers.FirstLiveAsync(cancellationToken);
        var settings = new AppSettings(_options.Settings);
        FunctionDefinition[] functions = [.. first.Functions.Select(function => FunctionDefinition.From(function, settings))];

        _pumps = new EventPumps(functions, hubs, _workers, _options.Checkpoints, new PumpContext(hostJson.MaximumEventBatchSize, _gate, _options.Time, _logger));
        _timers = [.. functions.Where(static function => function.Trigger is TimerTrigger).Select(function => new TimerFunction(function, _workers, _gate, _options.Time, _logger))];
        _http = await HttpFrontEnd.StartAsync(functions, hostJson.RoutePrefix, _workers, new FunctionKeys(_options.FunctionKeys), _options.HttpPort, _logger, cancellationToken);
        _background = Task.WhenAll([SaveCheckpointsAsync(_stopping.Token), .. _timers.Select(timer => timer.RunOnScheduleAsync(_stopping.Token))]);
        _pumps.Start();
        Serving(_logger, functions.Length, _http.Address);
    }

    private async Task StopAsync(TimeSpan limit)
    {
        await _change.WaitAsync();
        try
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            await Task.WhenAny(_gate.Close(), Task.Delay(limit));
            await _stopping.CancelAsync();
            if (_pumps is not null)
            {
                await _pumps.DisposeAsync();
            }

            await _background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_http is not null)
            {
                await _http.DisposeAsync();
            }

            await _workers.StopAsync(limit);
            foreach (var timer in _timers)
            {
                timer.Dispose();
            }

            await _listener.DisposeAsync();
            SaveCheckpoints();
            _stopping.Dispose();
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            await change();
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task SaveCheckpointsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _options.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            SaveCheckpoints();
        }
    }

    // On a full disk the older ones stay, and more is processed again after a crash.
    private void SaveCheckpoints()
    {
        try
        {
            _options.Checkpoints.Save();
        }
        catch (IOException exception)
        {
            CheckpointsNotSaved(_logger, exception);
        }
    }

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "Serving {Functions} functions; HTTP at {Address}.")]
    private static partial void Serving(ILogger logger, int functions, Uri address);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The storage lost acknowledged writes: reading went back to {To}, and the workers were restarted.")]
    private static partial void Rewound(ILogger logger, RewindTo to);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Error, Message = "The checkpoints could not be saved; older ones remain. Retrying every second.")]
    private static partial void CheckpointsNotSaved(ILogger logger, Exception exception);
}
