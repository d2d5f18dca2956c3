using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What suspending, resuming and amending share: each account is a change of its own; a few are under way at a time, and are told in the order in which they came.</summary>
public abstract class ChangeGeoAccountCommand : GeoCommand
{
    private const int MostAtATime = 8;

    private readonly Queue<(string Account, Task<GeoChange> Change)> _underWay = new();
    private BulkProgress? _progress;
    private long _count;

    /// <summary>Who does it, as the audit log is to name them.</summary>
    [Parameter(HelpMessage = "Who does it, as the audit log is to name them; user@host without it.")]
    [ValidateNotNullOrEmpty]
    public string By { get; set; } = Operator.Name;

    /// <summary>Puts out where the accounts stand from now on.</summary>
    [Parameter(HelpMessage = "Puts out where the accounts stand from now on.")]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is done, in the words of -WhatIf and of the progress bar.</summary>
    private protected abstract string Doing { get; }

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
    }

    /// <summary>Begins the change of an account.</summary>
    private protected abstract Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken);

    /// <summary>Why an account was not changed; null where it stands as it should.</summary>
    private protected abstract ErrorRecord? Unchanged(string account, GeoSuspension? now);

    private protected void Change(IEnumerable<string> accounts)
    {
        foreach (var account in accounts.Select(AccountPattern.Normalise))
        {
            if (ShouldProcess(account, Doing))
            {
                // One that is named twice is changed once: the second change waits for what the first one leaves.
                while (_underWay.Count == MostAtATime || _underWay.Any(other => other.Account == account))
                {
                    TellFirst();
                }

                _underWay.Enqueue((account, Begin(cancellationToken => ChangeAsync(account, cancellationToken))));
            }

            while (_underWay.TryPeek(out var first) && first.Change.IsCompleted)
            {
                TellFirst();
            }
        }
    }

    private void TellFirst()
    {
        var (account, change) = _underWay.Dequeue();
        ForAccount(account, () => Tell(account, WaitFor(account, change)));
        _progress?.Show(++_count);
    }

    private void Tell(string account, GeoChange result)
    {
        if (!result.Changed && Unchanged(account, result.Suspension) is { } error)
        {
            WriteError(error);
        }
        else if (PassThru)
        {
            WriteObject(result.Suspension);
        }
    }
}
