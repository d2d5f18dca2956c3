using AbuseServerless.AuthPolicy;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AbuseServerless.Functions.Readiness;

/// <summary>Whether the suspensions were read: before that every login is allowed.</summary>
internal sealed class SuspensionsCheck(SuspensionSnapshot snapshot) : IHealthCheck
{
    public const string Name = "suspensions";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(new HealthCheckResult(snapshot.IsLoaded ? HealthStatus.Healthy : HealthStatus.Unhealthy));
}
