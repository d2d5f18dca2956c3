using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Report;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Makes reports.</summary>
internal sealed class Reports(ReportReader reader, PresenceTable presence, Enforcement enforcement)
{
    /// <exception cref="EngineException">There is no such time zone.</exception>
    public async Task<string> MakeAsync(GeoReportFormat format, GeoReportLanguage language, int days, string? timeZone, CancellationToken cancellationToken)
    {
        timeZone ??= (await presence.ReadAsync(cancellationToken).ConfigureAwait(false)).Where(row => row.TimeZone is not null).MaxBy(row => row.Time)?.TimeZone ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone))
        {
            throw new EngineException(EngineFault.BadTimeZone, $"'{timeZone}' is not a known time zone; use an IANA name such as Asia/Tokyo.");
        }

        var mode = await enforcement.ModeAsync(cancellationToken).ConfigureAwait(false);
        var data = await reader.ReadAsync(new ReportScope(days, zone) { Study = true }, cancellationToken).ConfigureAwait(false);
        var report = ReportModel.Of(data with { Mode = mode });
        return format == GeoReportFormat.Json ? ReportJson.Write(report) : ReportPage.File(report, language == GeoReportLanguage.Ja ? ReportLanguage.Ja : ReportLanguage.En);
    }
}
