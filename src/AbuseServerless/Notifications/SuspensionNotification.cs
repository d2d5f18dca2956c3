using AbuseServerless.Suspensions;

namespace AbuseServerless.Notifications;

/// <summary>A notification of a transition.</summary>
/// <param name="Channel">Who.</param>
/// <param name="Transition">What.</param>
public sealed record SuspensionNotification(NotificationChannel Channel, Suspension Transition) : Notification(Channel)
{
    /// <inheritdoc/>
    /// <remarks>The subject is the normalised name of the account: the id names what the audit row's key names.</remarks>
    public override string Id { get; } = IdOf(Transition.Since, Transition.Transitions, Transition.Account.Value);

    /// <inheritdoc/>
    public override DateTimeOffset Time => Transition.Since;

    /// <inheritdoc/>
    public override int Number => Transition.Transitions;

    /// <summary>The channels to notify of a transition.</summary>
    public static IEnumerable<SuspensionNotification> Of(Suspension transition) => ChannelsOf(transition).Select(channel => new SuspensionNotification(channel, transition));

    private static NotificationChannel[] ChannelsOf(Suspension transition) => (transition.From, transition.State) switch
    {
        // One transition begins a watch, and no further verdict is one: it is told once. The watch after a password change (with an end) is nothing to tell whoever has just changed it.
        (_, SuspensionState.Watched) => transition.Until is null ? [NotificationChannel.WatchedSubscriber] : [],
        (_, SuspensionState.Pending or SuspensionState.Historical) => [],

        // Systems that mirror the state want to know of a new end, or that a watch was given up. For the people nothing has changed.
        (SuspensionState.Active, SuspensionState.Active) => [NotificationChannel.Webhook],
        (not SuspensionState.Active, SuspensionState.Lifted or SuspensionState.Expired) => [NotificationChannel.Webhook],

        _ => [NotificationChannel.Webhook, NotificationChannel.Subscriber, NotificationChannel.Operator],
    };
}
