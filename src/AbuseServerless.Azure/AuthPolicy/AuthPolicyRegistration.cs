using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.EventHubs;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Registers what answers mail servers.</summary>
internal static class AuthPolicyRegistration
{
    /// <summary>Adds the policy server and what works for it in the background. Needs the time, the tables and the suspensions.</summary>
    public static IServiceCollection AddAuthPolicy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<AuthPolicyOptions>(configuration, AuthPolicyOptions.Section);
        services.AddOptions<AuthPolicyOptions>().PostConfigure<IOptions<ActivityOptions>>((policy, activity) => policy.PublishFailures |= activity.Value.CountFailures);

        services.AddSingleton<SuspensionSnapshot>();
        services.AddSingleton<RefusedAttempts>();
        services.AddSingleton<AuthPolicyMetrics>();
        services.AddSingleton<PolicyKeys>();
        services.AddSingleton<PolicyServer>();
        services.AddSingleton<ReportedLogins>();
        services.AddSingleton<IAuthEventSink>(provider => provider.GetRequiredService<ReportedLogins>());
        services.AddSingleton<StandingReader>();
        services.AddSingleton<RefusedAttemptTable>();
        services.AddSingleton(_ => new AuthEventSender(EventHubsConnection.OpenProducer(configuration, Impatient())));
        services.AddHostedService<SuspensionFeed>();
        services.AddHostedService<ReportPublisher>();
        services.AddHostedService<RefusedAttemptWriter>();
        return services;
    }

    // The publisher tries again by itself and must notice an outage, and its end, within seconds.
    private static EventHubProducerClientOptions Impatient() => new()
    {
        RetryOptions = new EventHubsRetryOptions { TryTimeout = TimeSpan.FromSeconds(10), MaximumRetries = 1, MaximumDelay = TimeSpan.FromSeconds(1) },
    };
}
