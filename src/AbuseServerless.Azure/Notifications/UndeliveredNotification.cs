using System.Globalization;
using System.Text.Json;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Ingestion;
using AbuseServerless.Notifications;

namespace AbuseServerless.Azure.Notifications;

/// <summary>A notification that was given up, as a dead letter. Its body names the transition, whose evidence is in the audit log.</summary>
internal static class UndeliveredNotification
{
    public static DeadLetter Of(Notification notification, int failures, string detail)
    {
        var transition = notification.Transition;
        var attempts = failures.ToString(CultureInfo.InvariantCulture);
        return new DeadLetter(
            $"notifications/{notification.Channel}/{notification.Id}",
            0,
            transition.Transitions,
            transition.Since,
            new Rejection(RejectReason.Undelivered, $"Given up after {attempts} {(failures == 1 ? "attempt" : "attempts")}. {detail}"),
            JsonSerializer.Serialize(new Body(transition.Account.Value, transition.State.ToString(), transition.Transitions, notification.Channel.ToString(), notification.Id), JsonSerializerOptions.Web));
    }

    private sealed record Body(string Account, string State, int Transition, string Channel, string Id);
}
