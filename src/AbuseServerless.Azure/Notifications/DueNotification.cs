using System.Globalization;
using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Notifications;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Notifications;

/// <summary>
/// A row beside the suspensions, written in the same transaction as what somebody is to be told, and deleted when that was done. Its key begins with the channel and the time at which
/// the next attempt is due: each channel reads just what it has to do, and none stands in another's way.
/// </summary>
/// <param name="Notification">What is to be told to whom.</param>
/// <param name="Due">When to try next.</param>
/// <param name="Failures">Attempts that failed.</param>
internal sealed record DueNotification(Notification Notification, DateTimeOffset Due, int Failures)
{
    private const string Prefix = "n:";

    public string RowKey => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Notification.Channel}:{Due.UtcTicks:D19}:{Notification.Id}");

    /// <summary>A notification that is due since it happened.</summary>
    public static DueNotification Of(Notification notification) => new(notification, notification.Time, 0);

    /// <summary>Filter for what is due on a channel.</summary>
    public static string DueAt(NotificationChannel channel, DateTimeOffset now)
    {
        var first = $"{Prefix}{channel}:";
        var last = string.Create(CultureInfo.InvariantCulture, $"{first}{now.UtcTicks + 1:D19}");
        return TableClient.CreateQueryFilter($"PartitionKey eq {SuspensionEntity.Partition} and RowKey ge {first} and RowKey lt {last}");
    }

    public TableEntity Write()
    {
        var row = Notification switch
        {
            SuspensionNotification told => SuspensionEntity.Write(told.Transition, SuspensionEntity.Partition, RowKey),
            ReputationNotification told => ReputationEntity.Write(told.Change, RowKey),
            _ => throw new NotSupportedException($"A notification of type {Notification.GetType().Name} has no row."),
        };
        row[nameof(Notification.Channel)] = Notification.Channel.ToString();
        row[nameof(Due)] = Due;
        row[nameof(Failures)] = Failures;
        return row;
    }

    public static DueNotification Read(TableEntity row)
    {
        var channel = row.Known<NotificationChannel>(nameof(Notification.Channel));
        return new(
            ReputationEntity.IsOne(row) ? new ReputationNotification(channel, ReputationEntity.Read(row)) : new SuspensionNotification(channel, SuspensionEntity.Read(row)),
            row.Time(nameof(Due)),
            row.GetInt32(nameof(Failures))!.Value);
    }
}
