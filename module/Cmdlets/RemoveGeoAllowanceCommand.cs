using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Removes allowances: accounts may be used from every country again, unless their domain has an allowance.</summary>
[Cmdlet(VerbsCommon.Remove, "GeoAllowance", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoAllowance))]
public sealed class RemoveGeoAllowanceCommand : BulkCommand
{
    /// <summary>Account names, or domains as @example.jp; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names, or domains as @example.jp; wildcards are not allowed.")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AllowedAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "Removed by an operator.";

    private protected override string Doing => "Remove allowance";

    /// <inheritdoc/>
    protected override void ProcessRecord() => OneByOne(Account, account =>
    {
        if (!ForAccount(account, () => Remove(account)))
        {
            Fail(account);
        }
    });

    private static bool IsDomain(string name) => name.StartsWith('@') || name.StartsWith("*@", StringComparison.Ordinal);

    private void Remove(string account)
    {
        var standing = WaitPatiently(account, cancellationToken => Session.FindAllowanceAsync(account, cancellationToken));
        if (standing is null || (IsDomain(standing.Account) && !IsDomain(account.Trim())))
        {
            WriteError(Errors.AllowanceNotFound(account, standing));
            Fail(account);
            return;
        }

        if (!ShouldProcess(Visible.Of(standing.Account), $"Remove allowance (now {string.Join(", ", standing.Country)}, by {standing.By})"))
        {
            return;
        }

        // Where an attempt was carried out and not answered, the next one finds none.
        var removed = WaitPatiently(account, cancellationToken => Session.RemoveAllowanceAsync(account, By, Reason, cancellationToken)) ?? standing;
        if (WaitPatiently(account, cancellationToken => Session.FindAllowanceAsync(account, cancellationToken)) is { } other && other.Account != standing.Account)
        {
            WriteWarning($"Account '{Visible.Of(standing.Account)}' may now be used from {string.Join(", ", other.Country)}, as set for {other.Account}.");
        }

        if (PassThru)
        {
            WriteObject(removed);
        }

        Count(true);
    }
}
