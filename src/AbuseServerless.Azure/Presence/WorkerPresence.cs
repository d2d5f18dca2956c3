using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Presence;

/// <summary>What a worker knows of itself.</summary>
internal sealed class WorkerPresence(
    IOptions<GeolocationOptions> geolocation, Detector rules, IGeolocator geolocator, SuspensionSnapshot snapshot) : IPresence
{
    /// <inheritdoc/>
    public string Kind => "worker";

    /// <inheritdoc/>
    public PresenceRow Tell(PresenceRow row) => row with
    {
        Thresholds = rules.Settings,
        RulesVersion = rules.Version,
        DatabaseVersion = geolocator.DatabaseVersion,
        DatabaseBuilt = (geolocator as DatabaseGeolocator)?.OldestBuild,
        DatabaseLongestAge = geolocation.Value.LongestAge,
        LastEvent = IngestionMetrics.Newest?.Enqueued,
        Lag = IngestionMetrics.Newest?.Lag,
        SnapshotAge = snapshot.Age,
        Refused = snapshot.Count,
    };
}
