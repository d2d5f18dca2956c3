using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Registers what answers mail servers.</summary>
internal static class AuthPolicyRegistration
{
    /// <summary>Adds the policy server of the functions: reports wait in memory for the hub. Needs the time, the tables and the suspensions.</summary>
    public static IServiceCollection AddAuthPolicy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPolicyServer(configuration);
        services.AddOptions<AuthPolicyOptions>().PostConfigure<IOptions<ActivityOptions>>((policy, activity) => policy.PublishFailures |= activity.Value.CountFailures);
        services.AddSingleton<ReportedLogins>();
        services.AddSingleton<IAuthEventSink>(provider => provider.GetRequiredService<ReportedLogins>());
        services.AddSingleton(_ => new BucketPublisher(EventHubsConnection.OpenProducer(configuration, EventHubsConnection.Impatient())));
        services.AddHostedService<ReportPublisher>();
        return services;
    }

    /// <summary>
    /// Adds what answers from memory, and what keeps the memory fresh. Needs the time, the tables, the suspensions, and an <see cref="IAuthEventSink"/> for what is reported.
    /// </summary>
    internal static void AddPolicyServer(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<AuthPolicyOptions>(configuration, AuthPolicyOptions.Section);
        services.AddSingleton<SuspensionSnapshot>();
        services.AddSingleton<EnforcementSwitch>();
        services.AddSingleton<RefusedAttempts>();
        services.AddSingleton<AuthPolicyMetrics>();
        services.AddSingleton<PolicyKeys>();
        services.AddSingleton<AllowanceTable>();
        services.AddSingleton(provider => new AllowanceGuard(provider.GetRequiredService<EnforcementSwitch>(), provider.GetService<IGeolocator>));
        services.AddHostedService<AllowanceFeed>();
        services.AddSingleton<PolicyServer>();
        services.AddSingleton<StandingReader>();
        services.AddSingleton<RefusedAttemptTable>();
        services.AddSingleton<QueueActTable>();
        services.AddHostedService<SuspensionFeed>();
        services.AddHostedService<RefusedAttemptWriter>();
    }
}
