using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Puts the queued mail of accounts on hold on every mail host. It stays there until Resume-GeoQueue or Clear-GeoQueue.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "GeoQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoQueueResult))]
public sealed class SuspendGeoQueueCommand : ChangeGeoQueueCommand
{
    /// <summary>Accounts, by name; no wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Accounts, by name; no wildcards.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>Why, in a sentence; goes on record.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "Why, in a sentence; goes on record.")]
    [ValidateReason]
    public string Reason { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account, GeoQueueAction.Hold, heldByOthers: false, Reason);
}
