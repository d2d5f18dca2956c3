namespace AbuseServerless.Notifications;

/// <summary>How an attempt to tell somebody ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>There is nobody to tell, such as the subscriber of an account whose name is no mail address.</summary>
    NotWanted,

    /// <summary>It failed and may succeed later.</summary>
    Failed,

    /// <summary>It failed and would fail again.</summary>
    Refused,
}
