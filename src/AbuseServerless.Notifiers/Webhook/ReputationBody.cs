using AbuseServerless.Notifications;

namespace AbuseServerless.Notifiers.Webhook;

/// <summary>A lost or recovered reputation as JSON: <c>docs/schemas/reputation-notification.schema.json</c>. Times are UTC.</summary>
internal sealed record ReputationBody(
    string Id, DateTime Time, string Provider, string Standing, int Crossing, DateOnly Day, long Attempts, long Refused, double Share, double Threshold)
{
    public static ReputationBody Of(ReputationNotification notification)
    {
        var change = notification.Change;
        return new ReputationBody(
            notification.Id,
            change.Since.UtcDateTime,
            change.Provider,
            change.Standing.ToString(),
            change.Number,
            change.Day,
            change.Attempts,
            change.Refused,
            change.Share,
            change.Threshold);
    }
}
