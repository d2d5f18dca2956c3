namespace AbuseServerless.Deliveries;

/// <summary>The result of an attempt to deliver a message to one recipient.</summary>
public enum DeliveryStatus
{
    /// <summary>The remote server took the message. Final.</summary>
    Sent,

    /// <summary>It did not, and will be asked again.</summary>
    Deferred,

    /// <summary>It will not be asked again: the sender was told. Final.</summary>
    Bounced,

    /// <summary>The message was too long in the queue after deferrals. Final; no attempt of its own.</summary>
    Expired,
}
