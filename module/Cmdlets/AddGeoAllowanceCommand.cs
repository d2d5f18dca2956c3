using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Sets the countries from which accounts, or the accounts of a domain, may be used; logins from any other are refused. Replaces the countries that were set before.</summary>
[Cmdlet(VerbsCommon.Add, "GeoAllowance", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoAllowance))]
public sealed class AddGeoAllowanceCommand : BulkCommand
{
    /// <summary>Account names, or domains as @example.jp for all their accounts without an allowance of their own; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names, or domains as @example.jp for all their accounts without an allowance of their own; wildcards are not allowed.")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>All countries from which it may be used, the home country among them, as two-letter codes (ISO 3166-1 alpha-2).</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "All countries from which it may be used, the home country among them, as two-letter codes (ISO 3166-1 alpha-2).")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Countries))]
    public string[] Country { get; set; } = [];

    /// <summary>The reason, in one sentence, stored with the allowance.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true, HelpMessage = "The reason, in one sentence, stored with the allowance.")]
    [ValidateReason]
    public string Reason { get; set; } = "";

    private protected override string Doing => "Add allowance";

    /// <inheritdoc/>
    protected override void ProcessRecord() => OneByOne(Account, account =>
    {
        if (!ForAccount(account, () => Set(account)))
        {
            Fail(account);
        }
    });

    private void Set(string account)
    {
        var impact = WaitPatiently(account, cancellationToken => Session.WeighAllowanceAsync(account, Country, cancellationToken));
        var isSame = impact.Standing is { } same && same.Reason == Reason && same.Country.SequenceEqual(impact.Country, StringComparer.Ordinal);
        var isLikeDomain = !impact.Account.Contains('@', StringComparison.Ordinal) && impact.Account.Contains('.', StringComparison.Ordinal);
        var agreed = ShouldProcess(Visible.Of(impact.Account), isSame ? "Leave allowance unchanged" : Action(impact), out var isWhatIf);
        if ((agreed || isWhatIf) && impact.IsUnseen)
        {
            var consequence = isWhatIf ? "the allowance would still be set" : "the allowance is set anyway. If this is a mistake, run Remove-GeoAllowance";
            WriteWarning(Warnings.NeverSeen(impact.Account, consequence) + (isLikeDomain ? $" For the domain, write '@{Visible.Of(impact.Account)}'." : ""));
        }

        if (agreed)
        {
            var set = WaitPatiently(account, cancellationToken => Session.SetAllowanceAsync(impact.Account, impact.Country, By, Reason, cancellationToken));
            if (PassThru)
            {
                WriteObject(set);
            }

            Count(!isSame);
        }
    }

    private static string Action(GeoAllowanceImpact impact) =>
        $"Allow use from {string.Join(", ", impact.Country)} only{(impact.Standing is { } standing ? $" (now {string.Join(", ", standing.Country)}, by {standing.By})" : "")}";
}
