using AbuseServerless.Notifications;
using AbuseServerless.Notifiers.Mail;
using AbuseServerless.Notifiers.Webhook;
using AbuseServerless.Portal;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AbuseServerless.Notifiers;

/// <summary>Registers those who tell.</summary>
public static class Registration
{
    private static readonly TimeSpan PooledConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds a sender for each channel, over the settings <see cref="NotificationOptions"/>; one without a receiver is not enabled.</summary>
    public static IServiceCollection AddNotifiers(this IServiceCollection services)
    {
        // The factory's own logging names the URL, whose path may be a secret.
        services.AddHttpClient(WebhookSender.Client)
            .RemoveAllLoggers()
            .UseSocketsHttpHandler(static (handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.PooledConnectionLifetime = PooledConnectionLifetime;
            });
        services.TryAddSingleton<EnforcementSwitch>();
        services.AddSingleton<RecoveryLinks>();
        services.AddSingleton<SmtpTransport>();
        services.AddSingleton<INotificationSender, WebhookSender>();
        services.AddSingleton<INotificationSender, SubscriberMailSender>();
        services.AddSingleton<INotificationSender, WatchedSubscriberMailSender>();
        services.AddSingleton<INotificationSender, OperatorMailSender>();
        return services;
    }
}
