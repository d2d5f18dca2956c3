using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What suspending, resuming and amending share: each account is a change of its own; a few are under way at a time, and are told in the order in which they came.</summary>
public abstract class ChangeGeoAccountCommand : BulkCommand
{
    private const int MaximumAtOnce = 8;

    private readonly Queue<(string Account, Task<GeoChange> Change)> _underWay = new();

    private protected override IReadOnlyCollection<string> UnderWay => [.. _underWay.Select(one => one.Account)];

    /// <summary>What is done, in the words of -WhatIf and of the confirmation: with the end that it would have.</summary>
    private protected virtual string Action => Doing;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_underWay.Count > 0)
        {
            ReportFirst();
        }

        base.EndProcessing();
    }

    /// <summary>What becomes of an account that was never seen, and how to undo it.</summary>
    private protected virtual string ConsequenceUnseen => "it is suspended anyway. If this is a mistake, run Remove-GeoSuspension";

    /// <summary>Begins the change of an account.</summary>
    private protected abstract Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken);

    /// <summary>Why an account was not changed; null where it stands as it should.</summary>
    private protected abstract ErrorRecord? Unchanged(string account, GeoSuspension? now);

    /// <summary>Says what an operator may not expect of an account that was changed.</summary>
    private protected virtual void Changed(string account, GeoChange result)
    {
    }

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
                while (_underWay.Count == MaximumAtOnce || _underWay.Any(other => other.Account == account))
                {
                    ReportFirst();
                }

                _underWay.Enqueue((account, Begin(cancellationToken => ChangePatientlyAsync(account, cancellationToken))));
            }
            else if (isWhatIf)
            {
                ForAccount(account, () => WouldChange(account));
            }

            while (_underWay.TryPeek(out var first) && first.Change.IsCompleted)
            {
                ReportFirst();
            }
        }
    }

    private void ReportFirst()
    {
        var (account, change) = _underWay.Peek();
        ForAccount(account, () => Tell(account, Dequeue(WaitFor(account, change))));
        if (_underWay.TryPeek(out var first) && first.Change == change)
        {
            _underWay.Dequeue();
            Fail(account);
        }
    }

    private GeoChange Dequeue(GeoChange result)
    {
        _underWay.Dequeue();
        Count(result.Changed);
        return result;
    }

    // An attempt that was not answered may have been carried out: then the next one, which may be the SDK's own, finds it done, by this operator, since it was begun.
    private async Task<GeoChange> ChangePatientlyAsync(string account, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);
        var change = await PatientlyAsync(once => ChangeAsync(account, once), cancellationToken).ConfigureAwait(false);
        return change with { Changed = change.Changed || (change.Suspension is { } now && now.By == By && now.Since >= began) };
    }

    private void Tell(string account, GeoChange result)
    {
        if (!result.Changed && Unchanged(account, result.Suspension) is { } error)
        {
            WriteError(error);
            return;
        }

        Changed(account, result);
        if (result.IsUnseen)
        {
            WriteWarning(Warnings.NeverSeen(account, ConsequenceUnseen));
        }

        if (PassThru)
        {
            WriteObject(result.Suspension);
        }
    }
}
