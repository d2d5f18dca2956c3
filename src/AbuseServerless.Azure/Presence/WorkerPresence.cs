using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Statistics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Presence;

/// <summary>What a worker knows of itself.</summary>
/// <remarks>Databases that cannot be opened end no worker: mail servers are answered without them, and the health check says so.</remarks>
internal sealed class WorkerPresence(IOptions<GeolocationOptions> geolocation, IOptions<StatisticsOptions> statistics, IServiceProvider services, SuspensionSnapshot snapshot) : IPresence
{
    /// <inheritdoc/>
    public string Kind => "worker";

    /// <inheritdoc/>
    public PresenceRow Tell(PresenceRow row) => WithRules(row) with
    {
        DatabaseMaximumAge = geolocation.Value.MaximumAge,
        LastEvent = IngestionMetrics.Newest?.Enqueued,
        Lag = IngestionMetrics.Newest?.Lag,
        NotStored = IngestionMetrics.NotStored?.Messages,
        LastNotStored = IngestionMetrics.NotStored?.Last,
        NotStoredLate = IngestionMetrics.NotStoredLate?.Messages,
        LastNotStoredLate = IngestionMetrics.NotStoredLate?.Last,
        TimeZone = statistics.Value.TimeZone,
        SnapshotAge = snapshot.Age,
        Refused = snapshot.Count,
    };

    private PresenceRow WithRules(PresenceRow row)
    {
        try
        {
            var rules = services.GetRequiredService<Detector>();
            var geolocator = services.GetRequiredService<IGeolocator>();
            return row with
            {
                Thresholds = rules.Settings,
                RulesVersion = rules.Version,
                DatabaseVersion = geolocator.DatabaseVersion,
                DatabaseBuilt = (geolocator as DatabaseGeolocator)?.OldestBuild,
            };
        }
        catch (GeolocationDatabaseException)
        {
            return row;
        }
    }
}
