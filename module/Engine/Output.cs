using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The domain's values as the cmdlets put them out.</summary>
internal static class Output
{
    /// <param name="suspension">Where the account stands.</param>
    /// <param name="mode">Whether suspended accounts are refused; null where that is not known.</param>
    public static GeoSuspension Suspension(Suspension suspension, EnforcementMode? mode) => new()
    {
        Account = suspension.Account.Value,
        State = (GeoSuspensionState)suspension.State,
        Enforced = suspension.State == SuspensionState.Active ? mode is null ? null : mode == EnforcementMode.Enforce : false,
        From = (GeoSuspensionState?)suspension.From,
        Since = suspension.Began.Time,
        Net = suspension is { State: SuspensionState.Watched, IsOver: true } ? null : suspension.Decision?.Net,
        By = suspension.Began.By,
        Reason = suspension.Reason,
        SuspendedAt = suspension.Suspended?.Time,
        SuspendedBy = suspension.Suspended?.By,
        JudgedAt = suspension.Judged?.Time,
        JudgedBy = suspension.Judged?.By,
        LiftedAt = suspension.Ended?.Time,
        LiftedBy = suspension.Ended?.By,
        Until = suspension.Until,
        Measured = suspension.Decision?.Measured,
        Threshold = suspension.Decision?.Threshold,
        Plan = suspension.Decision?.Plan,
        Summary = suspension.Decision?.Summary,
        ExemptedSlots = suspension.Decision?.ExemptedSlots,
        Countries = Countries(suspension.Decision),
        Evidence = Evidence(suspension.Decision),
        WindowStart = suspension.Decision?.WindowStart,
        WindowEnd = suspension.Decision?.WindowEnd,
        Activations = suspension.Activations,
        Judgement = (GeoJudgement)suspension.Judgement,
        LastAttempt = suspension.LastAttempt,
        RulesVersion = suspension.Decision?.RulesVersion,
        DatabaseVersion = suspension.Decision?.DatabaseVersion,
    };

    public static GeoEnforcement Enforcement(EnforcementChange set) =>
        new() { Mode = (GeoEnforcementMode)set.Mode, Since = set.Time, By = set.By, Reason = set.Reason };

    private static GeoAuditEntry AuditEntry(EnforcementChange change) => new()
    {
        Account = "",
        Time = change.Time,
        Action = GeoAuditAction.EnforcementSet,
        Enforcement = (GeoEnforcementMode)change.Mode,
        By = change.By,
        Reason = change.Reason,
    };

    public static GeoAuditEntry AuditEntry(AuditEntry entry) => entry switch
    {
        { Act: { } act } => AuditEntry(act),
        { Command: { } command } => AuditEntry(command),
        { Exemption: { } exemption } => AuditEntry(exemption),
        { Enforcement: { } enforcement } => AuditEntry(enforcement),
        _ => AuditEntry(entry.Transition!),
    };

    private static GeoAuditEntry AuditEntry(OperatorAct act) => new()
    {
        Account = act.Account,
        Time = act.Time,
        Action = Enum.Parse<GeoAuditAction>(act.Kind.ToString()),
        By = act.By,
        Reason = act.Reason,
        Plan = act.Plan.Length > 0 ? act.Plan : null,
        Command = act.Command,
    };

    private static GeoAuditEntry AuditEntry(QueueCommand command) => new()
    {
        Account = command.Account.Value,
        Time = command.Time,
        Action = command.Kind switch
        {
            QueueCommandKind.Hold => GeoAuditAction.QueueHeld,
            QueueCommandKind.Release => GeoAuditAction.QueueReleased,
            QueueCommandKind.Delete => GeoAuditAction.QueueDeleted,
            _ => GeoAuditAction.QueueListed,
        },
        By = command.By,
        Reason = command.Reason,
        Command = command.Id,
    };

    private static GeoAuditEntry AuditEntry(ExemptionChange change) => new()
    {
        Account = change.Exemption.Kind == ExemptionKind.Account ? change.Exemption.Value : "",
        Time = change.Time,
        Action = change.Given ? GeoAuditAction.ExemptionGiven : GeoAuditAction.ExemptionTaken,
        Exemption = $"{change.Exemption.Kind} {change.Exemption.Value}",
        WatchOnly = change.Exemption.WatchOnly,
        By = change.By,
        Reason = change.Reason,
        Until = change.Exemption.Until,
    };

    private static GeoAuditEntry AuditEntry(Suspension transition)
    {
        // What ends a suspension rests on no evidence; the row of what began it has that.
        var decision = transition.IsOver ? null : transition.Decision;
        return new()
        {
            Account = transition.Account.Value,
            Time = transition.Since,
            From = (GeoSuspensionState?)transition.From,
            To = (GeoSuspensionState)transition.State,
            Transition = transition.Transitions,
            Net = decision?.Net,
            By = transition.By,
            Reason = transition.Reason,
            Until = transition.Until,
            Measured = decision?.Measured,
            Threshold = decision?.Threshold,
            Plan = decision?.Plan,
            Summary = decision?.Summary,
            ExemptedSlots = decision?.ExemptedSlots,
            Countries = Countries(decision),
            Evidence = Evidence(decision),
            WindowStart = decision?.WindowStart,
            WindowEnd = decision?.WindowEnd,
            Activations = transition.Activations,
            Judgement = (GeoJudgement)transition.Judgement,
            RulesVersion = decision?.RulesVersion,
            DatabaseVersion = decision?.DatabaseVersion,
        };
    }

    public static GeoChange Change(SuspensionChange change, EnforcementMode? mode) => new(change.Suspension is { } now ? Suspension(now, mode) : null, change.Changed);

    public static GeoDeadLetter DeadLetter(DeadLetter letter) => new(
        letter.Enqueued, letter.Rejection.Reason.ToString(), letter.Rejection.Detail, letter.Hub, letter.Partition, letter.SequenceNumber, letter.Body)
    {
        Messages = letter.Messages,
    };

    private static string[] Countries(Decision? decision) => [.. decision?.Countries.Select(country => country.Country) ?? []];

    private static GeoEvidence[] Evidence(Decision? decision) =>
        [.. decision?.Countries.Select(Evidence) ?? []];

    // The last sighting is known to the slot, the first one often to the millisecond: told so, the last would come before the first.
    private static GeoEvidence Evidence(CountryEvidence country) =>
        new(country.Country, country.First, country.Last < country.First ? country.First : country.Last, country.Address);
}
