using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Report.Model;

/// <summary>The few numbers that an operator looks for first.</summary>
/// <param name="Day">The last whole day with deliveries; null without one.</param>
/// <param name="ErrorRate">Of all providers together on that day; null without final outcomes.</param>
/// <param name="ErrorRateChange7">Less that of the 7 days before, -1 to 1; null without either.</param>
/// <param name="ReputationShare">Attempts that were deferred or refused for reputation on that day; null without attempts.</param>
/// <param name="Active">Accounts that are suspended now.</param>
/// <param name="Watched">Accounts that are watched now.</param>
/// <param name="Suspended">How often accounts were suspended in the days of the report; null where none of them is summarised.</param>
/// <param name="FalsePositives">How often that turned out to be wrong; null likewise.</param>
public sealed record Headline(
    DateOnly? Day, double? ErrorRate, double? ErrorRateChange7, double? ReputationShare, int Active, int Watched, int? Suspended, int? FalsePositives)
{
    internal static Headline Of(ReportData data)
    {
        var last = LastOf(data);
        var counted = data.Days.Where(DayRow.IsCounted).ToList();
        return new(
            last?.Day,
            last?.Tally.ErrorRate,
            last?.ErrorRateChange7,
            last?.Tally.ReputationShare,
            data.Standings.GetValueOrDefault(SuspensionState.Active),
            data.Standings.GetValueOrDefault(SuspensionState.Watched),
            counted.Count == 0 ? null : counted.Sum(day => day.Suspensions),
            counted.Count == 0 ? null : counted.Sum(day => day.FalsePositives));
    }

    /// <summary>All providers together on the last whole day with deliveries; null without one.</summary>
    internal static ProviderDay? LastOf(ReportData data) =>
        data.Deliveries.Where(day => day.Provider == ProviderDay.All && day.Day < data.To && day.Tally.Attempts > 0).MaxBy(day => day.Day);
}
