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

    /// <summary>The subscriber of an account that has become watched, by mail: a flood of watches delays no mail about a suspension.</summary>
    WatchedSubscriber,
}
