namespace AbuseServerless.PowerShell.Boundary;

/// <summary>The result of an attempt to change the state of an account.</summary>
/// <param name="Suspension">Its state now; null if there was never a decision.</param>
/// <param name="Changed">Whether this attempt changed it.</param>
public sealed record GeoChange(GeoSuspension? Suspension, bool Changed)
{
    /// <summary>Whether the account was never seen: it has no stored activity, and there was never a decision before.</summary>
    public bool IsUnseen { get; init; }
}
