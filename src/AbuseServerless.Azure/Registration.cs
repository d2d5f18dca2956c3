using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Deliveries;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Notifications;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Report;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Azure.SharedOrigins;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Thresholds;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Notifications;
using AbuseServerless.Portal;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure;

/// <summary>Registers what the functions are made of.</summary>
public static class Registration
{
    /// <summary>
    /// Adds detection and enforcement over the storage account that the settings name. Settings are checked when the host starts; the error names the setting. Who is told of transitions
    /// depends on the senders that are registered beside.
    /// </summary>
    public static IServiceCollection AddAbuseServerless(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<ActivityOptions>(configuration, ActivityOptions.Section);
        services.AddChecked<NetsOptions>(configuration, NetsOptions.Section);
        services.AddChecked<EnforcementOptions>(configuration, EnforcementOptions.Section);
        services.AddChecked<DeadLetterOptions>(configuration, DeadLetterOptions.Section);
        services.AddChecked<NotificationOptions>(configuration, NotificationOptions.Section);
        services.AddChecked<GeolocationOptions>(configuration, GeolocationOptions.Section);

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new Tables(StorageConnection.Open(configuration, StorageConnection.Counted()), provider.GetService<ILogger<Tables>>()));
        services.AddSingleton<DatabaseGeolocator>();
        services.AddSingleton<IGeolocator>(provider => provider.GetRequiredService<DatabaseGeolocator>());
        services.AddSingleton<IAsnLookup, AsnDatabase>();
        services.AddSingleton<Detector>();
        services.AddSingleton<SuspensionRules>();
        services.AddSingleton<ActivityTable>();
        services.AddSingleton<AuditTable>();
        services.AddSingleton<DeadLetterTable>();
        services.AddSingleton<ExemptionTable>();
        services.AddSingleton<ExemptionSnapshot>();
        services.AddSingleton<SuspensionTable>();
        services.AddSingleton<EnforcementTable>();
        services.AddSingleton<NotificationTable>();
        services.AddSingleton<NotificationOutbox>();
        services.AddSingleton<ThresholdReader>();
        services.AddSingleton<PlanTable>();
        services.AddSingleton(provider => new AccountRulesSnapshot(
            provider.GetRequiredService<PlanTable>(),
            provider.GetRequiredService<Detector>(),
            configuration,
            provider.GetRequiredService<IGeolocator>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AccountRulesSnapshot>>()));
        services.AddSingleton<OriginTable>();
        services.AddSingleton<OriginRecorder>();
        services.AddSingleton<ActivityRecorder>();
        services.AddSingleton<AuthEventReader>();
        services.AddSingleton<AuthEventProcessor>();
        services.AddDeliveries(configuration);
        services.AddReport(configuration);
        services.AddChecked<PortalOptions>(configuration, PortalOptions.Section);
        services.AddSingleton<PortalAccess>();
        services.AddSingleton<IPresence, WorkerPresence>();
        services.AddPresence();
        return services.AddAuthPolicy(configuration);
    }

    /// <summary>
    /// Adds what a gate beside a mail server shares with the functions: the policy server over a snapshot of the suspensions, and a publisher of AUTH events. The gate adds where reports go.
    /// </summary>
    public static IServiceCollection AddAuthPolicyGate(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<EnforcementOptions>(configuration, EnforcementOptions.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new Tables(StorageConnection.Open(configuration, StorageConnection.Counted()), provider.GetService<ILogger<Tables>>()));
        services.AddSingleton<AuditTable>();
        services.AddSingleton<EnforcementTable>();
        services.AddSingleton(_ => new BucketPublisher(EventHubsConnection.OpenProducer(configuration, EventHubsConnection.Impatient())));
        services.AddPolicyServer(configuration);
        services.AddPresence();
        return services;
    }

    /// <summary>Adds a publisher of delivery events that were written before, under a key.</summary>
    public static void AddDeliveryPublisher(this IServiceCollection services, IConfiguration configuration, string key) => services.AddKeyedSingleton(
        key,
        (_, _) => new BucketPublisher(EventHubsConnection.OpenProducer(configuration, EventHubsConnection.Impatient(), configuration[EventHubsConnection.DeliveryEventsSetting] ?? EventHubsConnection.DeliveryEvents)));

    // Of whom, an IPresence says.
    private static void AddPresence(this IServiceCollection services)
    {
        services.AddSingleton<PresenceTable>();
        services.AddSingleton<ImportedLogTable>();
        services.AddHostedService<PresenceWriter>();
    }
}
