using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Notifications;

/// <summary>A transition that somebody is to be told.</summary>
/// <param name="Channel">Who.</param>
/// <param name="Transition">What.</param>
public sealed record Notification(NotificationChannel Channel, Suspension Transition)
{
    /// <summary>
    /// The transition's identity, the same on every channel and at every attempt: the first 16 bytes of the SHA-256 of the UTF-8 text <c>TICKS:NUMBER:ACCOUNT</c> as 32 hexadecimal digits,
    /// lower case. TICKS is the time in units of 100 ns since 0001-01-01, UTC, in 19 digits; NUMBER the transition's; ACCOUNT the normalised name. So it names what the audit row's key names.
    /// </summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Transition.Since.UtcTicks:D19}:{Transition.Transitions}:{Transition.Account.Value}"))).AsSpan(0, 16));

    /// <summary>Who is told of a transition.</summary>
    public static IEnumerable<NotificationChannel> ChannelsOf(Suspension transition) => (transition.From, transition.State) switch
    {
        (_, SuspensionState.Watched or SuspensionState.Pending) => [],

        // Systems that mirror the state want to know of a new end, or that a watch was given up. For the people nothing has changed.
        (SuspensionState.Active, SuspensionState.Active) => [NotificationChannel.Webhook],
        (not SuspensionState.Active, SuspensionState.Lifted or SuspensionState.Expired) => [NotificationChannel.Webhook],

        _ => [NotificationChannel.Webhook, NotificationChannel.Subscriber, NotificationChannel.Operator],
    };
}
