using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>What a day was like for the accounts.</summary>
/// <param name="Day">The day.</param>
/// <param name="IsOver">Whether it was over when it was counted.</param>
/// <param name="Accounts">Accounts that were seen in any country.</param>
/// <param name="MaximumCountries">Countries of the busiest account; null without any.</param>
/// <param name="Suspensions">How often an account was suspended.</param>
/// <param name="FalsePositives">How often a suspension was lifted as wrong.</param>
public sealed record DayRow(DateOnly Day, bool IsOver, long Accounts, int? MaximumCountries, int Suspensions, int FalsePositives)
{
    internal static DayRow Of(DayStatistics day) => new(
        day.Day,
        day.IsOver,
        day.AccountsByCountries.Where(number => number.Key > 0).Sum(number => number.Value),
        day.AccountsByCountries.Count == 0 ? null : day.AccountsByCountries.Keys.Max(),
        day.Suspensions,
        day.FalsePositives);
}
