using AbuseServerless.Exemptions;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>An entry of the audit log: a transition of an account, a change of the exemptions or of the mode of enforcement, another act of an operator, or a command about queued mail; one of the five.</summary>
/// <param name="Transition">The transition.</param>
/// <param name="Exemption">The change of the exemptions.</param>
/// <param name="Enforcement">The change of the mode.</param>
/// <param name="Act">The act.</param>
/// <param name="Command">The command.</param>
public sealed record AuditEntry(Suspension? Transition, ExemptionChange? Exemption, EnforcementChange? Enforcement = null, OperatorAct? Act = null, QueueCommand? Command = null);
