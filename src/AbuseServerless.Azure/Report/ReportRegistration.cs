using AbuseServerless.Azure.Settings;
using AbuseServerless.Report;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AbuseServerless.Azure.Report;

/// <summary>Registers what the report is read with, and who may see it.</summary>
internal static class ReportRegistration
{
    /// <summary>Needs the time, the tables and the daily statistics.</summary>
    public static void AddReport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<ReportOptions>(configuration, ReportOptions.Section);
        services.AddSingleton<ReportAccess>();
        services.AddSingleton<ReportReader>();
    }
}
