using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>What is on record: a transition of an account or a change of the exemptions, one of the two.</summary>
/// <param name="Transition">The transition.</param>
/// <param name="Exemption">The change.</param>
public sealed record AuditEntry(Suspension? Transition, ExemptionChange? Exemption);
