using AbuseServerless.AuthPolicy;
using AbuseServerless.Queue;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>What those who refuse hear from the audit log; one of the three, or none where it is of a later version.</summary>
/// <param name="Standing">Where an account stands from then on.</param>
/// <param name="Command">What an operator orders about queued mail.</param>
/// <param name="IsMode">Whether the mode of enforcement was changed.</param>
public readonly record struct AuditNews(AccountStanding? Standing = null, QueueCommand? Command = null, bool IsMode = false);
