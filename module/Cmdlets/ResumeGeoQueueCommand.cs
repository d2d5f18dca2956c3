using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Releases the queued mail of accounts that is on hold, on all mail hosts.</summary>
[Cmdlet(VerbsLifecycle.Resume, "GeoQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoQueueResult))]
public sealed class ResumeGeoQueueCommand : ChangeGeoQueueCommand
{
    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "Released by an operator.";

    /// <summary>Also messages that somebody else put on hold: a person on the host, or the answer HOLD of a plan.</summary>
    [Parameter(HelpMessage = "Also messages that somebody else put on hold: a person on the host, or the answer HOLD of a plan.")]
    public SwitchParameter HeldByOthers { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var account in Account)
        {
            ForAccount(account, () => Release(account));
        }
    }

    private void Release(string account)
    {
        if (Wait(account, cancellationToken => Session.FindSuspensionAsync(account, cancellationToken)) is { State: GeoSuspensionState.Active, Enforced: true } suspension)
        {
            WriteError(Errors.QueueOfSuspended(account, suspension));
        }
        else
        {
            Change([account], GeoQueueAction.Release, HeldByOthers, Reason);
        }
    }
}
