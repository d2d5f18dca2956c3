namespace AbuseServerless;

/// <summary>Whether what is tried again and again fails at present, so that an outage is told once, however many attempts it takes.</summary>
public sealed class Outage
{
    /// <summary>Whether the last attempt failed.</summary>
    public bool IsOn { get; private set; }

    /// <summary>An attempt failed.</summary>
    /// <returns>Whether it is the first one that did.</returns>
    public bool Begin() => IsOn != (IsOn = true);

    /// <summary>An attempt did not fail.</summary>
    /// <returns>Whether the one before it did.</returns>
    public bool End() => IsOn != (IsOn = false);
}
