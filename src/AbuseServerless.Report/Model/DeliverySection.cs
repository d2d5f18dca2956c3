namespace AbuseServerless.Report.Model;

/// <summary>Deliveries by provider and day.</summary>
/// <param name="Days">Every day of the report, oldest first; the order of each <see cref="ProviderRow.Days"/>.</param>
/// <param name="Providers">All together first, then those with the most attempts; empty where nothing was delivered.</param>
/// <param name="LeftOut">Providers beyond <see cref="MaximumProviders"/>; they are part of all together.</param>
public sealed record DeliverySection(IReadOnlyList<DateOnly> Days, IReadOnlyList<ProviderRow> Providers, int LeftOut)
{
    /// <summary>Providers shown, beside all together.</summary>
    public const int MaximumProviders = 12;

    internal static DeliverySection Of(ReportData data)
    {
        DateOnly[] days = [.. Enumerable.Range(0, data.To.DayNumber - data.From.DayNumber + 1).Select(data.From.AddDays)];
        ProviderRow[] providers =
        [
            .. data.Deliveries
                .GroupBy(day => day.Provider)
                .Select(provider => ProviderRow.Of(provider.Key, [.. provider], days))
                .Where(provider => provider.Total.Attempts + provider.Total.Outcomes > 0)
                .OrderByDescending(provider => provider.IsAll)
                .ThenByDescending(provider => provider.Total.Attempts)
                .ThenBy(provider => provider.Provider, StringComparer.Ordinal),
        ];
        return new(days, [.. providers.Take(MaximumProviders + 1)], Math.Max(0, providers.Length - MaximumProviders - 1));
    }
}
