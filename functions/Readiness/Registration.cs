using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Functions.Readiness;

/// <summary>Registers what has to hold for the functions to be ready.</summary>
internal static class Registration
{
    /// <summary>Adds the checks.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StorageCheck>(StorageCheck.Name)
            .AddCheck<SuspensionsCheck>(SuspensionsCheck.Name)
            .AddCheck<GeolocationCheck>(GeolocationCheck.Name);

        // The answer says it; with every question after it in the log as well, whoever asks could fill that.
        return services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
    }
}
