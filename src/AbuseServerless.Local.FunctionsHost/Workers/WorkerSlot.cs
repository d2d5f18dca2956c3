namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>The place of one worker: while it is started there is a worker in it, or one is being started.</summary>
/// <param name="number">From 0; for the log.</param>
/// <param name="start">How workers are started.</param>
/// <param name="time">Measures lifetimes and waits between restarts.</param>
/// <param name="logger">Gets what happens to workers.</param>
internal sealed partial class WorkerSlot(int number, WorkerStart start, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private volatile TaskCompletionSource<Worker> _live = NewPromise();
    private CancellationTokenSource? _stopping;
    private Task _supervision = Task.CompletedTask;

    /// <summary>The worker, or null while there is none that could serve.</summary>
    public Worker? Present => _live.Task is { IsCompletedSuccessfully: true, Result: { IsServing: true } worker } ? worker : null;

    /// <summary>The worker; waits while it is being restarted.</summary>
    public async Task<Worker> LiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var worker = await _live.Task.WaitAsync(cancellationToken);
            if (worker.IsServing)
            {
                return worker;
            }

            await worker.Gone.WaitAsync(cancellationToken);
            // The supervision is about to put a new promise in its place.
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        }
    }

    /// <summary>Starts the first worker and watches over it from then on.</summary>
    /// <exception cref="InvalidOperationException">The worker did not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = new CancellationTokenSource();
        var worker = await Worker.StartAsync(start, cancellationToken);
        WorkerReady(logger, number, worker.ProcessId);
        _live.TrySetResult(worker);
        _supervision = SuperviseAsync(worker, _stopping.Token);
    }

    /// <summary>Has a worker again after <see cref="StopAsync"/>. One that does not start is logged and tried again, as after a crash.</summary>
    public void StartAgain()
    {
        _stopping = new CancellationTokenSource();
        _supervision = SuperviseAsync(worker: null, _stopping.Token);
    }

    /// <summary>Ends the worker; killed when it is still there after the grace period.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (_stopping is null)
        {
            return;
        }
        // The supervision ends first, or it could put a worker in the place after we have looked.
        await _stopping.CancelAsync();
        await _supervision;
        _stopping.Dispose();
        _stopping = null;
        if (!_live.Task.IsCompletedSuccessfully)
        {
            return;
        }

        var worker = _live.Task.Result;
        _live = NewPromise();
        if (grace > TimeSpan.Zero)
        {
            await worker.StopAsync(grace);
        }
        else
        {
            await worker.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => new(StopAsync(TimeSpan.Zero));

    private async Task SuperviseAsync(Worker? worker, CancellationToken stopping)
    {
        var backOff = new RestartBackOff();
        var lifetime = TimeSpan.MaxValue;
        try
        {
            while (true)
            {
                if (worker is null)
                {
                    worker = await RestartAsync(backOff, lifetime, stopping);
                    WorkerReady(logger, number, worker.ProcessId);
                    _live.TrySetResult(worker);
                }

                var since = time.GetTimestamp();
                var code = await worker.Gone.WaitAsync(stopping);
                _live = NewPromise();
                WorkerEnded(logger, number, worker.ProcessId, code, worker.RecentOutput);
                lifetime = time.GetElapsedTime(since);
                worker = null;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped, by StopAsync.
        }
    }

    private async Task<Worker> RestartAsync(RestartBackOff backOff, TimeSpan lifetime, CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(backOff.After(lifetime), time, stopping);
            try
            {
                return await Worker.StartAsync(start, stopping);
            }
            catch (InvalidOperationException exception)
            {
                WorkerDidNotStart(logger, number, exception);
                lifetime = TimeSpan.Zero;
            }
        }
    }

    private static TaskCompletionSource<Worker> NewPromise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(EventId = 2010, Level = LogLevel.Information, Message = "Worker {Number} is ready: process {ProcessId}.")]
    private static partial void WorkerReady(ILogger logger, int number, int processId);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Error, Message = "Worker {Number} (process {ProcessId}) ended with exit code {ExitCode} and is being restarted. Its last output:\n{Output}")]
    private static partial void WorkerEnded(ILogger logger, int number, int processId, int exitCode, string output);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Error, Message = "Worker {Number} could not be restarted. Retrying.")]
    private static partial void WorkerDidNotStart(ILogger logger, int number, Exception exception);
}
