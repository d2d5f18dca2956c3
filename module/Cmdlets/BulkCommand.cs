using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What the cmdlets share that change many things one by one: patience with a service that is away, progress, and a tally at the end, also of what was interrupted.</summary>
public abstract class BulkCommand : OperatorCommand
{
    // A service that is away for longer than this ends the command.
    private static readonly TimeSpan MaximumTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaximumPause = TimeSpan.FromSeconds(30);

    private BulkTally? _tally;
    private BulkProgress? _progress;
    private string? _trouble;
    private bool _isReported;
    private string? _current;

    /// <summary>Returns what was changed instead of the tally.</summary>
    [Parameter(HelpMessage = "Returns what was changed instead of the tally.")]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is done, in the words of the progress bar and of the tally.</summary>
    private protected abstract string Doing { get; }

    /// <summary>Items whose change was begun and not told.</summary>
    private protected virtual IReadOnlyCollection<string> UnderWay => _current is null ? [] : [_current];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        _tally = new BulkTally(Doing);
        _progress = new BulkProgress(this, Doing);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _progress!.End();
        WarnOfTrouble(null);
        _isReported = true;
        if (_tally!.Processed > 0)
        {
            var tally = _tally.Sum([], interrupted: false);
            Keep(tally, null);
            if (_tally.Processed > 1 && !PassThru)
            {
                WriteObject(tally);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isReported && _tally is not null && _tally.Processed + UnderWay.Count > 1)
        {
            var tally = _tally.Sum(UnderWay, interrupted: true);
            Keep(tally, string.Create(CultureInfo.CurrentCulture, $"Interrupted: {tally.Done:N0} changed, {tally.Unchanged:N0} unchanged, {tally.Failed:N0} not confirmed. Input after {(tally.Failed == 0 ? "them" : $"'{tally.NotDone[^1]}'")} was not started. Run the command again with the same input; repeating it is safe."));
        }

        base.Dispose(disposing);
    }

    private protected override void WhileWaiting() => WarnOfTrouble(Volatile.Read(ref _trouble));

    /// <summary>One item was dealt with.</summary>
    private protected void Count(bool changed)
    {
        _tally!.Count(changed);
        _progress!.Show(_tally.Processed);
    }

    /// <summary>Does something for each item, one after the other.</summary>
    private protected void OneByOne(IEnumerable<string> items, Action<string> action)
    {
        foreach (var item in items)
        {
            _current = item;
            action(item);
            _current = null;
        }
    }

    /// <summary>One item was not changed, or is not known to be.</summary>
    private protected void Fail(string item)
    {
        _tally!.Fail(item);
        _progress!.Show(_tally.Processed);
    }

    /// <summary>Waits for an answer as <see cref="EngineCommand.Wait{T}"/> does, and with <see cref="PatientlyAsync{T}">patience</see>.</summary>
    private protected T WaitPatiently<T>(object? target, Func<CancellationToken, Task<T>> request) =>
        Wait(target, cancellationToken => PatientlyAsync(request, cancellationToken));

    /// <summary>Does it, again and again while the service cannot be reached, for ten minutes at the most. Doing it twice must be safe.</summary>
    private protected async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        var time = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = pause + pause < MaximumPause ? pause + pause : MaximumPause)
        {
            try
            {
                var answer = await request(cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _trouble, null);
                return answer;
            }
            catch (EngineException e) when (e.Fault == EngineFault.Unavailable && time.Elapsed < MaximumTime)
            {
                Volatile.Write(ref _trouble, e.Message);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
