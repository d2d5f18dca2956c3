namespace AbuseServerless.Notifications;

/// <summary>The channels, each independent of the others.</summary>
public enum NotificationChannel
{
    /// <summary>A system, by HTTP.</summary>
    Webhook,

    /// <summary>The account's subscriber, by mail.</summary>
    Subscriber,

    /// <summary>The operators, by mail.</summary>
    Operator,
}
