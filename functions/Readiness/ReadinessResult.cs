using AbuseServerless.Suspensions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AbuseServerless.Functions.Readiness;

/// <summary>The answer to a question after health: <c>{"status":"ok","failing":[],"mode":"Observe"}</c>, with 200 or 503; the mode where it was asked for.</summary>
internal sealed class ReadinessResult : JsonResult
{
    public ReadinessResult(bool ok, IEnumerable<string> failing, EnforcementMode? mode = null)
        : base(mode is null ? (object)new { status = Status(ok), failing } : new { status = Status(ok), failing, mode = mode.ToString() })
        => StatusCode = ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    private static string Status(bool ok) => ok ? "ok" : "failing";
}
