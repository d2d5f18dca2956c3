using AbuseServerless.Geolocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Functions.Readiness;

/// <summary>Whether the geolocation databases are open and not too old.</summary>
internal sealed class GeolocationCheck(IServiceProvider services, IOptions<GeolocationOptions> options, TimeProvider time) : IHealthCheck
{
    public const string Name = "geolocation";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Asked for here and not injected: what cannot be opened is a check that fails, and not a question that cannot be answered.
        var age = time.GetUtcNow() - services.GetRequiredService<DatabaseGeolocator>().OldestBuild;
        return Task.FromResult(new HealthCheckResult(age <= options.Value.MaximumAge ? HealthStatus.Healthy : HealthStatus.Unhealthy));
    }
}
