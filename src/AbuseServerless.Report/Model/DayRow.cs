using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>What a day was like for the accounts.</summary>
/// <param name="Day">The day.</param>
/// <param name="IsOver">Whether it was over when it was counted.</param>
/// <param name="Accounts">Accounts that were seen in any country; null where none were counted: what is remembered of them did not reach back to the day.</param>
/// <param name="MaximumCountries">Countries of the busiest account; null without any.</param>
/// <param name="Suspensions">How often an account was suspended; null likewise.</param>
/// <param name="FalsePositives">How often a suspension was lifted as wrong; null likewise.</param>
public sealed record DayRow(DateOnly Day, bool IsOver, long? Accounts, int? MaximumCountries, int? Suspensions, int? FalsePositives)
{
    internal static DayRow Of(DayStatistics day) => new(
        day.Day,
        day.IsOver,
        IsCounted(day) ? day.AccountsByCountries.Where(number => number.Key > 0).Sum(number => number.Value) : null,
        day.AccountsByCountries.Count == 0 ? null : day.AccountsByCountries.Keys.Max(),
        IsCounted(day) ? day.Suspensions : null,
        IsCounted(day) ? day.FalsePositives : null);

    /// <summary>Whether accounts were counted, and not deliveries alone, as on the days of an old log.</summary>
    internal static bool IsCounted(DayStatistics day) => day.Counted is not null || day.AccountsByCountries.Count > 0;
}
