using System.Globalization;
using System.Text.Json.Nodes;
using AbuseServerless.Infra.Tests.Bicep;
using AbuseServerless.Infra.Tests.Kusto;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>An alert on logs as it is deployed.</summary>
/// <param name="Name">Its name in the template.</param>
/// <param name="Query">What it asks.</param>
/// <param name="Operator">How the number of rows is compared with the threshold.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="Looks">In how many of the latest evaluations the comparison must hold.</param>
internal sealed record DeployedAlert(string Name, string Query, string Operator, int Threshold, int Looks)
{
    private static readonly Lazy<Task<IReadOnlyList<DeployedAlert>>> Predicted = new(PredictAsync);

    public static Task<IReadOnlyList<DeployedAlert>> AllAsync() => Predicted.Value;

    /// <summary>Whether it fires after evaluations that each found the same.</summary>
    public bool Fires(IReadOnlyDictionary<string, KustoTable> tables, int evaluations)
    {
        var rows = Count(tables);
        var holds = Operator switch
        {
            "LessThan" => rows < Threshold,
            "GreaterThanOrEqual" => rows >= Threshold,
            _ => throw new NotSupportedException(Operator),
        };
        return holds && evaluations >= Looks;
    }

    private int Count(IReadOnlyDictionary<string, KustoTable> tables) => Kusto.Query.Run(Query, tables).Rows.Count;

    private static async Task<IReadOnlyList<DeployedAlert>> PredictAsync() =>
        [.. (await Prediction.OfAsync()).OfType("Microsoft.Insights/scheduledQueryRules").Select(Read)];

    private static DeployedAlert Read(JsonObject rule)
    {
        var criterion = Assert.Single(rule["properties"]!["criteria"]!["allOf"]!.AsArray())!;
        Assert.Equal("Count", (string?)criterion["timeAggregation"]);
        var periods = criterion["failingPeriods"]!;
        Assert.Equal((int)periods["numberOfEvaluationPeriods"]!, (int)periods["minFailingPeriodsToAlert"]!);
        var name = (string)rule["name"]!;
        return new(
            Happenings.ByAlert.Keys.Where(alert => name.EndsWith("-" + alert, StringComparison.Ordinal)).MaxBy(alert => alert.Length) ?? name,
            (string)criterion["query"]!,
            (string)criterion["operator"]!,
            int.Parse(criterion["threshold"]!.ToString(), CultureInfo.InvariantCulture),
            (int)periods["numberOfEvaluationPeriods"]!);
    }
}
