using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the allowances: from which countries accounts may be used; by whom, why and since when.</summary>
[Cmdlet(VerbsCommon.Get, "GeoAllowance", SupportsPaging = true)]
[OutputType(typeof(GeoAllowance))]
public sealed class GetGeoAllowanceCommand : ReadingCommand
{
    private Page? _page;

    /// <summary>Account names, or domains as @example.jp; wildcards allowed. For an account without its own allowance, that of its domain. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names, or domains as @example.jp; wildcards allowed. For an account without its own allowance, that of its domain. Default: all.")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AllowedAccounts))]
    public string[] Account { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        _page = Page.Begin(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var account in Account)
        {
            var pattern = new AccountPattern(account);
            if (pattern.IsPattern)
            {
                _page!.Write(Stream(null, Session.ReadAllowancesAsync).Where(allowance => pattern.Matches(allowance.Account)));
            }
            else
            {
                ForAccount(account, () => WriteOne(account));
            }
        }
    }

    private void WriteOne(string account)
    {
        if (Wait(account, cancellationToken => Session.FindAllowanceAsync(account, cancellationToken)) is { } found)
        {
            _page!.Write([found]);
        }
        else
        {
            WriteError(Errors.AllowanceNotFound(account, null));
        }
    }
}
