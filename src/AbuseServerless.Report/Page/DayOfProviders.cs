using AbuseServerless.Report.Model;

namespace AbuseServerless.Report.Page;

/// <summary>A row of the tables that have days for rows and providers for columns.</summary>
/// <param name="Day">The day.</param>
/// <param name="Cells">One for each provider, in their order.</param>
/// <param name="Suspensions">How often an account was suspended; null where the day was not summarised.</param>
internal sealed record DayOfProviders(DateOnly Day, IReadOnlyList<DeliveryNumbers> Cells, int? Suspensions)
{
    private static readonly DeliveryNumbers Nothing = new(0, 0, 0, null, 0, null, null);

    public static IReadOnlyList<DayOfProviders> Of(ReportModel report)
    {
        var suspensions = report.Days.ToDictionary(day => day.Day, day => day.Suspensions);
        return
        [
            .. report.Deliveries.Days.Select((day, i) => new DayOfProviders(
                day,
                [.. report.Deliveries.Providers.Select(provider => provider.Days[i] ?? Nothing)],
                suspensions.GetValueOrDefault(day))),
        ];
    }
}
