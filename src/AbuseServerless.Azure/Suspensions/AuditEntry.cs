using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>An entry of the audit log: a transition of an account, a change of the exemptions or of the mode of enforcement, or another act of an operator; one of the four.</summary>
/// <param name="Transition">The transition.</param>
/// <param name="Exemption">The change of the exemptions.</param>
/// <param name="Enforcement">The change of the mode.</param>
/// <param name="Act">The act.</param>
public sealed record AuditEntry(Suspension? Transition, ExemptionChange? Exemption, EnforcementChange? Enforcement = null, OperatorAct? Act = null);
