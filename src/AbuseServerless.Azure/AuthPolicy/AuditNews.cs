using AbuseServerless.AuthPolicy;
using AbuseServerless.Queue;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>What those who refuse hear from the audit log; one of the four, or none where it is of a later version.</summary>
/// <param name="Time">Of what it tells, by the clock of the machine that wrote it: what its key begins with.</param>
/// <param name="Standing">Where an account stands from then on.</param>
/// <param name="Command">What an operator orders about queued mail.</param>
/// <param name="IsMode">Whether the mode of enforcement was changed.</param>
/// <param name="IsRestore">Whether a backup was restored.</param>
public readonly record struct AuditNews(DateTimeOffset Time, AccountStanding? Standing = null, QueueCommand? Command = null, bool IsMode = false, bool IsRestore = false);
