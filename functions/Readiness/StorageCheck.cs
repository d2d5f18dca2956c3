using AbuseServerless.AuthPolicy;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Functions.Readiness;

/// <summary>Whether storage answers. It is read all the time for the suspensions, so whoever asks causes no request.</summary>
internal sealed class StorageCheck(SuspensionSnapshot snapshot, IOptions<AuthPolicyOptions> options) : IHealthCheck
{
    public const string Name = "storage";

    // One read that is given up, and the next.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(new HealthCheckResult(snapshot.Age <= options.Value.RefreshInterval + Patience ? HealthStatus.Healthy : HealthStatus.Unhealthy));
}
