using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Resumes accounts: ends suspension or watch, and forgets what was remembered up to now, so that the same evidence does not suspend again. After a password change, watches them for a time.</summary>
[Cmdlet(VerbsLifecycle.Resume, "GeoAccount", DefaultParameterSetName = UnjudgedSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Unsuspend-GeoAccount")]
[OutputType(typeof(GeoSuspension))]
public sealed class ResumeGeoAccountCommand : ChangeGeoAccountCommand
{
    private const string UnjudgedSet = "Unjudged", FalsePositiveSet = "FalsePositive", AbuseSet = "Abuse", PasswordChangedSet = "PasswordChanged";
    private const string DefaultReason = "Resumed by an operator.";

    // How far back a watch or an earlier suspension is looked for that had mail put on hold.
    private static readonly TimeSpan MaximumHold = TimeSpan.FromDays(30);

    private DateTimeOffset? _exemptUntil;
    private QueueHost[]? _hosts;
    private bool _isHoldTold;

    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OpenSuspensions))]
    public string[] Account { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = DefaultReason;

    /// <summary>The suspension was wrong: the audit log records a false positive.</summary>
    [Parameter(ParameterSetName = FalsePositiveSet, Mandatory = true, HelpMessage = "The suspension was wrong: the audit log records a false positive.")]
    public SwitchParameter FalsePositive { get; set; }

    /// <summary>The suspension was right: the audit log records abuse.</summary>
    [Parameter(ParameterSetName = AbuseSet, Mandatory = true, HelpMessage = "The suspension was right: the audit log records abuse.")]
    [Parameter(ParameterSetName = PasswordChangedSet, HelpMessage = "The suspension was right: the audit log records abuse.")]
    public SwitchParameter ConfirmedAbuse { get; set; }

    /// <summary>The owner changed the password: the account is watched for a time, also if it was not suspended.</summary>
    [Parameter(ParameterSetName = PasswordChangedSet, Mandatory = true, HelpMessage = "The owner changed the password: the account is watched for a time, also if it was not suspended.")]
    public SwitchParameter PasswordChanged { get; set; }

    /// <summary>How long it is watched after the password change, such as 14d. Default: 7 days.</summary>
    [Parameter(ParameterSetName = PasswordChangedSet, HelpMessage = "How long it is watched after the password change, such as 14d. Default: 7 days.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan WatchFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Also exempts the account, before resuming it, until the exemption is removed.</summary>
    [Parameter(HelpMessage = "Also exempts the account, before resuming it, until the exemption is removed.")]
    public SwitchParameter Exempt { get; set; }

    /// <summary>Also exempts the account, before resuming it, for this long, such as 30d.</summary>
    [Parameter(HelpMessage = "Also exempts the account, before resuming it, for this long, such as 30d.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan? ExemptFor { get; set; }

    /// <summary>Also exempts the account, before resuming it, until this time. A time without a zone is in this machine's zone.</summary>
    [Parameter(HelpMessage = "Also exempts the account, before resuming it, until this time. A time without a zone is in this machine's zone.")]
    [Time]
    public DateTimeOffset? ExemptUntil { get; set; }

    private protected override string Doing => "Resume account";

    private protected override string Action => PasswordChanged ? $"{Doing} and watch it until {TimeProvider.System.GetUtcNow() + WatchFor:u}"
        : !IsExempting ? Doing : _exemptUntil is { } until ? $"{Doing} and exempt it until {until:u}" : $"{Doing} and exempt it permanently";

    private protected override string ConsequenceUnseen => "it is watched anyway. If this is a mistake, run Remove-GeoSuspension";

    private bool IsExempting => Exempt || ExemptFor is not null || ExemptUntil is not null;

    private GeoJudgement Judgement => FalsePositive ? GeoJudgement.FalsePositive : ConfirmedAbuse ? GeoJudgement.Abuse : GeoJudgement.None;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var now = TimeProvider.System.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        if (PasswordChanged && IsExempting)
        {
            ThrowTerminatingError(Errors.ExemptAndWatched());
        }

        if (ExemptFor is not null && ExemptUntil is not null)
        {
            ThrowTerminatingError(Errors.TwoExemptEnds());
        }

        _exemptUntil = ExemptUntil?.ToUniversalTime() ?? now + ExemptFor;
        if (_exemptUntil <= now)
        {
            ThrowTerminatingError(Errors.EndIsPast(_exemptUntil.Value));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account);

    private protected override async Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken)
    {
        var session = Session;
        if (PasswordChanged)
        {
            var isUnseen = await session.FindAccountAsync(account, cancellationToken).ConfigureAwait(false) is null;
            var change = await session.RecoverAsync(account, WatchFor, Judgement, By, Reason == DefaultReason ? null : Reason, cancellationToken).ConfigureAwait(false);
            return change with { IsUnseen = change.Changed && isUnseen };
        }

        if (IsExempting)
        {
            var standing = await session.FindSuspensionAsync(account, cancellationToken).ConfigureAwait(false);
            if (standing is not { State: GeoSuspensionState.Watched or GeoSuspensionState.Pending or GeoSuspensionState.Active })
            {
                return new GeoChange(standing, false);
            }

            await ExemptAsync(session, account, cancellationToken).ConfigureAwait(false);
        }

        return await session.ResumeAsync(account, Judgement, By, Reason, cancellationToken).ConfigureAwait(false);
    }

    // First the exemption: what arrives between would count. One that stands and does more stays as it is.
    private async Task ExemptAsync(ISession session, string account, CancellationToken cancellationToken)
    {
        var standing = await session.FindExemptionAsync(GeoExemptionKind.Account, account, cancellationToken).ConfigureAwait(false);
        if (standing is not { WatchOnly: false, Expired: false } || (standing.Until ?? DateTimeOffset.MaxValue) < (_exemptUntil ?? DateTimeOffset.MaxValue))
        {
            await session.AddExemptionAsync(GeoExemptionKind.Account, account, false, _exemptUntil, By, Reason, cancellationToken).ConfigureAwait(false);
        }
    }

    private protected override void Changed(string account, GeoChange result)
    {
        if (PasswordChanged && ConfirmedAbuse && result.Suspension is { Judgement: not GeoJudgement.Abuse })
        {
            WriteWarning(Warnings.NothingToJudge(account));
        }

        if (result is { Changed: true, Suspension: { } now } && !_isHoldTold)
        {
            _hosts ??= [.. Wait(account, Session.ReadQueueHostsAsync).Where(host => host.Helper is not null)];
            _isHoldTold = FalsePositive ? TellOfWatchedMail(account, now) || TellOfEarlierMail(account, now) : TellOfSuspendedMail(account, now);
        }
    }

    // What a gate put on hold while the account was watched, no suspension holds.
    private bool TellOfWatchedMail(string account, GeoSuspension now)
    {
        if (_hosts!.Any(host => host.HoldsWatched) && (now.From == GeoSuspensionState.Watched || Record(account, now.Since - MaximumHold).Any(entry => entry.To == GeoSuspensionState.Watched)))
        {
            WriteWarning(Warnings.WatchedMailOnHold(account));
            return true;
        }

        return false;
    }

    // A false positive releases what the suspension that it judges has put on hold, not what one before it has.
    private bool TellOfEarlierMail(string account, GeoSuspension now)
    {
        if (_hosts!.Length > 0 && now.SuspendedAt is { } suspended
            && Record(account, suspended - MaximumHold).TakeWhile(entry => entry.Time < suspended).LastOrDefault(IsOfQueuedMail) is { Action: GeoAuditAction.QueuedMailHeld })
        {
            WriteWarning(Warnings.EarlierMailOnHold(account));
            return true;
        }

        return false;
    }

    // Without a false positive it stays on hold.
    private bool TellOfSuspendedMail(string account, GeoSuspension now)
    {
        if (_hosts!.Length > 0 && now.SuspendedAt is { } suspended && Record(account, suspended).LastOrDefault(IsOfQueuedMail)?.Action == GeoAuditAction.QueuedMailHeld)
        {
            WriteWarning(Warnings.SuspendedMailOnHold(account));
            return true;
        }

        return false;
    }

    private static bool IsOfQueuedMail(GeoAuditEntry entry) => entry.Action is GeoAuditAction.QueuedMailHeld or GeoAuditAction.QueuedMailReleased or GeoAuditAction.QueuedMailDeleted;

    private IEnumerable<GeoAuditEntry> Record(string account, DateTimeOffset from) =>
        Stream(account, cancellationToken => Session.ReadAuditLogAsync(account, new GeoTimeRange(from, null), cancellationToken));

    private protected override void WouldChange(string account)
    {
        if (PasswordChanged)
        {
            if (Wait(account, cancellationToken => Session.FindAccountAsync(account, cancellationToken)) is null)
            {
                WriteWarning(Warnings.NeverSeen(account, "it would still be watched"));
            }

            return;
        }

        var now = Wait(account, cancellationToken => Session.FindSuspensionAsync(account, cancellationToken));
        if (now is not { State: GeoSuspensionState.Watched or GeoSuspensionState.Pending or GeoSuspensionState.Active })
        {
            WriteWarning($"{Errors.NotSuspended(account, now).Exception.Message} It would not change.");
        }
    }

    private protected override ErrorRecord? Unchanged(string account, GeoSuspension? now) => PasswordChanged ? Errors.AlreadyRecovered(account, now!) : Errors.NotSuspended(account, now);
}
