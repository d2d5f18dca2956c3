namespace AbuseServerless.Notifications;

/// <summary>Delivers to the receivers of one channel. It may be called for several notifications at a time, and again for one that was delivered.</summary>
public interface INotificationSender
{
    /// <summary>The channel.</summary>
    NotificationChannel Channel { get; }

    /// <summary>Whether the settings name a receiver. What is due on a channel without one is dropped.</summary>
    bool IsEnabled { get; }

    /// <summary>Makes one attempt, of a bounded time.</summary>
    Task<DeliveryResult> SendAsync(Notification notification, CancellationToken cancellationToken);
}
