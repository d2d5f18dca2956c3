using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>Tells the operators by mail.</summary>
internal sealed class OperatorMailSender(
    SmtpTransport transport, IOptions<NotificationOptions> options, EnforcementSwitch enforcement, TimeProvider time) : INotificationSender
{
    private readonly Lazy<MailComposer> _composer = new(() => new MailComposer(options.Value.Mail, time));

    public NotificationChannel Channel => NotificationChannel.Operator;

    public bool IsEnabled => options.Value.Mail is var mail && mail.IsEnabled() && !string.IsNullOrEmpty(mail.OperatorTo);

    public Task<DeliveryResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var to = MailboxAddress.Parse(options.Value.Mail.OperatorTo);
        var enforced = enforcement.IsOn;
        var message = _composer.Value.Compose(notification, to, writer => writer.ToOperator(notification, enforced));
        return transport.SendAsync(message, cancellationToken);
    }
}
