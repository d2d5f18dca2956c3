using AbuseServerless.Telemetry;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace AbuseServerless.Functions.Telemetry;

/// <summary>Registers where instruments, spans and logs are sent to.</summary>
internal static class Registration
{
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Each batch and each question of a mail server is a trace: enough of them to see where time goes, and a bill that does not follow the traffic.
    private const double MaximumTracesPerSecond = 5;

    /// <summary>
    /// Sends telemetry to Application Insights where <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is set, and by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is. Without either, logs go to the host
    /// as ever, and instruments can be read with <c>dotnet-counters</c>.
    /// </summary>
    /// <remarks>
    /// HTTP clients and the Azure SDKs are deliberately not instrumented: their spans hold URLs, and a URL of Table Storage holds an account name.
    /// </remarks>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration[AzureMonitor];
        var sendsToAzureMonitor = !string.IsNullOrWhiteSpace(connectionString);
        var sendsByOtlp = !string.IsNullOrWhiteSpace(configuration[Otlp]);
        if (!sendsToAzureMonitor && !sendsByOtlp)
        {
            return services;
        }

        // Of the frameworks what is wrong, and not a line for each request of a mail server.
        services.AddLogging(logging => logging
            .AddFilter<OpenTelemetryLoggerProvider>("Microsoft", LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>("System", LogLevel.Warning));
        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithMetrics(metrics => metrics.AddMeter(Instrumentation.Name, "System.Runtime"))
            .WithTracing(tracing => tracing.AddSource(Instrumentation.Name));
        if (sendsToAzureMonitor)
        {
            var credential = TelemetryCredential.Of(configuration[TelemetryCredential.Setting]);
            telemetry.UseAzureMonitorExporter(options =>
            {
                options.ConnectionString = connectionString;
                options.Credential = credential;
                options.TracesPerSecond = MaximumTracesPerSecond;

                // A warning counts, whether or not the batch that it was logged in is among the spans that are kept.
                options.EnableTraceBasedLogsSampler = false;
            });
        }

        if (sendsByOtlp)
        {
            telemetry.UseOtlpExporter();
        }

        return services;
    }
}
