using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Views;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What all cmdlets share: rows, waiting for the engine, Ctrl+C, and -Verbose.</summary>
public abstract class EngineCommand : PSCmdlet, IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    // Columns; below, the wide views would lose more than they show.
    private const int WideScreen = 160;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _notes = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private bool? _isWide;
    private bool _isInTrouble;

    /// <summary>Whether times are returned in this machine's zone.</summary>
    private protected virtual bool IsLocal => false;

    /// <summary>Returns a record as a row, and anything else unchanged.</summary>
    internal new void WriteObject(object? item) => base.WriteObject(Row.Of(item, IsLocal, IsWide));

    // How wide the screen is decides how wide the columns of a table are; without a screen they are narrow.
    private bool IsWide
    {
        get
        {
            try
            {
                // A host without a screen has no UI, or none that can be asked.
                return _isWide ??= Host?.UI?.RawUI?.BufferSize.Width >= WideScreen;
            }
            catch (Exception e) when (e is HostException or NotImplementedException)
            {
                return (_isWide = false).Value;
            }
        }
    }

    /// <summary>Waits for an answer. A fault that would also affect the next items ends the command.</summary>
    private protected T Wait<T>(object? target, Func<CancellationToken, Task<T>> request)
    {
        var answer = WaitFor(target, Begin(request));
        WarnOfLeftOut();
        return answer;
    }

    /// <summary>What was left out of answers since the last call, in sentences.</summary>
    private protected virtual IReadOnlyList<string> TakeLeftOut() => [];

    /// <summary>Begins a request, which continues while the command does other things.</summary>
    private protected Task<T> Begin<T>(Func<CancellationToken, Task<T>> request)
    {
        using (RequestTrace.Listen(_notes.Enqueue))
        {
            try
            {
                return request(_stop.Token);
            }
            catch (EngineException e)
            {
                return Task.FromException<T>(e);
            }
        }
    }

    /// <summary>Waits for a request that was begun, as <see cref="Wait{T}"/> does.</summary>
    private protected T WaitFor<T>(object? target, Task<T> answer)
    {
        try
        {
            while (!answer.IsCompleted && !((IAsyncResult)answer).AsyncWaitHandle.WaitOne(ProgressInterval))
            {
                ShowNotes();
                WhileWaiting();
            }

            return answer.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (EngineException e) when (!Errors.ConcernsOneItem(e))
        {
            ShowNotes();
            ThrowTerminatingError(Errors.Of(e, target));
            throw;
        }
        finally
        {
            ShowNotes();
        }
    }

    /// <summary>Called some times a second while an answer is waited for.</summary>
    private protected virtual void WhileWaiting()
    {
    }

    /// <inheritdoc cref="Wait{T}"/>
    private protected void Wait(object? target, Func<CancellationToken, Task> request) =>
        Wait(target, async cancellationToken =>
        {
            await request(cancellationToken).ConfigureAwait(false);
            return true;
        });

    /// <summary>Streams what the engine answers, holding one page of it at a time.</summary>
    private protected IEnumerable<T> Stream<T>(object? target, Func<CancellationToken, IAsyncEnumerable<T>> query)
    {
        var rows = query(_stop.Token).GetAsyncEnumerator(_stop.Token);
        try
        {
            while (WaitFor(target, Begin(async _ => await rows.MoveNextAsync().ConfigureAwait(false))))
            {
                yield return rows.Current;
            }

            WarnOfLeftOut();
        }
        finally
        {
            rows.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Warns once when a service is unavailable, and once when it is available again.</summary>
    /// <param name="trouble">What is wrong; null if nothing is.</param>
    private protected void WarnOfTrouble(string? trouble)
    {
        if (trouble is not null && !_isInTrouble)
        {
            WriteWarning($"{trouble} Retrying. Ctrl+C ends the command and shows what is done.");
        }
        else if (trouble is null && _isInTrouble)
        {
            WriteWarning("The service is available again. Continuing.");
        }

        _isInTrouble = trouble is not null;
    }

    /// <summary>Keeps the result in <c>$GeoTally</c>, however the command ended. A stopped command cannot return objects, so it writes to the screen.</summary>
    /// <param name="tally">What was done and what was not.</param>
    /// <param name="interrupted">One line; null where the command came to its end.</param>
    private protected void Keep(object tally, string? interrupted)
    {
        SessionState.PSVariable.Set("global:GeoTally", Row.Of(tally, IsLocal, wide: false));
        if (interrupted is not null)
        {
            try
            {
                Host.UI.WriteLine($"{interrupted} See $GeoTally for the numbers.");
            }
            catch (HostException)
            {
                // Without a screen nobody looks.
            }
        }
    }

    /// <summary>Does something for one account; what is that account's own fault is reported, and the next one goes on.</summary>
    /// <returns>Whether it was done.</returns>
    private protected bool ForAccount(string account, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (EngineException e)
        {
            WriteError(Errors.Of(e, account));
            return false;
        }
    }

    /// <summary>Does something for one exemption; where its value is none of its kind, that is reported by the parameter's name, and the next one goes on.</summary>
    /// <returns>Whether it was done.</returns>
    private protected bool ForExemption(string parameter, string value, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (EngineException e)
        {
            WriteError(Errors.BadExemption(parameter, value, e));
            return false;
        }
    }

    /// <summary>Asks whether to do something, and tells whether it is not done because of -WhatIf.</summary>
    private protected bool ShouldProcess(string target, string action, out bool isWhatIf)
    {
        var agreed = ShouldProcess(
            $"Performing the operation \"{action}\" on target \"{target}\".",
            $"Are you sure you want to perform this action?{Environment.NewLine}Performing the operation \"{action}\" on target \"{target}\".",
            "Confirm",
            out var reason);
        isWhatIf = reason.HasFlag(ShouldProcessReason.WhatIf);
        return agreed;
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the command holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>Asks the operator for something while an answer is waited for; from any thread.</summary>
    private protected void Ask(string request) => _requests.Enqueue(request);

    /// <summary>Warns of what was left out of answers.</summary>
    internal void WarnOfLeftOut()
    {
        foreach (var sentence in TakeLeftOut())
        {
            WriteWarning(Visible.Of(sentence));
        }
    }

    private void ShowNotes()
    {
        while (_requests.TryDequeue(out var request))
        {
            WriteWarning(request);
        }

        while (_notes.TryDequeue(out var note))
        {
            WriteVerbose(note);
        }
    }
}
