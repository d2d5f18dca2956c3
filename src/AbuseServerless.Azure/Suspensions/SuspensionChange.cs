using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>The result of an attempt to change the state of an account.</summary>
/// <param name="Suspension">Its state now; null if there was never a decision.</param>
/// <param name="Changed">Whether this attempt changed it.</param>
public sealed record SuspensionChange(Suspension? Suspension, bool Changed)
{
    /// <summary>Its state before this attempt; null if there was never a decision.</summary>
    public Suspension? Before { get; init; }
}
