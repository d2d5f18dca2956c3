namespace AbuseServerless.PowerShell;

/// <summary>Where an account stands: Watched → Pending → Active → Lifted or Expired, and from there on again.</summary>
public enum GeoSuspensionState
{
    /// <summary>A net finds it suspicious; nothing is refused.</summary>
    Watched,

    /// <summary>To be suspended; the timer activates it.</summary>
    Pending,

    /// <summary>Authentication is refused.</summary>
    Active,

    /// <summary>An operator resumed the account.</summary>
    Lifted,

    /// <summary>The suspension's time was over.</summary>
    Expired,

    /// <summary>A net would have closed, on evidence that came too late for anything to be done on it: nothing is refused.</summary>
    Historical,
}
