namespace AbuseServerless.Notifications;

/// <summary>How a delivery attempt of a notification ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>There is no recipient, for example if an account name is not a mail address.</summary>
    NotWanted,

    /// <summary>It failed and may succeed later.</summary>
    Failed,

    /// <summary>It failed and would fail again.</summary>
    Refused,
}
