using System.Text;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Local.FunctionsHost;
using AbuseServerless.Local.Stack;
using AbuseServerless.Testing.Runtime;
using Azure.Data.Tables;

namespace AbuseServerless.Functions.Tests.Telemetry;

/// <summary>The real worker sends its telemetry to a collector, and what arrives is what was done.</summary>
public sealed class ExportTests
{
    private const string Bot = "stolen-login@example.jp";
    private const string Hub = "hub=auth-events";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instruments_and_spans_reach_a_collector_with_the_values_of_what_was_sent_and_nobodys_name()
    {
        await using var collector = await Collector.StartAsync();
        await using var stack = await Stacks.StartAsync(
            new LocalStackOptions
            {
                AsAtItsTime = true,
                Settings = new Dictionary<string, string>
                {
                    ["Enforcement:Mode"] = "Enforce",
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                    ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
                    ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
                    ["OTEL_BLRP_SCHEDULE_DELAY"] = "500",
                    ["Notifications:Webhook:Url"] = new Uri(collector.Address, "hook").ToString(),
                    ["Notifications:Webhook:Secret"] = "a secret of some length",
                },
            },
            Cancellation);
        using var server = new DovecotRequests(stack);
        await PublishAsync(stack,
        [
            .. DovecotRequests.TenCountries.Select(address => Event(Bot, address)), Event("honest@example.jp", "8.8.8.8"), Event("honest@example.jp", "10.1.2.3"),
            Event("guessed@example.jp", "8.8.8.8", success: false), "no JSON of stolen-login@example.jp", """{"time":"2026-11-24T01:02:03Z","account":"stolen-login@example.jp"}""",
        ]);
        await stack.WaitUntilProcessedAsync(Cancellation);
        await server.UntilAsync(Bot, refused: true);
        await server.AllowAsync("honest@example.jp");
        await stack.Host.RunTimerAsync("DeliverNotifications", Cancellation);
        await stack.Host.RunTimerAsync("EnforceSuspensions", Cancellation);
        await new TableClient(stack.Storage, "Suspensions").AddEntityAsync(new TableEntity("suspensions", "w:0 damaged"), Cancellation);
        await Assert.ThrowsAsync<FunctionFailedException>(() => stack.Host.RunTimerAsync("EnforceSuspensions", Cancellation));

        await collector.UntilAsync(it => it["abuseserverless.notifications.attempts", "channel=Webhook", "outcome=delivered"] > 0
            && it["abuseserverless.timer.runs", "function=EnforceSuspensions", "outcome=success"] > 0
            && it["abuseserverless.timer.runs", "function=EnforceSuspensions", "outcome=failure"] > 0
            && it["abuseserverless.policy.snapshot.accounts"] > 0
            && it.Spans.Any(span => span.Name == "store dead letters")
            && Orphans(it).Count == 0);
        Assert.Equal(12, collector["abuseserverless.ingestion.events", Hub, "outcome=counted"]);
        Assert.Equal(1, collector["abuseserverless.ingestion.events", Hub, "outcome=ignored"]);
        Assert.Equal(2, collector["abuseserverless.ingestion.events", Hub, "outcome=rejected"]);
        Assert.Equal(1, collector["abuseserverless.ingestion.placeless", "place=private"]);
        Assert.Equal(15, collector["abuseserverless.ingestion.batch.size.sum", Hub]);
        Assert.Equal(collector["abuseserverless.ingestion.batch.size", Hub], collector["abuseserverless.ingestion.batch.duration", "outcome=success"]);
        Assert.Equal(collector["abuseserverless.ingestion.batch.size", Hub], collector["abuseserverless.ingestion.lag", Hub]);
        Assert.Equal(1, collector["abuseserverless.dead_letters", "reason=NotJson"]);
        Assert.Equal(1, collector["abuseserverless.dead_letters", "reason=BadAddress"]);
        Assert.Equal(2, collector["abuseserverless.cache.accounts"]);
        Assert.Equal(1, collector["abuseserverless.decisions", "net=Countries", "verdict=Suspend"]);
        Assert.Equal(1, collector["abuseserverless.suspensions.transitions", "to=Active"]);
        Assert.Equal(1, collector["abuseserverless.policy.snapshot.accounts"]);
        Assert.Equal(1, collector["abuseserverless.notifications.attempts", "channel=Webhook"]);
        Assert.True(collector["abuseserverless.policy.allows", "outcome=refused"] >= 1);
        Assert.Equal(collector["abuseserverless.policy.allows"], collector["abuseserverless.policy.allow.duration"]);
        Assert.True(collector["abuseserverless.storage.transactions", "operation=write", "outcome=success"] > 3);

        // Text is UTF-8 in every body, so a name would show whatever it was an attribute of, or in a message of the log.
        var sent = collector.Bodies.Select(Encoding.UTF8.GetString).ToList();
        Assert.Contains(sent, text => text.Contains("auth-events", StringComparison.Ordinal));
        Assert.Contains(sent, text => text.Contains("to the dead-letter table", StringComparison.Ordinal));
        Assert.DoesNotContain(sent, text => text.Contains("Request starting", StringComparison.Ordinal));
        foreach (var secret in (string[])["stolen-login", "honest@", "guessed@", .. DovecotRequests.TenCountries, stack.PolicyKey])
        {
            Assert.All(sent, text => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Application_insights_gets_names_attributes_and_event_ids_under_the_columns_that_the_alerts_query()
    {
        await using var collector = await Collector.StartAsync();
        await using (var stack = await Stacks.StartAsync(
            new LocalStackOptions
            {
                AsAtItsTime = true,
                Settings = new Dictionary<string, string>
                {
                    ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.Empty};IngestionEndpoint={collector.Address};LiveEndpoint={collector.Address}",
                    ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
                },
            },
            Cancellation))
        {
            await PublishAsync(stack, [Event(Bot, "8.8.8.8"), "no JSON"]);
            await stack.WaitUntilProcessedAsync(Cancellation);
        }

        // A worker that is stopped sends what it has.
        var items = collector.Bodies.SelectMany(body => Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).Where(item => item.TryGetProperty("data", out _))
            .Select(item => item.GetProperty("data")).ToList();
        var counted = items.Where(item => item.GetProperty("baseType").GetString() == "MetricData").Select(item => item.GetProperty("baseData"))
            .Single(metric => metric.GetProperty("metrics")[0].GetProperty("name").GetString() == "abuseserverless.ingestion.events"
                && metric.GetProperty("properties").GetProperty("outcome").GetString() == "counted");
        Assert.Equal(("auth-events", 1), (counted.GetProperty("properties").GetProperty("hub").GetString(), counted.GetProperty("metrics")[0].GetProperty("value").GetDouble()));
        Assert.Contains(items, item => item.GetProperty("baseType").GetString() == "MessageData"
            && item.GetProperty("baseData").GetProperty("properties").TryGetProperty("EventId", out var id) && id.GetString() == "1001");
    }

    // Phases whose batch has not arrived, as it may not have in the moment after they did.
    private static List<Protocol.Span> Orphans(Collector collector)
    {
        var spans = collector.Spans.ToList();
        return [.. spans.Where(span => span.Name is "parse and locate" or "remember and judge" or "store dead letters")
            .Where(phase => !spans.Any(batch => batch.Name == "process batch" && batch.SpanId.Equals(phase.ParentSpanId)))];
    }

    private static async Task PublishAsync(LocalStack stack, IEnumerable<string> lines)
    {
        await using var publisher = new AuthEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
        foreach (var line in lines)
        {
            await publisher.AddAsync(line, Cancellation);
        }

        await publisher.FlushAsync(Cancellation);
    }

    private static string Event(string account, string address, bool success = true) =>
        JsonSerializer.Serialize(new { time = TimeProvider.System.GetUtcNow(), account = AccountName.Parse(account).Value, ip = address, success });
}
