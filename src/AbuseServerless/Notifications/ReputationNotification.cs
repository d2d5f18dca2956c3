using AbuseServerless.Reputation;

namespace AbuseServerless.Notifications;

/// <summary>A notification of a lost or recovered reputation.</summary>
/// <param name="Channel">Who.</param>
/// <param name="Change">What.</param>
public sealed record ReputationNotification(NotificationChannel Channel, ReputationChange Change) : Notification(Channel)
{
    /// <inheritdoc/>
    /// <remarks>The subject is <c>reputation:</c> and the provider.</remarks>
    public override string Id { get; } = IdOf(Change.Since, Change.Number, "reputation:" + Change.Provider);

    /// <inheritdoc/>
    public override DateTimeOffset Time => Change.Since;

    /// <inheritdoc/>
    public override int Number => Change.Number;

    /// <summary>Systems and operators are notified, but not subscribers.</summary>
    public static IEnumerable<ReputationNotification> Of(ReputationChange change) =>
        [new(NotificationChannel.Webhook, change), new(NotificationChannel.Operator, change)];
}
