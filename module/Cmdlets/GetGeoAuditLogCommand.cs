using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets what is on record: who or what changed where an account stands, or gave or took back an exemption, when and why. Oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "GeoAuditLog", SupportsPaging = true)]
[OutputType(typeof(GeoAuditEntry))]
public sealed class GetGeoAuditLogCommand : ReadingCommand
{
    private Page? _page;
    private GeoTimeRange? _time;
    private List<WildcardPattern>? _by;

    /// <summary>Account names; wildcards allowed. Default: all accounts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards allowed. Default: all accounts.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SuspendedAccounts))]
    public string[]? Account { get; set; }

    /// <summary>Only entries at or after this time. A time without a zone is in this machine's zone.</summary>
    [Parameter(HelpMessage = "Only entries at or after this time. A time without a zone is in this machine's zone.")]
    [Time]
    public DateTime? From { get; set; }

    /// <summary>Only entries at or before this time. A date without a time includes the whole day.</summary>
    [Parameter(HelpMessage = "Only entries at or before this time. A date without a time includes the whole day.")]
    [Time]
    public DateTime? To { get; set; }

    /// <summary>Only entries by these operators, nets or timers; names or wildcards, such as ops@noc or net:*. Default: all.</summary>
    [Parameter(HelpMessage = "Only entries by these operators, nets or timers; names or wildcards, such as ops@noc or net:*. Default: all.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? By { get; set; }

    /// <summary>Only these actions. Default: all.</summary>
    [Parameter(HelpMessage = "Only these actions. Default: all.")]
    [ValidateNotNullOrEmpty]
    public GeoAuditAction[]? Action { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        _time = TimeRange.Of(From, To, out var error);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        _by = By?.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase)).ToList();
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
        _page!.Write(Stream(account, cancellationToken => Session.ReadAuditLogAsync(account, _time!, cancellationToken)).Where(entry =>
            wanted(entry)
            && (Action is null || Action.Contains(entry.Action))
            && _by?.Exists(pattern => pattern.IsMatch(entry.By)) != false));
}
