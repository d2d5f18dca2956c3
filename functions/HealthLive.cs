using AbuseServerless.Functions.Readiness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Tells whoever asks that the process answers.</summary>
public sealed class HealthLive
{
    /// <summary><c>GET /api/health/live</c>: 200, whatever else is the matter.</summary>
    [Function(nameof(HealthLive))]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) => new ReadinessResult(true, []);
}
