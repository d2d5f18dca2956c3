using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Removes what an operator did to accounts that do not exist: names with a slip, wildcards that were taken as they are. Accounts that were seen stay.</summary>
[Cmdlet(VerbsCommon.Remove, "GeoSuspension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoSuspension))]
public sealed class RemoveGeoSuspensionCommand : ChangeGeoAccountCommand
{
    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralSuspendedAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "There is no such account.";

    private protected override string Doing => "Remove suspension";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account);

    private protected override Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken) =>
        Session.RemoveSuspensionAsync(account, By, Reason, cancellationToken);

    private protected override ErrorRecord? Unchanged(string account, GeoSuspension? now) => now is null ? Errors.SuspensionNotFound(account) : Errors.AccountWasSeen(account);
}
