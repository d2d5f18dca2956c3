using System.Reflection;
using System.Text.Json;

namespace AbuseServerless.Functions.Tests;

/// <summary>What the build tells the Functions host: the same, whichever of the two Event Hubs attributes it was built with.</summary>
public sealed class MetadataTests
{
    [Fact]
    public void The_functions_metadata_are_those_that_azure_reads()
    {
        using var metadata = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "functions.metadata")));
        var functions = metadata.RootElement.EnumerateArray().ToDictionary(function => function.GetProperty("name").GetString()!);
        Assert.Equal(
            ["AccountAllowance", "AccountRecovered", "AuthPolicy", "DeliverNotifications", "DovecotEvents", "EnforceSuspensions", "HealthLive", "HealthReady", "PurgeExpired", "RecordAuthEvents", "RecordDeliveries", "RecoverByLink", "Report", "SummariseDay"],
            functions.Keys.Order());

        AssertJson(
            """
            [{"name":"messages","direction":"In","type":"eventHubTrigger","eventHubName":"%AuthEventsHub%","consumerGroup":"%AuthEventsConsumerGroup%",
              "connection":"EventHubs","cardinality":"Many","dataType":"Binary","properties":{}}]
            """,
            functions["RecordAuthEvents"].GetProperty("bindings"));
        AssertJson(
            """{"strategy":"exponentialBackoff","maxRetryCount":-1,"minimumInterval":"00:00:01","maximumInterval":"00:00:30"}""",
            functions["RecordAuthEvents"].GetProperty("retry"));
        AssertJson(
            """
            [{"name":"messages","direction":"In","type":"eventHubTrigger","eventHubName":"%DeliveryEventsHub%","consumerGroup":"%DeliveryEventsConsumerGroup%",
              "connection":"EventHubs","cardinality":"Many","dataType":"Binary","properties":{}}]
            """,
            functions["RecordDeliveries"].GetProperty("bindings"));
        Assert.Equal(functions["RecordAuthEvents"].GetProperty("retry").ToString(), functions["RecordDeliveries"].GetProperty("retry").ToString());
        AssertJson(Timer("0 * * * * *"), functions["EnforceSuspensions"].GetProperty("bindings"));
        AssertJson(Timer("0 5 * * * *"), functions["SummariseDay"].GetProperty("bindings"));
        AssertJson(Timer("0 35 * * * *"), functions["PurgeExpired"].GetProperty("bindings"));
        AssertJson(Http("accounts/{account}/allowance", "get\",\"put\",\"delete"), functions["AccountAllowance"].GetProperty("bindings"));
        AssertJson(Http("accounts/{account}/recovered"), functions["AccountRecovered"].GetProperty("bindings"));
        AssertJson(Http("policy"), functions["AuthPolicy"].GetProperty("bindings"));
        AssertJson(Http("dovecot-events"), functions["DovecotEvents"].GetProperty("bindings"));
        AssertJson(Http("health/live", "get"), functions["HealthLive"].GetProperty("bindings"));
        AssertJson(Http("health/ready", "get"), functions["HealthReady"].GetProperty("bindings"));
        AssertJson(Http("recover", "get\",\"post"), functions["RecoverByLink"].GetProperty("bindings"));
        AssertJson(Http("report", "get"), functions["Report"].GetProperty("bindings"));
        AssertJson(Timer("*/10 * * * * *"), functions["DeliverNotifications"].GetProperty("bindings"));
    }

    [Fact]
    public void The_worker_starts_as_a_dotnet_isolated_one()
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "worker.config.json")));
        Assert.Equal("dotnet-isolated", config.RootElement.GetProperty("description").GetProperty("language").GetString());
        Assert.Equal("AbuseServerless.Functions.dll", config.RootElement.GetProperty("description").GetProperty("defaultWorkerPath").GetString());
    }

    private static string Timer(string schedule) => $$"""[{"name":"timer","direction":"In","type":"timerTrigger","schedule":"{{schedule}}","properties":{ } }]""";

    private static string Http(string route, string method = "post") =>
        $$"""
        [{"name":"request","direction":"In","type":"httpTrigger","authLevel":"Anonymous","methods":["{{method}}"],"route":"{{route}}","properties":{ } },
         {"name":"$return","type":"http","direction":"Out"}]
        """;

    private static string Output
    {
        get
        {
            var configuration = typeof(MetadataTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
            return RepositoryRoot.Combine("functions", "bin", configuration, "net10.0");
        }
    }

    private static void AssertJson(string expected, JsonElement actual)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(document.RootElement, actual), $"Expected {expected}, but it is {actual}");
    }
}
