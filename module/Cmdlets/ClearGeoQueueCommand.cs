using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Deletes the queued mail of accounts on every mail host. Nothing brings it back.</summary>
[Cmdlet(VerbsCommon.Clear, "GeoQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(GeoQueueResult))]
public sealed class ClearGeoQueueCommand : ChangeGeoQueueCommand
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

    /// <summary>Also what somebody else put on hold.</summary>
    [Parameter(HelpMessage = "Also what somebody else put on hold: a person on the host, or the answer HOLD of a plan.")]
    public SwitchParameter HeldByOthers { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account, GeoQueueAction.Delete, HeldByOthers, Reason);
}
