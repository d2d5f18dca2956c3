using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Presence;

/// <summary>What a worker knows of itself.</summary>
/// <remarks>Databases that cannot be opened end no worker: mail servers are answered without them, and the health check says so.</remarks>
internal sealed class WorkerPresence(
    IOptions<GeolocationOptions> geolocation, Detector rules, IServiceProvider services, SuspensionSnapshot snapshot) : IPresence
{
    /// <inheritdoc/>
    public string Kind => "worker";

    /// <inheritdoc/>
    public PresenceRow Tell(PresenceRow row) => Tell(row, Geolocator());

    private PresenceRow Tell(PresenceRow row, IGeolocator? geolocator) => row with
    {
        Thresholds = rules.Settings,
        RulesVersion = rules.Version,
        DatabaseVersion = geolocator?.DatabaseVersion,
        DatabaseBuilt = (geolocator as DatabaseGeolocator)?.OldestBuild,
        DatabaseLongestAge = geolocation.Value.LongestAge,
        LastEvent = IngestionMetrics.Newest?.Enqueued,
        Lag = IngestionMetrics.Newest?.Lag,
        SnapshotAge = snapshot.Age,
        Refused = snapshot.Count,
    };

    private IGeolocator? Geolocator()
    {
        try
        {
            return services.GetRequiredService<IGeolocator>();
        }
        catch (GeolocationDatabaseException)
        {
            return null;
        }
    }
}
