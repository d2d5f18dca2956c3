using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets how much mail accounts with a plan have sent through the gates within an hour and a day, and how much of their limits that is.</summary>
[Cmdlet(VerbsCommon.Get, "GeoUsage", SupportsPaging = true)]
[OutputType(typeof(GeoMailUsage))]
public sealed class GetGeoUsageCommand : ReadingCommand
{
    private Page? _page;

    /// <summary>Account names; wildcards allowed. Default: all accounts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards allowed. Default: all accounts.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KnownAccounts))]
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
        foreach (var pattern in Account.Select(account => new AccountPattern(account)))
        {
            if (pattern.IsPattern)
            {
                _page!.Write(Wait(pattern.Name, Session.ReadMailUsageAsync).Where(usage => pattern.Matches(usage.Account)));
            }
            else
            {
                ForAccount(pattern.Name, () => WriteOne(pattern.Name));
            }
        }
    }

    private void WriteOne(string account)
    {
        if (Wait(account, cancellationToken => Session.FindMailUsageAsync(account, cancellationToken)) is { } found)
        {
            _page!.Write([found]);
        }
        else
        {
            WriteError(Errors.UsageNotFound(account));
        }
    }
}
