using AbuseServerless.Azure.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Functions;

/// <summary>Tells systems, subscribers and operators what has happened.</summary>
/// <remarks>A timer of its own: it waits for receivers, and neither the events of a partition nor the reconciler of suspensions may wait with it.</remarks>
public sealed partial class DeliverNotifications(NotificationOutbox outbox, EnforcementSwitch enforcement, ILogger<DeliverNotifications> logger)
{
    /// <summary>Runs every ten seconds, and not before the last run has ended.</summary>
    [Function(nameof(DeliverNotifications))]
    public async Task RunAsync([TimerTrigger("*/10 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        // Subscribers are told of what is refused only: whether it is, is read a moment after the start.
        if (!enforcement.IsRead)
        {
            return;
        }

        var delivered = await outbox.DeliverAsync(cancellationToken);
        if (delivered > 0)
        {
            Log.Delivered(logger, delivered);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1303, LogLevel.Information, "Delivered {Delivered} notifications.")]
        public static partial void Delivered(ILogger logger, int delivered);
    }
}
