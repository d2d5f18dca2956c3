using AbuseServerless.Statistics;

namespace AbuseServerless.Reputation;

/// <summary>The crossings of some days. Only the last one of each provider is stored; those before it are judged again from the days' counts.</summary>
public static class ReputationHistory
{
    /// <summary>Crossings by provider and day.</summary>
    /// <remarks>A provider that is above the threshold on the first of the days may have lost its reputation before it, so nothing is said to have happened on that day.</remarks>
    /// <param name="deliveries">The days, in any order.</param>
    /// <param name="recorded">The last crossing of each provider.</param>
    /// <param name="options">The thresholds in force; null where they are not known: then there are only the recorded ones.</param>
    /// <param name="from">First day, inclusive.</param>
    /// <param name="today">The day that is not over, inclusive.</param>
    /// <returns>Crossings of the days, by day and provider.</returns>
    public static IReadOnlyList<ReputationChange> Of(IReadOnlyList<ProviderDay> deliveries, IReadOnlyList<ReputationChange> recorded, StatisticsOptions? options, DateOnly from, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        ArgumentNullException.ThrowIfNull(recorded);
        var last = recorded.ToDictionary(change => change.Provider, StringComparer.Ordinal);
        var before = options is null
            ? []
            : deliveries
                .GroupBy(day => day.Provider)
                .Where(provider => last.ContainsKey(provider.Key))
                .SelectMany(provider => Before(last[provider.Key], Judge(provider.OrderBy(day => day.Day), options, today)))
                .Where(change => !(change.Standing == ReputationStanding.Lost && change.Day == from));
        return
        [
            .. before.Concat(recorded.Where(change => change.Day >= from && change.Day <= today))
                .Where(change => change.Provider != ProviderDay.All)
                .OrderBy(change => change.Day)
                .ThenBy(change => change.Provider, StringComparer.Ordinal),
        ];
    }

    // Counts that came later may move the recorded crossing to an earlier day: it is told once, as it was recorded.
    private static IEnumerable<ReputationChange> Before(ReputationChange known, IEnumerable<ReputationChange> judged)
    {
        var before = judged.TakeWhile(change => change.Day < known.Day).ToList();
        return before.Count > 0 && before[^1].Standing == known.Standing ? before.SkipLast(1) : before;
    }

    private static IEnumerable<ReputationChange> Judge(IEnumerable<ProviderDay> days, StatisticsOptions options, DateOnly today)
    {
        ReputationChange? last = null;
        foreach (var day in days)
        {
            if (ReputationChange.Judge(last, day, day.Day < today, options, DateTimeOffset.MinValue) is { } change)
            {
                last = change;
                yield return change;
            }
        }
    }
}
