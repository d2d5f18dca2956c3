namespace AbuseServerless.Suspensions;

/// <summary>The state of an account: Watched → Pending → Active → Lifted or Expired, and then again.</summary>
public enum SuspensionState
{
    /// <summary>A net finds it suspicious, or its password was changed in the last days; nothing is refused.</summary>
    Watched,

    /// <summary>To be suspended; the timer activates it.</summary>
    Pending,

    /// <summary>Authentication is refused.</summary>
    Active,

    /// <summary>An operator resumed the account.</summary>
    Lifted,

    /// <summary>The suspension, or the watch after a password change, reached its end.</summary>
    Expired,

    /// <summary>A net would have triggered, but the evidence arrived too late to act on (<c>Enforcement:MaximumEvidenceAge</c>): nothing is refused, and nobody is notified.</summary>
    Historical,
}
