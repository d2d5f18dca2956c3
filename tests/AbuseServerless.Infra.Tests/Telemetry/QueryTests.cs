using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Infra.Tests.Kusto;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>The queries of the workbook and of the documentation, over what the functions send.</summary>
public sealed partial class QueryTests
{
    [Fact]
    public async Task Every_query_of_the_workbook_and_of_the_documentation_finds_what_it_shows()
    {
        var tables = await Recording.TablesAsync(Happenings.All);
        var queries = Workbook().Concat(Documented()).ToList();
        Assert.True(queries.Count > 25);
        foreach (var query in queries)
        {
            var result = Query.Run(query.Replace("{Time:grain}", "5m", StringComparison.Ordinal), tables);
            Assert.True(result.Rows.Count > 0, query);

            // A group without a name is an attribute that is not sent.
            Assert.All(result.Rows, row => Assert.All(row, column => Assert.False(column.Value is null || (column.Value as string)?.Trim() == "", $"{column.Key} is empty: {query}")));
        }
    }

    [Fact]
    public async Task Every_documented_instrument_is_sent()
    {
        var sent = (await Recording.TablesAsync(Happenings.All))["AppMetrics"].Rows.Select(row => (string)row["Name"]!).Where(name => name.StartsWith("abuseserverless.", StringComparison.Ordinal));

        Assert.Equal(DocumentedTelemetry.Instruments.Keys.Order(StringComparer.Ordinal), sent.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Warnings_and_errors_are_all_in_the_workbooks_last_table_with_an_example()
    {
        var tables = await Recording.TablesAsync(Happenings.All);
        var listed = Query.Run(Workbook().Single(query => query.StartsWith("union ", StringComparison.Ordinal)), tables);
        Assert.Equal(
            LoggedEvents.All.Where(logged => logged.Attribute.Level >= Microsoft.Extensions.Logging.LogLevel.Warning).Select(logged => logged.Id).Order(StringComparer.Ordinal),
            listed.Rows.Select(row => (string)row["EventId"]!).Order(StringComparer.Ordinal));
        Assert.All(listed.Rows, row => Assert.NotEqual("", row["Example"]));
    }

    // The workbook is taken into the template as it is.
    private static IEnumerable<string> Workbook() => JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("infra", "app", "workbook.json")))!["items"]!.AsArray()
        .Select(item => (string?)item!["content"]!["query"]).OfType<string>();

    private static IEnumerable<string> Documented() => Directory.EnumerateFiles(RepositoryRoot.Combine("docs"), "*.md").SelectMany(page => Quoted().Matches(File.ReadAllText(page))).Select(query => query.Groups[1].Value);

    [GeneratedRegex(@"^ *(App\w+ \|.*)$", RegexOptions.Multiline)]
    private static partial Regex Quoted();
}
