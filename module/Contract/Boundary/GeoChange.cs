namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What became of an attempt to change where an account stands.</summary>
/// <param name="Suspension">Where it stands now; null where nothing was ever decided.</param>
/// <param name="Changed">Whether this attempt changed it.</param>
public sealed record GeoChange(GeoSuspension? Suspension, bool Changed)
{
    /// <summary>Whether the account was never seen: nothing is remembered of it, and nothing was ever decided before.</summary>
    public bool IsUnseen { get; init; }
}
