using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>What became of an attempt to change where an account stands.</summary>
/// <param name="Suspension">Where it stands now; null where nothing was ever decided.</param>
/// <param name="Changed">Whether this attempt changed it.</param>
public sealed record SuspensionChange(Suspension? Suspension, bool Changed);
