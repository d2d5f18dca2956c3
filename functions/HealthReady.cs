using AbuseServerless.Functions.Readiness;
using AbuseServerless.Suspensions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AbuseServerless.Functions;

/// <summary>Reports whether the functions can work, and nothing confidential.</summary>
public sealed class HealthReady(HealthCheckService checks, EnforcementSwitch enforcement)
{
    /// <summary><c>GET /api/health/ready</c>: 200 where every check succeeds, else 503; the body names those that fail, and whether suspended accounts are refused.</summary>
    [Function(nameof(HealthReady))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken);
        return new ReadinessResult(
            report.Status == HealthStatus.Healthy,
            report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).Select(check => check.Key).Order(StringComparer.Ordinal),
            enforcement.Mode);
    }
}
