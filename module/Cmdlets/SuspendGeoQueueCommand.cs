using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Puts the queued mail of accounts on hold on all mail hosts, until Resume-GeoQueue or Clear-GeoQueue is run.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "GeoQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoQueueResult))]
public sealed class SuspendGeoQueueCommand : ChangeGeoQueueCommand
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

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account, GeoQueueAction.Hold, heldByOthers: false, Reason);
}
