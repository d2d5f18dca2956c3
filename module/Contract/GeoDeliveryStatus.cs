namespace AbuseServerless.PowerShell;

/// <summary>The result of an attempt to deliver a message to one recipient.</summary>
public enum GeoDeliveryStatus
{
    /// <summary>The remote server accepted it.</summary>
    Sent,

    /// <summary>It did not, and will be asked again.</summary>
    Deferred,

    /// <summary>It was refused for good.</summary>
    Bounced,

    /// <summary>It was given up after deferrals.</summary>
    Expired,
}
