using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Infra.Tests.Bicep;
using AbuseServerless.Local;

namespace AbuseServerless.Infra.Tests;

/// <summary>An alert looks for what exists: functions by their names, log messages by the words that the code logs.</summary>
public sealed partial class AlertTests
{
    [Fact]
    public async Task These_signals_raise_an_alert()
    {
        var alerts = await LogAlertsAsync();
        Assert.Equal(
            ["dead-letters", "enforcement-not-run", "functions-fail", "geolocation", "lag", "no-auth-events"],
            alerts.Select(alert => (string)alert["name"]!).Order(StringComparer.Ordinal));
        var metric = Assert.Single((await Template.LoadAsync()).OfType("Microsoft.Insights/metricAlerts"));
        Assert.Equal("ThrottledRequests", (string?)metric["properties"]!["criteria"]!["allOf"]![0]!["metricName"]);
    }

    [Fact]
    public async Task Functions_that_alerts_and_scaling_name_exist()
    {
        var template = await Template.LoadAsync();
        var named = (await LogAlertsAsync()).SelectMany(alert => FunctionName().Matches((string)alert["query"]!)).SelectMany(match => Quoted().Matches(match.Value))
            .Select(match => match.Groups[1].Value)
            .Concat(AlwaysReady().Matches(template.Text).Select(match => match.Groups[1].Value))
            .ToHashSet();
        Assert.Subset(Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)!).ToHashSet(), named);
        Assert.Contains("RecordAuthEvents", named);
    }

    [Fact]
    public async Task Words_that_alerts_look_for_are_logged()
    {
        var source = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var words = (await LogAlertsAsync()).SelectMany(alert => Words().Matches((string)alert["query"]!)).SelectMany(match => Quoted().Matches(match.Value))
            .Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(3, words.Count);
        Assert.All(words, word => Assert.Contains(word, source, StringComparison.Ordinal));
    }

    [Theory] // The first is from the documentation of the trigger's telemetry.
    [InlineData("Trigger Details: PartionId: 6, Offset: 3985758552064-3985758624640, EnqueueTimeUtc: 2022-10-31T12:51:58.1750000+00:00-2022-10-31T12:52:03.8160000+00:00, SequenceNumber: 3712266-3712275, Count: 10", "2022-10-31T12:51:58.1750000")]
    [InlineData("Trigger Details: PartionId: 2, Offset: 27648-27648, EnqueueTimeUtc: 2022-05-27T12:43:11.7650000Z-2022-05-27T12:43:11.7650000Z, SequenceNumber: 48-48, Count: 1", "2022-05-27T12:43:11.7650000")]
    public async Task Lag_is_told_from_the_oldest_event_of_a_batch(string message, string oldest)
    {
        var query = (await LogAlertsAsync()).Where(alert => (string?)alert["name"] == "lag").Select(alert => (string)alert["query"]!).Single();
        var pattern = Extract().Match(query).Groups[1].Value;
        Assert.Equal(oldest, Regex.Match(message, pattern).Groups[1].Value);
    }

    private static async Task<IReadOnlyList<JsonNode>> LogAlertsAsync() =>
        [.. (await Template.LoadAsync()).Module("alerts")["variables"]!["logAlerts"]!.AsArray().Select(alert => alert!)];

    [GeneratedRegex("""Name (?:== "\w+"|in \([^)]+\))""")]
    private static partial Regex FunctionName();

    [GeneratedRegex("""has(?:_any)? (?:"[^"]+"|\([^)]+\))""")]
    private static partial Regex Words();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"function:(\w+)")]
    private static partial Regex AlwaysReady();

    [GeneratedRegex("""extract\("([^"]+)",""")]
    private static partial Regex Extract();
}
