using System.Globalization;
using System.Text.Json;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Ingestion;
using AbuseServerless.Notifications;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Notifications;

/// <summary>A notification that was given up, as a dead letter. Its body names the transition, whose evidence is in the audit log, or the day of a provider, whose numbers are in the statistics.</summary>
internal static class UndeliveredNotification
{
    // The dead letter's key holds it, escaped.
    private const int MaximumKeyLength = 64;

    public static DeadLetter Of(Notification notification, int failures, string detail)
    {
        var attempts = failures.ToString(CultureInfo.InvariantCulture);
        return new DeadLetter(
            $"notifications/{notification.Channel}/{notification.Id}",
            0,
            notification.Number,
            notification.Time,
            new Rejection(RejectReason.Undelivered, $"Abandoned after {attempts} {(failures == 1 ? "attempt" : "attempts")}. {detail}"),
            Body(notification));
    }

    /// <summary>One that cannot be read. Its body is what the row holds.</summary>
    public static DeadLetter OfUnreadable(NotificationChannel channel, TableEntity row, DateTimeOffset now) => new(
        $"notifications/{channel}/{(row.RowKey.Length <= MaximumKeyLength ? row.RowKey : row.RowKey[^MaximumKeyLength..])}",
        0,
        0,
        row.Timestamp ?? now,
        new Rejection(RejectReason.Undelivered, "Abandoned without an attempt. Its row cannot be read."),
        JsonSerializer.Serialize(row.Where(column => !column.Key.StartsWith("odata.", StringComparison.Ordinal)).ToDictionary(column => column.Key, column => column.Value?.ToString()), JsonSerializerOptions.Web));

    private static string Body(Notification notification) => notification switch
    {
        SuspensionNotification { Transition: var transition } => JsonSerializer.Serialize(
            new Suspended(transition.Account.Value, transition.State.ToString(), transition.Transitions, notification.Channel.ToString(), notification.Id), JsonSerializerOptions.Web),
        ReputationNotification { Change: var change } => JsonSerializer.Serialize(
            new Reputation(change.Provider, change.Standing.ToString(), change.Day, notification.Channel.ToString(), notification.Id), JsonSerializerOptions.Web),
        _ => throw new NotSupportedException($"A notification of type {notification.GetType().Name} has no body."),
    };

    private sealed record Suspended(string Account, string State, int Transition, string Channel, string Id);

    private sealed record Reputation(string Provider, string Standing, DateOnly Day, string Channel, string Id);
}
