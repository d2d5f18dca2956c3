using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets where accounts stand: who is watched, suspended or was, since when, by whom, and on what evidence.</summary>
[Cmdlet(VerbsCommon.Get, "GeoSuspension", SupportsPaging = true)]
[OutputType(typeof(GeoSuspension))]
public sealed class GetGeoSuspensionCommand : GeoCommand
{
    private Page? _page;

    /// <summary>Accounts, by name or wildcards; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Accounts, by name or wildcards; all without it.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SuspendedAccounts))]
    public string[]? Account { get; set; }

    /// <summary>Only those that stand so; all without it.</summary>
    [Parameter(HelpMessage = "Only those that stand so; all without it.")]
    [ValidateNotNullOrEmpty]
    public GeoSuspensionState[]? State { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        _page = Page.Begin(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var patterns = (Account ?? ["*"]).Select(account => new AccountPattern(account)).ToList();
        for (var i = 0; i < patterns.Count && !_page!.IsEnough; i++)
        {
            var pattern = patterns[i];
            var earlier = patterns.GetRange(0, i);
            if (earlier.Exists(other => other.Matches(pattern.Name)))
            {
                continue;
            }

            if (pattern.IsPattern)
            {
                _page.Write(Stream(pattern.Name, cancellationToken => Session.ReadSuspensionsAsync(pattern.Prefix, State ?? [], cancellationToken))
                    .Where(suspension => pattern.Matches(suspension.Account) && !earlier.Exists(other => other.Matches(suspension.Account))));
            }
            else
            {
                ForAccount(pattern.Name, () => WriteOne(pattern.Name));
            }
        }
    }

    private void WriteOne(string account)
    {
        var found = Wait(account, cancellationToken => Session.FindSuspensionAsync(account, cancellationToken));
        if (found is null)
        {
            WriteError(Errors.SuspensionNotFound(account));
        }
        else if (State is null || State.Contains(found.State))
        {
            _page!.Write([found]);
        }
    }
}
