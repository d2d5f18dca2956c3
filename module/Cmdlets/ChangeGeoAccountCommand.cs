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
    }

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

                _underWay.Enqueue((account, Begin(cancellationToken => ChangeAsync(account, cancellationToken))));
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
        var (account, change) = _underWay.Dequeue();
        ForAccount(account, () => Tell(account, WaitFor(account, change)));
        _progress?.Show(++_count);
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
