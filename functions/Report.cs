using System.IO.Compression;
using System.Text;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Report;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Detection;
using AbuseServerless.Report;
using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AbuseServerless.Functions;

/// <summary>Shows operators what has become of the reputation and of the accounts. It names accounts: nothing of it is cached or logged.</summary>
public sealed class Report(
    ReportAccess access, ReportReader reader, SummaryOnDemand summary, IOptions<ReportOptions> options, IOptions<StatisticsOptions> statistics, IOptions<NetsOptions> nets, EnforcementSwitch enforcement)
{
    /// <summary>
    /// <c>GET /api/report</c>, with <c>days</c>, <c>lang</c>, <c>format</c> and <c>study</c> in the query (<see cref="ReportRequest"/>): 401 and nothing else without the key, given as HTTP Basic password, so that a browser
    /// asks for it, or in a header. Of the function host's keys none is needed: they would stand in the address.
    /// </summary>
    [Function(nameof(Report))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "report")] HttpRequest request, CancellationToken cancellationToken)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        if (!access.Admit(request.Headers[AccessKeys.Header], request.Headers.Authorization, request.Headers[ReportAccess.PrincipalHeader]))
        {
            if (access.HasKey)
            {
                headers.WWWAuthenticate = "Basic realm=\"AbuseServerless\", charset=\"UTF-8\"";
            }

            return new StatusCodeResult(StatusCodes.Status401Unauthorized);
        }

        if (ReportRequest.Read(request, options.Value.Days) is not { } wanted)
        {
            return new StatusCodeResult(StatusCodes.Status400BadRequest);
        }

        var timeZone = TimeZoneInfo.FindSystemTimeZoneById(statistics.Value.TimeZone);
        var scope = new ReportScope(wanted.Days, timeZone) { Nets = nets.Value, Thresholds = CountryThresholds.Of(nets.Value.Countries), Statistics = statistics.Value, Study = wanted.Study };
        await summary.RefreshAsync(cancellationToken);
        var data = await reader.ReadAsync(scope, cancellationToken);
        var report = ReportModel.Of(data with { Mode = enforcement.Mode });
        if (wanted.Json)
        {
            return Answer(request, ReportJson.Write(report), ReportJson.ContentType);
        }

        headers.ContentSecurityPolicy = ReportPage.ServedPolicy;
        headers.ContentLanguage = wanted.Language == ReportLanguage.Ja ? "ja" : "en";
        headers.Vary = "Accept-Language";
        return Answer(request, ReportPage.Served(report, wanted.Language), ReportPage.ContentType);
    }

    // A page is mostly scripts and numbers: gzip leaves a third of it.
    private static BytesResult Answer(HttpRequest request, string text, string contentType)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var headers = request.HttpContext.Response.Headers;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (!request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "gzip" && encoding.Quality is not 0))
        {
            return new BytesResult(body, contentType);
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(body);
        }

        headers.ContentEncoding = "gzip";
        return new BytesResult(packed.ToArray(), contentType);
    }
}
