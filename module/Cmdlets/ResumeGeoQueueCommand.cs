using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Releases the queued mail of accounts that is on hold, on every mail host.</summary>
[Cmdlet(VerbsLifecycle.Resume, "GeoQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoQueueResult))]
public sealed class ResumeGeoQueueCommand : ChangeGeoQueueCommand
{
    /// <summary>Accounts, by name; no wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Accounts, by name; no wildcards.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>Why, in a sentence; goes on record.</summary>
    [Parameter(Position = 1, HelpMessage = "Why, in a sentence; goes on record.")]
    [ValidateReason]
    public string Reason { get; set; } = "Released by an operator.";

    /// <summary>Also what somebody else put on hold.</summary>
    [Parameter(HelpMessage = "Also what somebody else put on hold: a person on the host, or the answer HOLD of a plan.")]
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
