namespace AbuseServerless.Suspensions;

/// <summary>Whether suspended accounts are refused.</summary>
public enum EnforcementMode
{
    /// <summary>Suspended accounts are refused.</summary>
    Enforce,

    /// <summary>Everything is recorded as it would have been, and nobody is refused.</summary>
    Observe,
}
