using System.Globalization;
using System.Text.Json.Nodes;
using AbuseServerless.Infra.Tests.Kusto;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>
/// The tables of the workspace to which envelopes come, with the columns that queries may use. What becomes of an envelope is Azure's, and written down here from its documentation:
/// https://learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource (tables and columns),
/// https://learn.microsoft.com/azure/azure-monitor/reference/tables/appmetrics (a measurement that was sent without a count is one, and its own least and greatest).
/// </summary>
internal static class WorkspaceTables
{
    private static readonly IReadOnlyDictionary<string, KustoType> Common = new Dictionary<string, KustoType>
    {
        ["TimeGenerated"] = KustoType.DateTime,
        ["AppRoleInstance"] = KustoType.String,
        ["Properties"] = KustoType.Dynamic,
    };

    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, KustoType>> Columns = new Dictionary<string, IReadOnlyDictionary<string, KustoType>>
    {
        ["AppTraces"] = With(("Message", KustoType.String), ("SeverityLevel", KustoType.Number)),
        ["AppExceptions"] = With(("OuterMessage", KustoType.String), ("OuterType", KustoType.String), ("SeverityLevel", KustoType.Number)),
        ["AppMetrics"] = With(("Name", KustoType.String), ("Sum", KustoType.Number), ("Min", KustoType.Number), ("Max", KustoType.Number), ("ItemCount", KustoType.Number)),
        ["AppRequests"] = With(("Name", KustoType.String)),
        ["AppDependencies"] = With(("Name", KustoType.String)),
    };

    public static IReadOnlyDictionary<string, KustoTable> Of(IEnumerable<JsonObject> envelopes)
    {
        var rows = envelopes.ToLookup(TableOf, Row);
        return Columns.ToDictionary(table => table.Key, table => new KustoTable(table.Value, [.. rows[table.Key]]));
    }

    public static string TableOf(JsonObject envelope) => (string?)envelope["data"]!["baseType"] switch
    {
        "MessageData" => "AppTraces",
        "ExceptionData" => "AppExceptions",
        "MetricData" => "AppMetrics",
        "RequestData" => "AppRequests",
        "RemoteDependencyData" => "AppDependencies",
        var other => throw new NotSupportedException(other),
    };

    private static IReadOnlyDictionary<string, object?> Row(JsonObject envelope)
    {
        var data = envelope["data"]!["baseData"]!;
        var row = new Dictionary<string, object?>
        {
            ["TimeGenerated"] = DateTimeOffset.Parse((string)envelope["time"]!, CultureInfo.InvariantCulture),
            ["AppRoleInstance"] = (string?)envelope["tags"]?["ai.cloud.roleInstance"] ?? "",
            ["Properties"] = data["properties"],
        };
        switch (TableOf(envelope))
        {
            case "AppTraces":
                row["Message"] = (string?)data["message"];
                row["SeverityLevel"] = Level(data);
                break;
            case "AppExceptions":
                row["OuterMessage"] = (string?)data["exceptions"]![0]!["message"];
                row["OuterType"] = (string?)data["exceptions"]![0]!["typeName"];
                row["SeverityLevel"] = Level(data);
                break;
            case "AppMetrics":
                var metric = data["metrics"]!.AsArray().Single()!;
                row["Name"] = (string?)metric["name"];
                row["Sum"] = (double)metric["value"]!;
                row["ItemCount"] = (double?)metric["count"] ?? 1;
                row["Min"] = (double?)metric["min"] ?? row["Sum"];
                row["Max"] = (double?)metric["max"] ?? row["Sum"];
                break;
            default:
                row["Name"] = (string?)data["name"];
                break;
        }

        return row;
    }

    // A number from 0, Verbose, to 4, Critical.
    private static double? Level(JsonNode data) => (string?)data["severityLevel"] is { } level ? Array.IndexOf(["Verbose", "Information", "Warning", "Error", "Critical"], level) : null;

    private static Dictionary<string, KustoType> With(params IEnumerable<(string Name, KustoType Type)> own) =>
        Common.Concat(own.Select(column => KeyValuePair.Create(column.Name, column.Type))).ToDictionary();
}
