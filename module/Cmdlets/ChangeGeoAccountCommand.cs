using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What suspending, resuming and amending share: each account is a change of its own; a few are under way at a time, and are told in the order in which they came.</summary>
public abstract class ChangeGeoAccountCommand : GeoCommand
{
    private const int MostAtATime = 8;

    // Storage that is away for longer than this ends the command.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Queue<(string Account, Task<GeoChange> Change)> _underWay = new();
    private BulkProgress? _progress;
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly List<string> _failed = [];
    private long _done;
    private long _unchanged;
    private string? _trouble;
    private bool _isTold;

    /// <summary>Who does it, as the audit log is to name them.</summary>
    [Parameter(HelpMessage = "Who does it, as the audit log is to name them; who is signed in without it, or user@host.")]
    [ValidateNotNullOrEmpty]
    public string By
    {
        get => field ?? Session.Connection.Identity ?? Operator.Name;
        set;
    }

    /// <summary>Puts out where the accounts stand from now on.</summary>
    [Parameter(HelpMessage = "Puts out where the accounts stand from now on.")]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is done, in the words of the progress bar.</summary>
    private protected abstract string Doing { get; }

    /// <summary>What is done, in the words of -WhatIf and of the confirmation: with the end that it would have.</summary>
    private protected virtual string Action => Doing;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        _progress = new BulkProgress(this, Doing);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_underWay.Count > 0)
        {
            TellFirst();
        }

        _progress?.End();
        TellTrouble(null);
        _isTold = true;
        if (Heard > 0)
        {
            var tally = Tally(interrupted: false);
            Keep(tally, null);
            if (Heard > 1 && !PassThru)
            {
                WriteObject(tally);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isTold && Heard + _underWay.Count > 1)
        {
            var tally = Tally(interrupted: true);
            Keep(tally, string.Create(CultureInfo.CurrentCulture, $"Interrupted: {_done:N0} accounts changed, {_unchanged:N0} left as they were, {tally.Failed:N0} not known to be done."));
        }

        base.Dispose(disposing);
    }

    private long Heard => _done + _unchanged + _failed.Count;

    private GeoTally Tally(bool interrupted)
    {
        string[] notDone = [.. _failed, .. _underWay.Select(one => one.Account)];
        return new GeoTally(Doing, _done, _unchanged, notDone.Length, notDone, interrupted, _time.Elapsed);
    }

    private protected override void WhileWaiting() => TellTrouble(Volatile.Read(ref _trouble));

    /// <summary>Begins the change of an account.</summary>
    private protected abstract Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken);

    /// <summary>Why an account was not changed; null where it stands as it should.</summary>
    private protected abstract ErrorRecord? Unchanged(string account, GeoSuspension? now);

    /// <summary>Says of an account what -WhatIf does not.</summary>
    private protected virtual void WouldChange(string account)
    {
    }

    private protected void Change(IEnumerable<string> accounts)
    {
        foreach (var account in accounts.Select(AccountPattern.Normalise))
        {
            if (ShouldProcess(Visible.Of(account), Action, out var isWhatIf))
            {
                // One that is named twice is changed once: the second change waits for what the first one leaves.
                while (_underWay.Count == MostAtATime || _underWay.Any(other => other.Account == account))
                {
                    TellFirst();
                }

                _underWay.Enqueue((account, Begin(cancellationToken => ChangePatientlyAsync(account, cancellationToken))));
            }
            else if (isWhatIf)
            {
                ForAccount(account, () => WouldChange(account));
            }

            while (_underWay.TryPeek(out var first) && first.Change.IsCompleted)
            {
                TellFirst();
            }
        }
    }

    private void TellFirst()
    {
        var (account, change) = _underWay.Peek();
        ForAccount(account, () => Tell(account, Count(WaitFor(account, change))));
        if (_underWay.TryPeek(out var first) && first.Change == change)
        {
            _underWay.Dequeue();
            _failed.Add(account);
        }

        _progress?.Show(Heard);
    }

    private GeoChange Count(GeoChange result)
    {
        _underWay.Dequeue();
        _ = result.Changed ? _done++ : _unchanged++;
        return result;
    }

    // An attempt that was not answered may have been carried out: then the next one, which may be the SDK's own, finds it done, by this operator, since it was begun.
    private async Task<GeoChange> ChangePatientlyAsync(string account, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);
        var time = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = pause + pause < LongestPause ? pause + pause : LongestPause)
        {
            try
            {
                var change = await ChangeAsync(account, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _trouble, null);
                return change with { Changed = change.Changed || (change.Suspension is { } now && now.By == By && now.Since >= began) };
            }
            catch (EngineException e) when (e.Fault == EngineFault.Unavailable && time.Elapsed < Longest)
            {
                Volatile.Write(ref _trouble, e.Message);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(string account, GeoChange result)
    {
        if (!result.Changed && Unchanged(account, result.Suspension) is { } error)
        {
            WriteError(error);
            return;
        }

        if (result.IsUnseen)
        {
            WriteWarning(Warnings.NeverSeen(account, "suspended all the same; if it is a mistake, run Remove-GeoSuspension"));
        }

        if (PassThru)
        {
            WriteObject(result.Suspension);
        }
    }
}
