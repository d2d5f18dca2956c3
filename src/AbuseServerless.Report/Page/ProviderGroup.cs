using AbuseServerless.Report.Model;

namespace AbuseServerless.Report.Page;

/// <summary>Some of the providers by day, as many as fit beside each other on paper.</summary>
/// <param name="Providers">The providers.</param>
/// <param name="Days">The days, with cells of these providers only.</param>
/// <param name="IsLast">Whether no further group follows.</param>
internal sealed record ProviderGroup(IReadOnlyList<ProviderRow> Providers, IReadOnlyList<DayOfProviders> Days, bool IsLast)
{
    /// <summary>Providers with one column each.</summary>
    public const int OfOneColumn = 6;

    /// <summary>Providers with two columns each.</summary>
    public const int OfTwoColumns = 3;

    /// <summary>Splits the report's providers; none where one table holds them all.</summary>
    public static IReadOnlyList<ProviderGroup> Of(ReportModel report, IReadOnlyList<DayOfProviders> days, int size)
    {
        var all = report.Deliveries.Providers;
        return all.Count <= size
            ? []
            : [.. all.Chunk(size).Select((providers, i) => new ProviderGroup(
                providers, [.. days.Select(day => day with { Cells = [.. day.Cells.Skip(i * size).Take(size)] })], (i + 1) * size >= all.Count))];
    }
}
