using AbuseServerless.Reputation;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>Where the reputation stands with a provider that ever refused mail for it.</summary>
/// <param name="Provider">As in <see cref="ProviderRow"/>.</param>
/// <param name="Standing">Lost or recovered.</param>
/// <param name="Day">The day since which it stands there.</param>
/// <param name="Share">Attempts refused or deferred for reputation over the attempts of that day, 0 to 1.</param>
public sealed record ReputationRow(string Provider, ReputationStanding Standing, DateOnly Day, double Share)
{
    /// <summary>Lost ones first, the latest first.</summary>
    internal static IReadOnlyList<ReputationRow> Of(ReportData data) =>
    [
        .. data.Reputations
            .Where(change => change.Provider != ProviderDay.All)
            .OrderByDescending(change => change.Standing == ReputationStanding.Lost)
            .ThenByDescending(change => change.Day)
            .ThenBy(change => change.Provider, StringComparer.Ordinal)
            .Select(Of),
    ];

    /// <summary>Every crossing of the days, as far as it is known; by day.</summary>
    internal static IReadOnlyList<ReputationRow> CrossingsOf(ReportData data) =>
        [.. ReputationHistory.Of(data.Deliveries, data.Reputations, data.Statistics, data.From, data.To).Select(Of)];

    private static ReputationRow Of(ReputationChange change) => new(change.Provider, change.Standing, change.Day, change.Share);
}
