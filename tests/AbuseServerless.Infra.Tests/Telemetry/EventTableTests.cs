using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Telemetry;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>Where what is logged arrives, as the exporter sends it.</summary>
public sealed partial class EventTableTests
{
    private static readonly string Text = File.ReadAllText(RepositoryRoot.Combine("docs", "telemetry.md"));

    [Fact]
    public async Task The_table_of_events_lists_exactly_the_warnings_and_errors_with_the_tables_to_which_they_are_sent()
    {
        var sent = (await SentAsync()).Select(envelope => $"{Properties(envelope)["EventId"]} {envelope["data"]!["baseData"]!["severityLevel"]} {WorkspaceTables.TableOf(envelope)}")
            .Where(row => row.Split(' ')[1] is not ("Verbose" or "Information"));

        Assert.Equal(
            EventRow().Matches(Text).Select(row => $"{row.Groups["id"].Value} {row.Groups["level"].Value} {row.Groups["table"].Value}").Order(StringComparer.Ordinal),
            sent.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_message_above_debug_is_sent_once_under_its_id_and_category()
    {
        var sent = await SentAsync();

        Assert.Equal(
            LoggedEvents.All.Where(logged => logged.Attribute.Level > LogLevel.Debug).Select(logged => $"{logged.Id} {logged.Method.DeclaringType!.FullName}"),
            sent.OrderBy(envelope => (string)Properties(envelope)["EventId"]!, StringComparer.Ordinal)
                .Select(envelope => $"{Properties(envelope)["EventId"]} {Properties(envelope)["CategoryName"]}"));
    }

    [Fact]
    public async Task A_trace_says_its_text_with_the_values_and_an_exception_what_was_thrown()
    {
        var envelopes = await SentAsync();
        var sent = WorkspaceTables.Of(envelopes);

        Assert.All(sent["AppTraces"].Rows, row => Assert.DoesNotContain('{', (string)row["Message"]!));
        Assert.All(sent["AppExceptions"].Rows, row => Assert.Equal(("why", typeof(InvalidOperationException).FullName), ((string)row["OuterMessage"]!, (string)row["OuterType"]!)));
        Assert.Equal(
            LoggedEvents.All.Where(logged => envelopes.Any(envelope => WorkspaceTables.TableOf(envelope) == "AppExceptions" && (string?)Properties(envelope)["EventId"] == logged.Id)).Select(logged => logged.Attribute.Message),
            envelopes.Where(envelope => WorkspaceTables.TableOf(envelope) == "AppExceptions").OrderBy(envelope => (string)Properties(envelope)["EventId"]!, StringComparer.Ordinal).Select(envelope => (string?)Properties(envelope)["OriginalFormat"]));
    }

    [Fact]
    public async Task Every_documented_span_is_sent_to_the_table_of_dependencies()
    {
        var names = SpanRow().Matches(Text).Select(row => row.Groups[1].Value).ToList();
        var sent = await Recording.TablesAsync(_ =>
        {
            // Of all traces five a second are sent.
            using var batch = Enumerable.Range(0, 20_000_000).Select(_ => Begin(names[0])).First(begun => begun is not null);
            names[1..].ForEach(name => Instrumentation.Source.StartActivity(name)!.Dispose());
        });

        Assert.Equal(names.Order(StringComparer.Ordinal), sent["AppDependencies"].Rows.Select(row => (string)row["Name"]!).Order(StringComparer.Ordinal));
        Assert.Contains("`AppDependencies`", Text, StringComparison.Ordinal);
    }

    private static Activity? Begin(string name)
    {
        var begun = Instrumentation.Source.StartActivity(name);
        if (begun is { Recorded: true })
        {
            return begun;
        }

        begun?.Dispose();
        return null;
    }

    private static JsonObject Properties(JsonObject envelope) => envelope["data"]!["baseData"]!["properties"]!.AsObject();

    private static async Task<IReadOnlyList<JsonObject>> SentAsync() =>
        [.. (await Recording.EnvelopesAsync(loggers => LoggedEvents.All.ToList().ForEach(logged => logged.Log(loggers)))).Where(envelope => WorkspaceTables.TableOf(envelope) is "AppTraces" or "AppExceptions")];

    [GeneratedRegex(@"^\| (?<id>\d{4}) \| (?<level>\w+) \| `(?<table>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"^\| `([a-z ]+)` \| span \|", RegexOptions.Multiline)]
    private static partial Regex SpanRow();
}
