namespace AbuseServerless.PowerShell;

/// <summary>Where in a mail server's queue a message is.</summary>
public enum GeoQueueState
{
    /// <summary>Just come.</summary>
    Incoming,

    /// <summary>Being delivered.</summary>
    Active,

    /// <summary>Tried again later.</summary>
    Deferred,

    /// <summary>On hold.</summary>
    Held,
}
