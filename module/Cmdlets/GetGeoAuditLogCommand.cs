using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets what is on record: who or what changed where an account stands, or gave or took back an exemption, when and why. Oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "GeoAuditLog", SupportsPaging = true)]
[OutputType(typeof(GeoAuditEntry))]
public sealed class GetGeoAuditLogCommand : GeoCommand
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
        if (patterns is [{ IsPattern: false } one])
        {
            ForAccount(one.Name, () => Write(one.Name, _ => true));
        }
        else
        {
            // One reading of the log in its order, however many accounts there are.
            Write(null, entry => patterns.Exists(pattern => pattern.Matches(entry.Account)));
        }
    }

    private void Write(string? account, Func<GeoAuditEntry, bool> wanted) =>
        _page!.Write(Stream(account, cancellationToken => Session.ReadAuditLogAsync(account, cancellationToken)).Where(wanted));
}
