using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests;

/// <summary>An alert looks for what exists, and somebody is told what to do about it.</summary>
public sealed partial class AlertTests
{
    [Fact]
    public async Task These_signals_raise_an_alert()
    {
        Assert.Equal(
            ["batches-fail", "dead-letters", "enforcement-fails", "enforcement-not-run", "failing-open", "geolocation", "lag", "no-auth-events", "notifications", "notifications-not-run", "purge-not-run", "reputation", "statistics-not-run", "unreadable"],
            (await LogAlertsAsync()).Select(alert => (string)alert["name"]!).Order(StringComparer.Ordinal));
        var metric = Assert.Single((await Template.LoadAsync()).OfType("Microsoft.Insights/metricAlerts"));
        Assert.Equal("ThrottledRequests", (string?)metric["properties"]!["criteria"]!["allOf"]![0]!["metricName"]);
    }

    [Fact]
    public async Task Every_alert_names_instruments_attributes_and_event_ids_that_exist()
    {
        var alerts = await LogAlertsAsync();
        Assert.All(alerts, alert => Assert.Empty(DocumentedTelemetry.Unknown((string)alert["query"]!)));
        Assert.All(alerts, alert => Assert.True(DocumentedTelemetry.NamesSomething((string)alert["query"]!), (string)alert["query"]!));
    }

    [Fact]
    public async Task Every_timer_that_does_not_run_raises_an_alert()
    {
        var timers = Directory.EnumerateFiles(RepositoryRoot.Combine("functions"), "*.cs").Where(file => File.ReadAllText(file).Contains("[TimerTrigger(", StringComparison.Ordinal));
        var watched = (await LogAlertsAsync()).Where(alert => (string?)alert["fires"] == "none").SelectMany(alert => Watched().Matches((string)alert["query"]!));
        Assert.Equal(timers.Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal), watched.Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_alert_is_in_the_runbook()
    {
        var runbook = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "runbook.md"), TestContext.Current.CancellationToken);
        Assert.Equal(
            (await LogAlertsAsync()).Select(alert => (string)alert["name"]!).Append("throttled").Order(StringComparer.Ordinal),
            Heading().Matches(runbook).SelectMany(heading => heading.Groups[1].Captures).Select(alert => alert.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Functions_that_scaling_names_exist()
    {
        var named = AlwaysReady().Matches((await Template.LoadAsync()).Text).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Subset(Directory.EnumerateFiles(RepositoryRoot.Combine("functions"), "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)!).ToHashSet(), named);
        Assert.Contains("RecordAuthEvents", named);
    }

    private static async Task<IReadOnlyList<JsonNode>> LogAlertsAsync() =>
        [.. (await Template.LoadAsync()).Module("alerts")["variables"]!["logAlerts"]!.AsArray().Select(alert => alert!)];

    [GeneratedRegex("^###(?:,? ([a-z-]+))+$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"Properties\.function\) == ""(\w+)"" and tostring\(Properties\.outcome\) == ""success""")]
    private static partial Regex Watched();

    [GeneratedRegex(@"function:(\w+)")]
    private static partial Regex AlwaysReady();
}
