using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Notifications;

/// <summary>Tells receivers what is due, at least once. The channels run beside each other, each with a bounded number of attempts, at a bounded number of a time.</summary>
/// <remarks>
/// A notification is deleted after its receiver has it. A crash between the two tells it again, with the same id.
/// </remarks>
public sealed partial class NotificationOutbox(
    NotificationTable table,
    DeadLetterTable deadLetters,
    IEnumerable<INotificationSender> senders,
    IOptions<NotificationOptions> options,
    TimeProvider time,
    ILogger<NotificationOutbox> logger)
{
    private const int MaximumPerRun = 200;
    private const int Parallelism = 8;

    // No attempt begins later than this in a run. A receiver that lets all of them wait holds the run for one timeout more.
    private static readonly TimeSpan MaximumRunTime = TimeSpan.FromSeconds(10);

    private readonly INotificationSender[] _enabled = [.. senders.Where(sender => sender.IsEnabled)];

    /// <summary>Makes the attempts that are due.</summary>
    /// <returns>How many were delivered.</returns>
    /// <exception cref="StorageException">Storage failed on a channel; the others were served. What was not settled is tried again.</exception>
    public async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var delivered = await Task.WhenAll(Enum.GetValues<NotificationChannel>().Select(channel => DeliverAsync(channel, cancellationToken))).ConfigureAwait(false);
        return delivered.Sum();
    }

    private async Task<int> DeliverAsync(NotificationChannel channel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Array.Find(_enabled, sender => sender.Channel == channel) is not { } sender)
        {
            await table.DropAsync(channel, now, cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var delivered = 0;
        var started = time.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(table.ReadDueAsync(channel, now, cancellationToken).Take(MaximumPerRun), parallel, async (found, cancel) =>
        {
            if (found.Due is not { } due)
            {
                await SetAsideAsync(channel, found.Row, cancel).ConfigureAwait(false);
            }
            else if (time.GetElapsedTime(started) < MaximumRunTime && await AttemptAsync(sender, due, cancel).ConfigureAwait(false))
            {
                Interlocked.Increment(ref delivered);
            }
        }).ConfigureAwait(false);
        return delivered;
    }

    private async Task<bool> AttemptAsync(INotificationSender sender, DueNotification due, CancellationToken cancellationToken)
    {
        var notification = due.Notification;
        var result = await IsPastAsync(notification, cancellationToken).ConfigureAwait(false) ? DeliveryResult.NotWanted : await SendAsync(sender, notification, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var failures = due.Failures + 1;
        var next = result.Outcome == DeliveryOutcome.Failed ? BackOff.Next(options.Value, failures, notification.Time, now) : null;
        NotificationMetrics.Count(notification.Channel, result.Outcome, next is null, now - notification.Time);
        if (result.Outcome is DeliveryOutcome.Delivered or DeliveryOutcome.NotWanted)
        {
            // Whoever stops the process now: the receiver has it.
            await table.RemoveAsync(due.RowKey, CancellationToken.None).ConfigureAwait(false);
            return result.Outcome == DeliveryOutcome.Delivered;
        }

        if (next is { } later)
        {
            await table.PostponeAsync(due, later, cancellationToken).ConfigureAwait(false);
            Log.Failed(logger, notification.Channel, notification.Id, failures, result.Detail, later);
        }
        else
        {
            await deadLetters.AddAsync([UndeliveredNotification.Of(notification, failures, result.Detail)], cancellationToken).ConfigureAwait(false);
            await table.RemoveAsync(due.RowKey, cancellationToken).ConfigureAwait(false);
            Log.GivenUp(logger, notification.Channel, notification.Id, failures, result.Detail);
        }

        return false;
    }

    // Edited by hand, damaged, or of a later version: none of those behind it waits for one that will never be read.
    private async Task SetAsideAsync(NotificationChannel channel, TableEntity row, CancellationToken cancellationToken)
    {
        var letter = UndeliveredNotification.OfUnreadable(channel, row, time.GetUtcNow());
        await deadLetters.AddAsync([letter], cancellationToken).ConfigureAwait(false);
        await table.RemoveAsync(row.RowKey, cancellationToken).ConfigureAwait(false);
        NotificationMetrics.Count(channel, DeliveryOutcome.Refused, true, time.GetUtcNow() - letter.Enqueued);
        Log.Unreadable(logger, channel);
    }

    // The mail says that nothing is stopped: false by now where the account is suspended, and idle where the watch was lifted.
    private async Task<bool> IsPastAsync(Notification notification, CancellationToken cancellationToken) =>
        notification is SuspensionNotification { Channel: NotificationChannel.WatchedSubscriber, Transition.Account: var account }
        && await table.FindStateAsync(account, cancellationToken).ConfigureAwait(false) is not SuspensionState.Watched;

    private async Task<DeliveryResult> SendAsync(INotificationSender sender, Notification notification, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.SendAsync(notification, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Not foreseen by the sender: one notification stops no other.
            Log.Threw(logger, notification.Channel, notification.Id, e);
            return DeliveryResult.Failed($"The attempt failed ({e.GetType().Name}).");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1300, LogLevel.Warning, "Notification {Id} could not be delivered to {Channel} (attempt {Attempt}): {Detail} Next attempt: {Next:u}.")]
        public static partial void Failed(ILogger logger, NotificationChannel channel, string id, int attempt, string detail, DateTimeOffset next);

        [LoggerMessage(1301, LogLevel.Error, "Notification {Id} to {Channel} was abandoned after {Attempts} attempts and is in the dead-letter table: {Detail}")]
        public static partial void GivenUp(ILogger logger, NotificationChannel channel, string id, int attempts, string detail);

        [LoggerMessage(1304, LogLevel.Error, "A notification to {Channel} cannot be read. It was abandoned and is in the dead-letter table.")]
        public static partial void Unreadable(ILogger logger, NotificationChannel channel);

        // At Debug: the exception's own text may hold names and addresses.
        [LoggerMessage(1302, LogLevel.Debug, "Notification {Id} could not be delivered to {Channel}.")]
        public static partial void Threw(ILogger logger, NotificationChannel channel, string id, Exception exception);
    }
}
