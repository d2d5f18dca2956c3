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
    public async Task Every_value_that_a_parameter_allows_is_allowed_further_in()
    {
        var parameters = (await Template.LoadAsync()).Root["parameters"]!.AsObject()
            .Where(parameter => parameter.Value!["allowedValues"] is not null && (string?)parameter.Value["type"] != "array")
            .Select(parameter => (Name: parameter.Key, Values: parameter.Value!["allowedValues"]!.AsArray().Select(value => value!.ToJsonString().Replace('"', '\'')).ToArray()))
            .ToList();
        Assert.Contains(parameters, parameter => parameter.Name == "instanceMemoryMB");
        for (var i = 0; i < parameters.Max(parameter => parameter.Values.Length); i++)
        {
            // Of sizes and redundancies some do not go together.
            await Prediction.OfAsync([.. parameters.Select(parameter => $"param {parameter.Name} = {parameter.Values[i % parameter.Values.Length]}"), "param zoneRedundant = false"]);
        }
    }

    [Fact]
    public async Task Partitions_stay_as_they_were_made_when_a_size_is_chosen_later()
    {
        var template = await Template.LoadAsync();
        Assert.Equal("[variables('partitions')]", (string?)template.Root["outputs"]!["PARTITION_COUNT"]!["value"]);
        var parameters = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryRoot.Combine("infra", "main.parameters.json"), TestContext.Current.CancellationToken))!["parameters"]!;
        Assert.Equal("${PARTITION_COUNT=0}", (string?)parameters["partitionCount"]!["value"]);

        var grown = await Prediction.OfAsync("param scale = 'medium'", "param partitionCount = 8");
        Assert.All(grown.OfType("Microsoft.EventHub/namespaces/eventhubs"), hub => Assert.Equal(8, (int)hub["properties"]!["partitionCount"]!));
        Assert.Equal("672", (string?)Settings(grown)["Activity__CacheMegabytes"]);
    }

    [Fact]
    public async Task Where_instances_are_spread_over_zones_two_of_each_kind_that_is_kept_running_are()
    {
        var prediction = await Prediction.OfAsync("param scale = 'small'", "param zoneRedundant = true");
        Assert.Equal([("function:RecordAuthEvents", 2), ("http", 2)], AlwaysReady(prediction));
        var none = await Prediction.OfAsync("param scale = 'large'", "param alwaysReadyInstances = 0");
        Assert.Equal([("http", 2)], AlwaysReady(none));

        static IEnumerable<(string, int)> AlwaysReady(Prediction prediction) =>
            prediction.Single("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]!.AsArray().Select(kind => ((string)kind!["name"]!, (int)kind["instanceCount"]!));
    }

    [Theory]
    [InlineData("Standard_LRS")]
    [InlineData("Standard_GRS")]
    public async Task Storage_in_one_zone_and_functions_in_several_are_refused(string storageSku)
    {
        var error = await Prediction.RefusedAsync("param scale = 'large'", $"param storageSku = '{storageSku}'");
        Assert.Contains("Zone redundancy needs storageSku Standard_ZRS or Standard_GZRS.", error, StringComparison.Ordinal);
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
