using AbuseServerless.Suspensions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AbuseServerless.Functions.Readiness;

/// <summary>The answer to a question after health: <c>{"status":"ok","failing":[],"mode":"Observe"}</c>, with 200 or 503.</summary>
internal sealed class ReadinessResult : JsonResult
{
    public ReadinessResult(bool ok, IEnumerable<string> failing, EnforcementMode mode)
        : base(new { status = ok ? "ok" : "failing", failing, mode = mode.ToString() })
        => StatusCode = ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
}
