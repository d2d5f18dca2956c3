using AbuseServerless.Azure;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Local.Stack;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Local.Commands;

/// <summary>Checks settings of the functions before anything is started with them.</summary>
internal static class FunctionSettings
{
    // What the host reads, logging and telemetry.
    private static readonly string[] Others = ["AzureFunctionsJobHost:extensions:eventHubs:maxEventBatchSize", "Logging:*", "APPLICATIONINSIGHTS_*", "OTEL_*"];

    private const string PlaceholderKey = "00000000000000000000000000000000";

    /// <summary>What is wrong with some settings and with those of the environment, which the functions inherit, in one line; null where the functions start with them.</summary>
    /// <param name="settings">By name, <c>:</c> or <c>__</c> between sections. They go before the environment.</param>
    public static string? FindWrong(IReadOnlyDictionary<string, string> settings)
    {
        var all = AppSettingsOfStack.Of("", "", PlaceholderKey, PlaceholderKey, settings);
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(all.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        var services = new ServiceCollection().AddLogging().AddAbuseServerless(configuration);
        string[] known = [.. services.SettingNames(), .. SettingsRegistration.Connections, .. Others];
        if (SettingsRegistration.Unknown(all.Keys, known).FirstOrDefault() is { } unknown)
        {
            return $"Setting {unknown} is unknown.{Nearest.Hint(unknown, known)}";
        }

        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return null;
        }
        catch (Exception e) when (StartFailure.Explain(e) is not null)
        {
            return StartFailure.Explain(e);
        }
    }
}
