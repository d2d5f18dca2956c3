using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets what is remembered of accounts: the countries and places they were seen in, when, and from which address first.</summary>
[Cmdlet(VerbsCommon.Get, "GeoAccount", SupportsPaging = true)]
[OutputType(typeof(GeoAccount))]
public sealed class GetGeoAccountCommand : ReadingCommand
{
    private Page? _page;

    /// <summary>Account names; wildcards allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        _page = Page.Begin(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var pattern in Account.Select(account => new AccountPattern(account)))
        {
            if (pattern.IsPattern)
            {
                _page!.Write(Stream(pattern.Name, cancellationToken => Session.ReadAccountsAsync(pattern.Prefix, cancellationToken))
                    .Where(account => pattern.Matches(account.Account)));
            }
            else
            {
                ForAccount(pattern.Name, () => WriteOne(pattern.Name));
            }
        }
    }

    private void WriteOne(string account)
    {
        if (Wait(account, cancellationToken => Session.FindAccountAsync(account, cancellationToken)) is { } found)
        {
            _page!.Write([found]);
        }
        else
        {
            WriteError(Errors.AccountNotFound(account));
        }
    }
}
