using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Takes exemptions back: events that the functions process from then on count again, within seconds.</summary>
[Cmdlet(VerbsCommon.Remove, "GeoExemption", DefaultParameterSetName = AccountSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoExemption))]
public sealed class RemoveGeoExemptionCommand : ExemptionNamingCommand
{
    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(ParameterSetName = AccountSet, Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput(Otherwise = ["Network", "Address", "Asn", "Value"])]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ExemptedAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "Taken back by an operator.";

    private protected override string[] Accounts => Account;

    private protected override string Doing => "Remove exemption";

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEach((kind, value) =>
    {
        if (!ShouldProcess($"{kind} {Visible.Of(value)}", Doing))
        {
            return null;
        }

        // Null where it cannot be read: it is removed all the same. Where an attempt was carried out and not answered, the next one finds none.
        var standing = WaitPatiently(value, cancellationToken => Session.FindExemptionAsync(kind, value, cancellationToken));
        if ((WaitPatiently(value, cancellationToken => Session.RemoveExemptionAsync(kind, value, By, Reason, cancellationToken)) ?? standing) is not { } removed)
        {
            WriteError(Errors.ExemptionNotFound(kind, value));
            return false;
        }

        if (PassThru)
        {
            WriteObject(removed);
        }

        return true;
    });
}
