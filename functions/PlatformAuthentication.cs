using AbuseServerless.Report;
using Microsoft.Extensions.Configuration;

namespace AbuseServerless.Functions;

/// <summary>The sign-in that App Service puts in front of the functions.</summary>
internal static class PlatformAuthentication
{
    private const string Entra = ReportOptions.Section + ":" + nameof(ReportOptions.Entra);

    /// <summary>Refuses <c>Report:Entra</c> on Azure where the platform does not say that its authentication is on: whoever sends the header of a signed-in person would see the report.</summary>
    /// <exception cref="InvalidOperationException">The message names the settings.</exception>
    public static void EnsureOnForReport(IConfiguration configuration)
    {
        var trusted = bool.TryParse(configuration[Entra], out var entra) && entra;
        var onAzure = !string.IsNullOrEmpty(configuration["WEBSITE_SITE_NAME"]);
        var on = bool.TryParse(configuration["WEBSITE_AUTH_ENABLED"], out var enabled) && enabled;
        if (trusted && onAzure && !on)
        {
            throw new InvalidOperationException(
                $"Setting {Entra} is true, and App Service authentication is off (WEBSITE_AUTH_ENABLED is not True): anyone could open the report. Set reportClientId in the deployment's parameters, or {Entra} to false.");
        }
    }
}
