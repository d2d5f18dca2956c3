using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Takes exemptions back: events that the functions process from then on count again, within seconds.</summary>
[Cmdlet(VerbsCommon.Remove, "GeoExemption", DefaultParameterSetName = AccountSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoExemption))]
public sealed class RemoveGeoExemptionCommand : ExemptionNamingCommand
{
    /// <summary>Accounts, by name; no wildcards.</summary>
    [Parameter(ParameterSetName = AccountSet, Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "Accounts, by name; no wildcards.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput(Otherwise = ["Network", "Address", "Asn", "Value"])]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ExemptedAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>Why, in a sentence; goes on record.</summary>
    [Parameter(Position = 1, HelpMessage = "Why, in a sentence; goes on record.")]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 1000)]
    public string Reason { get; set; } = "Taken back by an operator.";

    /// <summary>Who takes them back.</summary>
    [Parameter(HelpMessage = "Who takes them back; who is signed in without it, or user@host.")]
    [ValidateNotNullOrEmpty]
    public string By
    {
        get => field ?? Session.Connection.Identity ?? Operator.Name;
        set;
    }

    /// <summary>Puts out the exemptions that were taken back.</summary>
    [Parameter(HelpMessage = "Puts out the exemptions that were taken back.")]
    public SwitchParameter PassThru { get; set; }

    private protected override string[] Accounts => Account;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEach((kind, value) =>
    {
        if (!ShouldProcess($"{kind} {value}", "Remove exemption"))
        {
            return;
        }

        var removed = Wait(value, cancellationToken => Session.RemoveExemptionAsync(kind, value, By, Reason, cancellationToken));
        if (removed is null)
        {
            WriteError(Errors.ExemptionNotFound(kind, value));
        }
        else if (PassThru)
        {
            WriteObject(removed);
        }
    });
}
