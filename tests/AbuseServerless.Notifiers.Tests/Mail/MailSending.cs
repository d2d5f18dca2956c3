using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Notifiers.Tests.Mail;

/// <summary>Sends as an installation whose settings have everybody told.</summary>
internal static class MailSending
{
    public static Task<DeliveryResult> SendAsync(
        SmtpSink sink, NotificationChannel channel, Suspension transition, Action<MailOptions>? configure = null, EnforcementMode mode = EnforcementMode.Enforce) =>
        SendAsync(sink.Port, channel, transition, new FakeTimeProvider(Transitions.Now), configure, mode);

    public static Task<DeliveryResult> SendAsync(
        int port,
        NotificationChannel channel,
        Suspension transition,
        FakeTimeProvider time,
        Action<MailOptions>? configure = null,
        EnforcementMode mode = EnforcementMode.Enforce) =>
        SendAsync(port, new SuspensionNotification(channel, transition), time, configure, mode);

    public static async Task<DeliveryResult> SendAsync(
        int port, Notification notification, FakeTimeProvider time, Action<MailOptions>? configure = null, EnforcementMode mode = EnforcementMode.Enforce)
    {
        void Configure(NotificationOptions options)
        {
            var mail = options.Mail;
            (mail.Host, mail.Port, mail.Security) = ("127.0.0.1", port, MailSecurity.None);
            (mail.From, mail.OperatorTo, mail.ToSubscriber, mail.ToWatchedSubscriber) = ("メール窓口 <support@example.jp>", "noc@example.jp", true, true);
            (mail.Contact, mail.TimeZone) = ("03-0000-0000", "Asia/Tokyo");
            configure?.Invoke(mail);
        }

        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time)
            .Configure<NotificationOptions>(Configure).Configure<EnforcementOptions>(options => options.Mode = mode).AddNotifiers().BuildServiceProvider();
        var sender = services.GetServices<INotificationSender>().Single(one => one.Channel == notification.Channel);
        Assert.True(sender.IsEnabled);
        return await sender.SendAsync(notification, TestContext.Current.CancellationToken);
    }
}
