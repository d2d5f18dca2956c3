using System.Text.RegularExpressions;

namespace AbuseServerless.Infra.Tests;

/// <summary>What docs/telemetry.md lists, which a test beside the code holds against the code.</summary>
internal static partial class DocumentedTelemetry
{
    private static readonly string Text = File.ReadAllText(RepositoryRoot.Combine("docs", "telemetry.md"));

    /// <summary>Instruments by name, each with the rest of its row.</summary>
    public static IReadOnlyDictionary<string, string> Instruments { get; } =
        InstrumentRow().Matches(Text).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value, StringComparer.Ordinal);

    // The table to which each event comes.
    private static readonly Dictionary<string, string> Events = EventRow().Matches(Text).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value, StringComparer.Ordinal);

    /// <summary>Instruments that a query names.</summary>
    public static IEnumerable<string> InstrumentsOf(string query) => Instrument().Matches(query).Select(match => match.Groups[1].Value).Distinct();

    /// <summary>Whether a query names an instrument or an event id, so that there is something to be wrong.</summary>
    public static bool NamesSomething(string query) => Instrument().IsMatch(query) || EventIdList().IsMatch(query);

    /// <summary>What a query names that is not listed: instruments, attributes of those instruments, values of those attributes, event ids of the tables that it reads.</summary>
    public static IEnumerable<string> Unknown(string query)
    {
        var instruments = InstrumentsOf(query).ToList();
        foreach (var instrument in instruments.Where(name => !Instruments.ContainsKey(name)))
        {
            yield return instrument;
        }

        var rows = string.Join('\n', instruments.Select(name => Instruments.GetValueOrDefault(name, "")));
        foreach (var attribute in Attribute().Matches(query).Select(match => match.Groups[1].Value).Where(name => name != "EventId" && !rows.Contains($"`{name}`", StringComparison.Ordinal)))
        {
            yield return attribute;
        }

        foreach (var value in OutcomeList().Matches(query).SelectMany(list => Quoted().Matches(list.Value)).Select(match => match.Groups[1].Value))
        {
            if (!rows.Contains($"`{value}`", StringComparison.Ordinal))
            {
                yield return value;
            }
        }

        foreach (var id in EventIdList().Matches(query).SelectMany(list => Quoted().Matches(list.Value)).Select(match => match.Groups[1].Value))
        {
            if (!Events.TryGetValue(id, out var table) || !query.Contains(table, StringComparison.Ordinal))
            {
                yield return $"{id} of {table}";
            }
        }
    }

    [GeneratedRegex(@"^\| `(abuseserverless\.[a-z._]+)` \|(.*)$", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^\| (\d{4}) \| \w+ \| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"""(abuseserverless\.[^""]+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"Properties\.(\w+)")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"Properties\.outcome\) (?:== ""\w+""|in \([^)]+\))")]
    private static partial Regex OutcomeList();

    [GeneratedRegex(@"Properties\.EventId\) (?:== ""\d+""|in \([^)]+\))")]
    private static partial Regex EventIdList();

    [GeneratedRegex(@"""([^""]+)""")]
    private static partial Regex Quoted();
}
