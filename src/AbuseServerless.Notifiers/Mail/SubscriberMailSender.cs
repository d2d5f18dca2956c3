using AbuseServerless.Notifications;
using AbuseServerless.Portal;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>Tells the subscriber by mail, where the account's name is a mail address; never while the installation only observes, for then nothing was stopped.</summary>
internal sealed class SubscriberMailSender(
    SmtpTransport transport, RecoveryLinks links, IOptions<NotificationOptions> options, EnforcementSwitch enforcement, TimeProvider time) : INotificationSender
{
    // A recovery address that does not answer for so long: the subscriber is to be told at all.
    private static readonly TimeSpan MaximumOfferAge = TimeSpan.FromHours(1);

    private readonly Lazy<MailComposer> _composer = new(() => new MailComposer(options.Value.Mail, time));

    public NotificationChannel Channel => NotificationChannel.Subscriber;

    public bool IsEnabled => options.Value.Mail is var mail && mail.IsEnabled() && mail.ToSubscriber;

    public async Task<DeliveryResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        // Asked at each attempt: an operator may switch at any time.
        if (!enforcement.IsOn)
        {
            return DeliveryResult.NotWanted;
        }

        if (notification is not SuspensionNotification { Transition: var transition } || SubscriberAddress.Of(transition.Account) is not { } to)
        {
            return DeliveryResult.NotWanted;
        }

        if (links.Offer(transition) is { } link && time.GetUtcNow() - transition.Since < MaximumOfferAge && SubscriberAddress.Elsewhere(options.Value.Mail.RecoveryLink.To, to) is { } elsewhere)
        {
            var offer = _composer.Value.Compose(notification, elsewhere, writer => writer.ToSubscriber(transition, links.AddressOf(link), link.Expires));
            var offered = await transport.SendAsync(offer, cancellationToken).ConfigureAwait(false);
            if (offered.Outcome != DeliveryOutcome.Refused)
            {
                return offered;
            }

            // There is no such address: a link in the mailbox itself would be the thief's too.
        }

        var message = _composer.Value.Compose(notification, to, writer => writer.ToSubscriber(transition));
        return await transport.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }
}
