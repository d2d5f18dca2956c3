using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Changes when active suspensions end, why they stand, or what they are judged to be. One that is over can be judged too.</summary>
[Cmdlet(VerbsCommon.Set, "GeoSuspension", DefaultParameterSetName = SameEndSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoSuspension))]
public sealed class SetGeoSuspensionCommand : ChangeGeoAccountCommand
{
    private const string SameEndSet = "SameEnd", ForSet = "For", UntilSet = "Until", ForeverSet = "Forever";

    private GeoAmendment? _amendment;

    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JudgeableSuspensions))]
    public string[] Account { get; set; } = [];

    /// <summary>The reason for the suspension, in one sentence, for the audit log. Default: unchanged.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason for the suspension, in one sentence, for the audit log. Default: unchanged.")]
    [ValidateReason]
    public string? Reason { get; set; }

    /// <summary>The judgement: FalsePositive, Abuse, or None to withdraw an earlier judgement.</summary>
    [Parameter(HelpMessage = "The judgement: FalsePositive, Abuse, or None to withdraw an earlier judgement.")]
    public GeoJudgement? Judgement { get; set; }

    /// <summary>How long from now, such as 24h or 7d.</summary>
    [Parameter(ParameterSetName = ForSet, Mandatory = true, HelpMessage = "How long from now, such as 24h or 7d.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan For { get; set; }

    /// <summary>When it ends. A time without a zone is in this machine's zone.</summary>
    [Parameter(ParameterSetName = UntilSet, Mandatory = true, HelpMessage = "When it ends. A time without a zone is in this machine's zone.")]
    [Time]
    [ValidateEnd]
    public DateTimeOffset Until { get; set; }

    /// <summary>The suspension has no end: it lasts until the account is resumed.</summary>
    [Parameter(ParameterSetName = ForeverSet, Mandatory = true, HelpMessage = "The suspension has no end: it lasts until the account is resumed.")]
    public SwitchParameter Forever { get; set; }

    private protected override string Doing => "Change suspension";

    private protected override string Action => _amendment!.Until switch
    {
        null => Doing,
        { } until when until == DateTimeOffset.MaxValue => $"{Doing} to last until the account is resumed",
        { } until => $"{Doing} to end {until:u}",
    };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var now = TimeProvider.System.GetUtcNow();
        if (ParameterSetName == UntilSet && Until <= now)
        {
            ThrowTerminatingError(Errors.SuspensionEndIsPast(Until));
        }

        _amendment = new GeoAmendment(End(now), Reason, Judgement);
        if (_amendment is { Until: null, Reason: null, Judgement: null })
        {
            ThrowTerminatingError(Errors.NothingToChange());
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account);

    private protected override Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken) =>
        Session.AmendAsync(account, _amendment!, By, cancellationToken);

    private protected override ErrorRecord? Unchanged(string account, GeoSuspension? now) => now switch
    {
        { State: GeoSuspensionState.Active } => null,
        { State: GeoSuspensionState.Lifted or GeoSuspensionState.Expired or GeoSuspensionState.Historical } or { State: GeoSuspensionState.Watched, LiftedAt: not null } when _amendment!.Until is null => null,
        _ => Errors.NotAmendable(account, now),
    };

    private protected override void Changed(string account, GeoChange result)
    {
        if (Judgement == GeoJudgement.FalsePositive && result.Suspension is { State: GeoSuspensionState.Active })
        {
            WriteWarning(Warnings.JudgedAndActive(account));
        }
    }

    private protected override void WouldChange(string account)
    {
        var now = Wait(account, cancellationToken => Session.FindSuspensionAsync(account, cancellationToken));
        if (Unchanged(account, now) is { } error)
        {
            WriteWarning($"{error.Exception.Message} It would not change.");
        }
    }

    // Whole milliseconds: what storage keeps.
    private DateTimeOffset? End(DateTimeOffset now) => ParameterSetName switch
    {
        ForSet => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)) + For,
        UntilSet => Until.ToUniversalTime(),
        ForeverSet when Forever => DateTimeOffset.MaxValue,
        _ => null,
    };
}
