using AbuseServerless.Report.Model;

namespace AbuseServerless.Report.Page;

/// <summary>Some of the providers by day, as many as fit beside each other on paper.</summary>
/// <param name="Providers">The providers.</param>
/// <param name="Days">The days, with cells of these providers only.</param>
/// <param name="IsLast">Whether no further group follows.</param>
internal sealed record ProviderGroup(IReadOnlyList<ProviderRow> Providers, IReadOnlyList<DayOfProviders> Days, bool IsLast)
{
    /// <summary>Providers with one column each, at most.</summary>
    public const int OfOneColumn = 6;

    /// <summary>Providers with two columns each, at most.</summary>
    public const int OfTwoColumns = 5;

    /// <summary>Splits the report's providers evenly; none where one table holds them all.</summary>
    public static IReadOnlyList<ProviderGroup> Of(ReportModel report, IReadOnlyList<DayOfProviders> days, int size)
    {
        var all = report.Deliveries.Providers;
        if (all.Count <= size)
        {
            return [];
        }

        var groups = (all.Count + size - 1) / size;
        var even = (all.Count + groups - 1) / groups;
        return
        [
            .. all.Chunk(even).Select((providers, i) => new ProviderGroup(
                providers, [.. days.Select(day => day with { Cells = [.. day.Cells.Skip(i * even).Take(even)] })], (i + 1) * even >= all.Count)),
        ];
    }
}
