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

    /// <summary>Only those that are refused: active where the installation enforces.</summary>
    [Parameter(HelpMessage = "Only those that are refused: active where the installation enforces. With -Enforced:$false only those that are active and not refused.")]
    public SwitchParameter Enforced { get; set; }

    /// <summary>Only those that these nets decided, by name or wildcards; all without it.</summary>
    [Parameter(HelpMessage = "Only those that these nets decided, by name or wildcards; all without it.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.Nets))]
    public string[]? Net { get; set; }

    /// <summary>Only those with one of these countries in their evidence, by two letters; all without it.</summary>
    [Parameter(HelpMessage = "Only those with one of these countries in their evidence, by two letters; all without it.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Countries))]
    public string[]? Country { get; set; }

    /// <summary>Only those that are judged so; all without it.</summary>
    [Parameter(HelpMessage = "Only those that are judged so; all without it.")]
    [ValidateNotNullOrEmpty]
    public GeoJudgement[]? Judgement { get; set; }

    /// <summary>Only those that stand as they do since then or later; all without it.</summary>
    [Parameter(HelpMessage = "Only those that stand as they do since then or later. A time without a zone is this machine's.")]
    [Time]
    public DateTime? Since { get; set; }

    /// <summary>Only those with an end, by then or earlier; all without it.</summary>
    [Parameter(HelpMessage = "Only those with an end, by then or earlier. A time without a zone is this machine's.")]
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
