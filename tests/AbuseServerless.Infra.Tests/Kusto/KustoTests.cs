using System.Text.Json.Nodes;

namespace AbuseServerless.Infra.Tests.Kusto;

/// <summary>The part of Kusto that the tests know answers as Kusto does, and refuses the rest.</summary>
public sealed class KustoTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, KustoTable> Tables = new()
    {
        ["T"] = new(
            new Dictionary<string, KustoType> { ["Name"] = KustoType.String, ["Value"] = KustoType.Number, ["At"] = KustoType.DateTime, ["Properties"] = KustoType.Dynamic },
            [Row("a", 1, 1, "x"), Row("a", 3, 6, "y"), Row("b", 10, 7, null)]),
        ["U"] = new(new Dictionary<string, KustoType> { ["Name"] = KustoType.String, ["Text"] = KustoType.String }, [new Dictionary<string, object?> { ["Name"] = "c", ["Text"] = "t" }]),
    };

    [Theory]
    [InlineData("T", "a1 a3 b10")]
    [InlineData("""T | where Name == "a" and Value > 1""", "a3")]
    [InlineData("""T | where Name != "a" """, "b10")]
    [InlineData("""T | where Name in ("b", "c")""", "b10")]
    [InlineData("""T | where tostring(Properties.p) == "y" """, "a3")]
    [InlineData("""T | where tostring(Properties.p) == "" """, "b10")]
    [InlineData("T | where Value >= 3 | project Name, Value = Value / 2", "a1.5 b5")]
    [InlineData("T | summarize Value = sum(Value) by Name", "a4 b10")]
    [InlineData("T | summarize Value = count() by Name", "a2 b1")]
    [InlineData("""T | summarize Value = sumif(Value, Name == "a") / count() by Name = "all" """, "all1.3333333333333333")]
    [InlineData("T | summarize Value = max(Value) by bin(At, 5m) | project Name = tostring(Value), Value", "11 1010")]
    [InlineData("T | summarize Value = min(Value), Name = take_any(Name)", "a1")]
    [InlineData("T | order by Name desc, Value desc", "b10 a3 a1")]
    [InlineData("T | extend Name = strcat(Name, \"-\", Properties.p)", "a-x1 a-y3 b-10")]
    [InlineData("union T, (U | extend Name = Text)", "a1 a3 b10 t")]
    public void A_query_answers_as_in_kusto(string query, string rows) =>
        Assert.Equal(rows, string.Join(' ', Query.Run(query, Tables).Rows.Select(row => FormattableString.Invariant($"{row["Name"]}{row["Value"]}"))));

    [Theory]
    [InlineData("V")]
    [InlineData("T | where Missing == 1")]
    [InlineData("T | where Value == \"1\"")]
    [InlineData("T | where Name > 1")]
    [InlineData("T | where Properties.p == \"x\"")]
    [InlineData("T | where Name has \"a\"")]
    [InlineData("T | where Name")]
    [InlineData("T | where Name.p == \"x\"")]
    [InlineData("T | summarize sum(Name)")]
    [InlineData("T | summarize count() by Properties.p")]
    [InlineData("T | summarize avg(Value)")]
    [InlineData("T | summarize sum(Value) by bin(Value, 5m)")]
    [InlineData("T | take 1")]
    [InlineData("T | where Value > 1 or Value < 1")]
    [InlineData("T | order by Name")]
    [InlineData("T | where Name == \"a\" T")]
    [InlineData("T | where Name =~ \"a\"")]
    [InlineData("T |")]
    public void What_is_not_known_or_not_right_is_refused(string query) => Assert.Throws<KustoException>(() => Query.Run(query, Tables));

    private static Dictionary<string, object?> Row(string name, double value, int minute, string? property) => new()
    {
        ["Name"] = name,
        ["Value"] = value,
        ["At"] = Noon.AddMinutes(minute),
        ["Properties"] = property is null ? new JsonObject() : new JsonObject { ["p"] = property },
    };
}
