using System.Collections.Concurrent;
using AbuseServerless.Notifications;

namespace AbuseServerless.Azure.Tests.Notifications;

/// <summary>Remembers whom it told what, and answers as the test says.</summary>
internal sealed class RecordingSender(NotificationChannel channel) : INotificationSender
{
    public ConcurrentQueue<Notification> Told { get; } = new();

    /// <summary>What of it is about suspensions.</summary>
    public IEnumerable<SuspensionNotification> Transitions => Told.OfType<SuspensionNotification>();

    public DeliveryResult Answer { get; set; } = DeliveryResult.Delivered;

    public NotificationChannel Channel => channel;

    public bool IsEnabled => true;

    public Task<DeliveryResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Told.Enqueue(notification);
        return Task.FromResult(Answer);
    }

    /// <summary>One for each channel that is told of suspensions.</summary>
    public static RecordingSender[] All() =>
        [.. Enum.GetValues<NotificationChannel>().Where(channel => channel != NotificationChannel.WatchedSubscriber).Select(channel => new RecordingSender(channel))];
}
