using System.Text.Json.Nodes;
using AbuseServerless.Functions.Telemetry;
using AbuseServerless.Infra.Tests.Kusto;
using Azure.Core.Pipeline;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>What the functions' own telemetry, with the exporter that they use in Azure, sends to Application Insights.</summary>
internal static class Recording
{
    // Instruments are of the process: one recording at a time.
    private static readonly SemaphoreSlim One = new(1);

    /// <summary>Records what is logged and measured.</summary>
    public static async Task<IReadOnlyList<JsonObject>> EnvelopesAsync(Action<ILoggerFactory> act)
    {
        await One.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // Statistics of the exporter about itself would go to its makers.
            Environment.SetEnvironmentVariable("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true");
            using var insights = new ApplicationInsights();
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                // The exporter keeps what sends for as long as the process lives, one for each connection string.
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint=https://telemetry.invalid/;LiveEndpoint=https://telemetry.invalid/",
            }).Build();
            var services = new ServiceCollection().AddLogging().AddTelemetry(configuration).PostConfigureAll<AzureMonitorExporterOptions>(options =>
            {
                options.Transport = new HttpClientTransport(insights);
                options.DisableOfflineStorage = true;
            });
            await using (var provider = services.BuildServiceProvider())
            {
                foreach (var service in provider.GetServices<IHostedService>())
                {
                    await service.StartAsync(TestContext.Current.CancellationToken);
                }

                act(provider.GetRequiredService<ILoggerFactory>());
                Assert.True(provider.GetRequiredService<MeterProvider>().ForceFlush());
                Assert.True(provider.GetRequiredService<TracerProvider>().ForceFlush());
                Assert.True(provider.GetRequiredService<LoggerProvider>().ForceFlush());
            }

            return [.. insights.Envelopes];
        }
        finally
        {
            One.Release();
        }
    }

    /// <summary>The same, as the tables in which it arrives.</summary>
    public static async Task<IReadOnlyDictionary<string, KustoTable>> TablesAsync(Action<ILoggerFactory> act) => WorkspaceTables.Of(await EnvelopesAsync(act));
}
