using System.Globalization;
using System.Text.Json.Nodes;
using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests;

/// <summary>What follows from the one parameter for size, in the template as it would be deployed.</summary>
public sealed class ScaleTests
{
    // docs/performance.md, memory: all that a worker takes for a million accounts beyond its start, and what host, runtime and databases take.
    private const double BytesOfCachedByte = 2.7;
    private const long BytesBeside = 900_000_000;

    [Theory]
    [InlineData("small", 8, 1, 4, 2048, 1, 1, 128, 1000, 2000, 5000, false)]
    [InlineData("medium", 16, 2, 10, 4096, 2, 2, 672, 2500, 5000, 10_000, false)]
    [InlineData("large", 32, 10, 32, 4096, 8, 2, 832, 5000, 10_000, 20_000, true)]
    public async Task A_size_sets(
        string scale, int partitions, int units, int maximumUnits, int memory, int ready, int readyHttp, int cached, int batch, int prefetch, int threshold, bool zoneRedundant)
    {
        var prediction = await Prediction.OfAsync($"param scale = '{scale}'");
        var hubs = prediction.OfType("Microsoft.EventHub/namespaces/eventhubs").ToList();
        Assert.Equal(2, hubs.Count);
        Assert.All(hubs, hub => Assert.Equal(partitions, (int)hub["properties"]!["partitionCount"]!));
        var space = prediction.Single("Microsoft.EventHub/namespaces");
        Assert.Equal((units, maximumUnits), ((int)space["sku"]!["capacity"]!, (int)space["properties"]!["maximumThroughputUnits"]!));
        var scaling = prediction.Single("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!;
        Assert.Equal(memory, (int)scaling["instanceMemoryMB"]!);
        Assert.Equal([("function:RecordAuthEvents", ready), ("http", readyHttp)], scaling["alwaysReady"]!.AsArray().Select(kind => ((string)kind!["name"]!, (int)kind["instanceCount"]!)));
        var settings = Settings(prediction);
        Assert.Equal(
            [cached, batch, prefetch, threshold],
            new[] { "Activity__CacheMegabytes", Hub + "maxEventBatchSize", Hub + "prefetchCount", Hub + "targetUnprocessedEventThreshold" }
                .Select(name => int.Parse((string)settings[name]!, CultureInfo.InvariantCulture)));
        Assert.Equal(zoneRedundant, (bool)prediction.Single("Microsoft.Web/serverfarms")["properties"]!["zoneRedundant"]!);

        Assert.True(maximumUnits <= partitions, "Units beyond partitions cannot be used.");
        Assert.Equal(0, partitions % ready);
        Assert.True((cached * 1_048_576L * BytesOfCachedByte) + BytesBeside <= memory * 1_048_576L, "What is remembered has no room.");

        // The table of docs/performance.md has the same numbers.
        var page = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "performance.md"), TestContext.Current.CancellationToken);
        var row = $"| `{scale}` | {partitions} | {units} to {maximumUnits} | {memory:N0} MB | {ready} + {readyHttp} | {cached:N0} MiB | {batch:N0} | {prefetch:N0} | {threshold:N0} | {(zoneRedundant ? "yes" : "no")} |";
        Assert.Contains(row, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_value_can_be_set_by_itself()
    {
        var prediction = await Prediction.OfAsync(
            "param scale = 'large'",
            "param partitionCount = 24",
            "param eventHubsCapacity = 3",
            "param eventHubsMaximumThroughputUnits = 5",
            "param instanceMemoryMB = 2048",
            "param alwaysReadyInstances = 0",
            "param alwaysReadyHttpInstances = 1",
            "param zoneRedundant = false",
            "param appSettings = { Activity__CacheMegabytes: '512' }");
        Assert.All(prediction.OfType("Microsoft.EventHub/namespaces/eventhubs"), hub => Assert.Equal(24, (int)hub["properties"]!["partitionCount"]!));
        var space = prediction.Single("Microsoft.EventHub/namespaces");
        Assert.Equal((3, 5), ((int)space["sku"]!["capacity"]!, (int)space["properties"]!["maximumThroughputUnits"]!));
        var scaling = prediction.Single("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!;
        Assert.Equal((2048, "http"), ((int)scaling["instanceMemoryMB"]!, (string)Assert.Single(scaling["alwaysReady"]!.AsArray())!["name"]!));
        Assert.Equal("512", (string?)Settings(prediction)["Activity__CacheMegabytes"]);
        Assert.False((bool)prediction.Single("Microsoft.Web/serverfarms")["properties"]!["zoneRedundant"]!);
    }

    private const string Hub = "AzureFunctionsJobHost__extensions__eventHubs__";

    private static JsonNode Settings(Prediction prediction) =>
        prediction.OfType("Microsoft.Web/sites/config").Single(config => ((string)config["name"]!).EndsWith("/appsettings", StringComparison.Ordinal))["properties"]!;
}
