using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What suspending and resuming share: one account after the other, each on its own.</summary>
public abstract class ChangeGeoAccountCommand : GeoCommand
{
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
    protected override void EndProcessing() => _progress?.End();

    private protected void Change(
        IEnumerable<string> accounts, Func<string, CancellationToken, Task<GeoChange>> change, Func<string, GeoSuspension?, ErrorRecord> unchanged)
    {
        foreach (var account in accounts.Select(AccountPattern.Normalise))
        {
            if (ShouldProcess(account, Doing))
            {
                ForAccount(account, () => Change(account, change, unchanged));
            }

            _progress?.Show(++_count);
        }
    }

    private void Change(string account, Func<string, CancellationToken, Task<GeoChange>> change, Func<string, GeoSuspension?, ErrorRecord> unchanged)
    {
        var result = Wait(account, cancellationToken => change(account, cancellationToken));
        if (!result.Changed)
        {
            WriteError(unchanged(account, result.Suspension));
        }
        else if (PassThru)
        {
            WriteObject(result.Suspension);
        }
    }
}
