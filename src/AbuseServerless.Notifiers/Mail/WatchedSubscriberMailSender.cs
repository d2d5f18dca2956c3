using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>Tells the subscriber by mail that the account has become watched, where its name is a mail address; never while the installation only observes, when nobody is to notice it.</summary>
internal sealed class WatchedSubscriberMailSender(
    SmtpTransport transport, IOptions<NotificationOptions> options, EnforcementSwitch enforcement, TimeProvider time) : INotificationSender
{
    private readonly Lazy<MailComposer> _composer = new(() => new MailComposer(options.Value.Mail, time));

    public NotificationChannel Channel => NotificationChannel.WatchedSubscriber;

    public bool IsEnabled => options.Value.Mail is var mail && mail.IsEnabled() && mail.ToWatchedSubscriber;

    public async Task<DeliveryResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (!enforcement.IsOn || notification is not SuspensionNotification { Transition: var transition } || SubscriberAddress.Of(transition.Account) is not { } to)
        {
            return DeliveryResult.NotWanted;
        }

        var message = _composer.Value.Compose(notification, to, writer => writer.ToWatchedSubscriber(transition));
        return await transport.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }
}
