using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets where accounts stand: who is watched, suspended or was, since when, by whom, and on what evidence.</summary>
[Cmdlet(VerbsCommon.Get, "GeoSuspension", SupportsPaging = true)]
[OutputType(typeof(GeoSuspension))]
public sealed class GetGeoSuspensionCommand : ReadingCommand
{
    private Page? _page;
    private DateTimeOffset? _since;
    private DateTimeOffset? _until;
    private List<WildcardPattern>? _nets;

    /// <summary>Account names; wildcards allowed. Default: all accounts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards allowed. Default: all accounts.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SuspendedAccounts))]
    public string[]? Account { get; set; }

    /// <summary>Only accounts in these states. Default: all.</summary>
    [Parameter(HelpMessage = "Only accounts in these states. Default: all.")]
    [ValidateNotNullOrEmpty]
    public GeoSuspensionState[]? State { get; set; }

    /// <summary>Only accounts that are refused: Active in an installation that enforces. -Enforced:$false: only accounts that are Active but not refused.</summary>
    [Parameter(HelpMessage = "Only accounts that are refused: Active in an installation that enforces. -Enforced:$false: only accounts that are Active but not refused.")]
    public SwitchParameter Enforced { get; set; }

    /// <summary>Only accounts that these nets decided on; names or wildcards. Default: all.</summary>
    [Parameter(HelpMessage = "Only accounts that these nets decided on; names or wildcards. Default: all.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.Nets))]
    public string[]? Net { get; set; }

    /// <summary>Only accounts with at least one of these countries in their evidence, by two-letter code. Default: all.</summary>
    [Parameter(HelpMessage = "Only accounts with at least one of these countries in their evidence, by two-letter code. Default: all.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Countries))]
    public string[]? Country { get; set; }

    /// <summary>Only accounts with this judgement. Default: all.</summary>
    [Parameter(HelpMessage = "Only accounts with this judgement. Default: all.")]
    [ValidateNotNullOrEmpty]
    public GeoJudgement[]? Judgement { get; set; }

    /// <summary>Only accounts whose state began at or after this time. A time without a zone is in this machine's zone.</summary>
    [Parameter(HelpMessage = "Only accounts whose state began at or after this time. A time without a zone is in this machine's zone.")]
    [Time]
    public DateTime? Since { get; set; }

    /// <summary>Only accounts whose suspension ends at or before this time. A time without a zone is in this machine's zone.</summary>
    [Parameter(HelpMessage = "Only accounts whose suspension ends at or before this time. A time without a zone is in this machine's zone.")]
    [Time]
    public DateTime? Until { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        if (Since > Until)
        {
            ThrowTerminatingError(Errors.RangeReversed("Since", Since.Value, "Until", Until.Value));
        }

        Countries.Check(this, Country);

        var nets = EngineContext.Engine.Nets;
        if (Net?.FirstOrDefault(net => !WildcardPattern.ContainsWildcardCharacters(net) && !nets.Contains(net, StringComparer.OrdinalIgnoreCase)) is { } stranger)
        {
            ThrowTerminatingError(Errors.UnknownNet(stranger, nets));
        }

        _since = TimeRange.Start(Since);
        _until = TimeRange.Start(Until);
        _nets = Net?.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase)).ToList();
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
                    .Where(suspension => IsWanted(suspension) && pattern.Matches(suspension.Account) && !earlier.Exists(other => other.Matches(suspension.Account))));
            }
            else
            {
                ForAccount(pattern.Name, () => WriteOne(pattern.Name));
            }
        }
    }

    private bool IsWanted(GeoSuspension suspension) =>
        (State is null || State.Contains(suspension.State))
        && (!MyInvocation.BoundParameters.ContainsKey(nameof(Enforced)) || (suspension.State == GeoSuspensionState.Active && suspension.Enforced == Enforced))
        && (_nets is null || (suspension.Net is { } net && _nets.Exists(pattern => pattern.IsMatch(net))))
        && (Country is null || suspension.Countries.Intersect(Country, StringComparer.OrdinalIgnoreCase).Any())
        && (Judgement is null || Judgement.Contains(suspension.Judgement))
        && (_since is null || suspension.Since >= _since)
        && (_until is null || suspension.Until <= _until);

    private void WriteOne(string account)
    {
        var found = Wait(account, cancellationToken => Session.FindSuspensionAsync(account, cancellationToken));
        if (found is null)
        {
            WriteError(Errors.SuspensionNotFound(account));
        }
        else if (IsWanted(found))
        {
            _page!.Write([found]);
        }
    }
}
