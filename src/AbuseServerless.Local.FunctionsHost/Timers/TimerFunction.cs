using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Rpc;
using AbuseServerless.Local.FunctionsHost.Workers;

namespace AbuseServerless.Local.FunctionsHost.Timers;

/// <summary>Runs one timer function on its schedule and on demand, never twice at a time.</summary>
internal sealed partial class TimerFunction(FunctionDefinition function, WorkerPool workers, InvocationGate gate, TimeProvider time, ILogger logger) : IDisposable
{
    // Longer waits are cut up: the framework's own timers end at 49 days.
    private static readonly TimeSpan MaximumWait = TimeSpan.FromDays(1);

    // A run this late says so, as in Azure.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    private readonly TimerTrigger _trigger = (TimerTrigger)function.Trigger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTime _last = DateTime.MinValue;

    /// <summary>Name of the function.</summary>
    public string Name => function.Name;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Runs it whenever it is due, until cancelled.</summary>
    public async Task RunOnScheduleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var due = _trigger.Schedule.GetNextOccurrence(Now);
            for (var left = due - Now; left > TimeSpan.Zero; left = due - Now)
            {
                await Task.Delay(left < MaximumWait ? left : MaximumWait, time, cancellationToken);
            }

            try
            {
                await RunAsync(due, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                TimerFailed(logger, Name, exception);
            }
        }
    }

    /// <summary>Runs it now and waits until it is done.</summary>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    /// <exception cref="WorkerGoneException">The worker ended meanwhile.</exception>
    public Task RunNowAsync(CancellationToken cancellationToken) => RunAsync(Now, cancellationToken);

    public void Dispose() => _turn.Dispose();

    private async Task RunAsync(DateTime due, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var worker = await workers.FirstLiveAsync(cancellationToken);
            await gate.EnterAsync(cancellationToken);
            try
            {
                var now = Now;
                var request = new InvocationRequest
                {
                    InputData =
                    {
                        new ParameterBinding
                        {
                            Name = _trigger.Parameter,
                            Data = new TypedData { Json = TimerInfoJson.Of(_last, _trigger.Schedule.GetNextOccurrence(now), now - due > Late) },
                        },
                    },
                };
                _last = now;
                var result = (await worker.InvokeAsync(Name, request, cancellationToken)).Result;
                if (result.Status != StatusResult.Types.Status.Success)
                {
                    throw new FunctionFailedException(Name, result);
                }
            }
            finally
            {
                gate.Leave();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    [LoggerMessage(EventId = 2030, Level = LogLevel.Error, Message = "The timer function {Function} failed. It runs again at its next due time.")]
    private static partial void TimerFailed(ILogger logger, string function, Exception exception);
}
