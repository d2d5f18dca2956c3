using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using AbuseServerless.PowerShell.Border;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The domain's values as the cmdlets put them out.</summary>
internal static class Output
{
    public static GeoSuspension Suspension(Suspension suspension) => new()
    {
        Account = suspension.Account.Value,
        State = (GeoSuspensionState)suspension.State,
        From = (GeoSuspensionState?)suspension.From,
        Since = suspension.Since,
        Net = suspension.Decision?.Net,
        By = suspension.By,
        Reason = suspension.Reason,
        Until = suspension.Until,
        Measured = suspension.Decision?.Measured,
        Threshold = suspension.Decision?.Threshold,
        Summary = suspension.Decision?.Summary,
        ExemptedSlots = suspension.Decision?.ExemptedSlots,
        Countries = Countries(suspension),
        Evidence = Evidence(suspension),
        WindowStart = suspension.Decision?.WindowStart,
        WindowEnd = suspension.Decision?.WindowEnd,
        Activations = suspension.Activations,
        Judgement = (GeoJudgement)suspension.Judgement,
        LastAttempt = suspension.LastAttempt,
        RulesVersion = suspension.Decision?.RulesVersion,
        DatabaseVersion = suspension.Decision?.DatabaseVersion,
    };

    public static GeoAuditEntry AuditEntry(AuditEntry entry) => entry.Exemption is { } exemption ? AuditEntry(exemption) : AuditEntry(entry.Transition!);

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

    private static GeoAuditEntry AuditEntry(Suspension transition) => new()
    {
        Account = transition.Account.Value,
        Time = transition.Since,
        From = (GeoSuspensionState?)transition.From,
        To = (GeoSuspensionState)transition.State,
        Transition = transition.Transitions,
        Net = transition.Decision?.Net,
        By = transition.By,
        Reason = transition.Reason,
        Until = transition.Until,
        Measured = transition.Decision?.Measured,
        Threshold = transition.Decision?.Threshold,
        Summary = transition.Decision?.Summary,
        ExemptedSlots = transition.Decision?.ExemptedSlots,
        Countries = Countries(transition),
        Evidence = Evidence(transition),
        WindowStart = transition.Decision?.WindowStart,
        WindowEnd = transition.Decision?.WindowEnd,
        Activations = transition.Activations,
        Judgement = (GeoJudgement)transition.Judgement,
        RulesVersion = transition.Decision?.RulesVersion,
        DatabaseVersion = transition.Decision?.DatabaseVersion,
    };

    public static GeoChange Change(SuspensionChange change) => new(change.Suspension is { } now ? Suspension(now) : null, change.Changed);

    public static GeoDeadLetter DeadLetter(DeadLetter letter) => new(
        letter.Enqueued, letter.Rejection.Reason.ToString(), letter.Rejection.Detail, letter.Hub, letter.Partition, letter.SequenceNumber, letter.Body);

    private static string[] Countries(Suspension suspension) => [.. suspension.Decision?.Countries.Select(country => country.Country) ?? []];

    private static GeoEvidence[] Evidence(Suspension suspension) =>
        [.. suspension.Decision?.Countries.Select(Evidence) ?? []];

    // The last sighting is known to the slot, the first one often to the millisecond: told so, the last would come before the first.
    private static GeoEvidence Evidence(CountryEvidence country) =>
        new(country.Country, country.First, country.Last < country.First ? country.First : country.Last, country.Address);
}
