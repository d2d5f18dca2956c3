using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>Accounts by the number of countries in which they were seen on one day.</summary>
/// <param name="Day">The last day that is over; where none is, the last one.</param>
/// <param name="IsOver">Whether it was over when it was counted.</param>
/// <param name="Watch">Number of countries at which accounts are watched, inclusive; null where off or not known.</param>
/// <param name="Suspend">Number at which they are suspended, inclusive; null where off or not known.</param>
/// <param name="Histogram">By number of countries, least first; numbers without accounts are left out.</param>
/// <param name="Busiest">The accounts that were seen in the most countries, most first.</param>
public sealed record CountrySection(DateOnly Day, bool IsOver, int? Watch, int? Suspend, IReadOnlyList<CountryBar> Histogram, IReadOnlyList<BusyAccount> Busiest)
{
    internal static CountrySection? Of(ReportData data) =>
        data.Days.Where(day => day.AccountsByCountries.Count > 0).OrderBy(day => day.IsOver).ThenBy(day => day.Day).LastOrDefault() is { } day
            ? new(
                day.Day,
                day.IsOver,
                data.Thresholds?.Watch,
                data.Thresholds?.Suspend,
                [.. day.AccountsByCountries.Where(number => number.Key > 0).OrderBy(number => number.Key).Select(number => new CountryBar(number.Key, number.Value))],
                day.BusiestAccounts)
            : null;
}

/// <summary>Accounts that were seen in one number of countries.</summary>
/// <param name="Countries">The number, from 1.</param>
/// <param name="Accounts">How many accounts, from 1.</param>
public sealed record CountryBar(int Countries, long Accounts);
