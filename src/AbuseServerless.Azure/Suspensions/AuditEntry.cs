using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>What is on record: a transition of an account, a change of the exemptions or another act of an operator, one of the three.</summary>
/// <param name="Transition">The transition.</param>
/// <param name="Exemption">The change.</param>
/// <param name="Act">The act.</param>
public sealed record AuditEntry(Suspension? Transition, ExemptionChange? Exemption, OperatorAct? Act);
