using System.Text.Json.Nodes;
using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests;

/// <summary>The workbook shows what there is, and all of it.</summary>
public sealed class WorkbookTests
{
    [Fact]
    public async Task It_is_deployed_whole_over_the_workspace_that_the_alerts_look_at()
    {
        var workbook = Assert.Single((await Template.LoadAsync()).OfType("Microsoft.Insights/workbooks"));
        Assert.Equal(("shared", "[parameters('workspaceId')]"), ((string?)workbook["kind"], (string?)workbook["properties"]!["sourceId"]));
        Assert.Equal("Notebook/1.0", (string?)(await ReadAsync())["version"]);
    }

    [Fact]
    public async Task Every_query_names_instruments_and_attributes_that_exist() => Assert.All(await QueriesAsync(), query => Assert.Empty(DocumentedTelemetry.Unknown(query)));

    [Fact]
    public async Task Every_instrument_is_on_it() => Assert.Equal(
        DocumentedTelemetry.Instruments.Keys.Order(StringComparer.Ordinal),
        (await QueriesAsync()).SelectMany(DocumentedTelemetry.InstrumentsOf).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_part_has_a_name_of_its_own()
    {
        var names = (await ReadAsync())["items"]!.AsArray().Select(item => (string)item!["name"]!).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    private static async Task<IReadOnlyList<string>> QueriesAsync() =>
        [.. (await ReadAsync())["items"]!.AsArray().Select(item => (string?)item!["content"]!["query"]).OfType<string>()];

    private static async Task<JsonNode> ReadAsync()
    {
        // loadTextContent becomes a variable of the template.
        var variables = (await Template.LoadAsync()).Module("workbook")["variables"]!.AsObject();
        return JsonNode.Parse((string)Assert.Single(variables).Value!)!;
    }
}
