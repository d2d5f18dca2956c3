using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Deletes the queued mail of accounts on all mail hosts. This cannot be undone.</summary>
[Cmdlet(VerbsCommon.Clear, "GeoQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(GeoQueueResult))]
public sealed class ClearGeoQueueCommand : ChangeGeoQueueCommand
{
    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "";

    /// <summary>Also messages that somebody else put on hold: a person on the host, or the answer HOLD of a plan.</summary>
    [Parameter(HelpMessage = "Also messages that somebody else put on hold: a person on the host, or the answer HOLD of a plan.")]
    public SwitchParameter HeldByOthers { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account, GeoQueueAction.Delete, HeldByOthers, Reason);
}
