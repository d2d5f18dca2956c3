using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Retention;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Deliveries;
using AbuseServerless.Retention;
using AbuseServerless.Statistics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Deliveries;

/// <summary>Registers what counts deliveries, makes the statistics of them and purges what is over.</summary>
internal static class DeliveryRegistration
{
    /// <summary>Adds it over what is registered already. Settings are checked when the host starts.</summary>
    public static IServiceCollection AddDeliveries(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<DeliveriesOptions>(configuration, DeliveriesOptions.Section);
        services.AddChecked<StatisticsOptions>(configuration, StatisticsOptions.Section);
        services.AddChecked<RetentionOptions>(configuration, RetentionOptions.Section);
        services.AddSingleton(provider => new ProviderTable(provider.GetRequiredService<IOptions<DeliveriesOptions>>().Value.ProvidersFile));
        services.AddSingleton(provider => new ReplyClassifier(provider.GetRequiredService<IOptions<DeliveriesOptions>>().Value.RulesFile));
        services.AddSingleton<DayCalendar>();
        services.AddSingleton<DeliveryCountTable>();
        services.AddSingleton<DeliveryRecorder>();
        services.AddSingleton<DeliveryEventProcessor>();
        services.AddSingleton<DailyStatsTable>();
        services.AddSingleton<ReputationTable>();
        services.AddSingleton<ReputationWatch>();
        services.AddSingleton<AccountSummary>();
        services.AddSingleton<DaySummary>();
        services.AddSingleton<SummaryOnDemand>();
        services.AddSingleton<ExpiredRows>();
        return services;
    }
}
