using AbuseServerless.Deliveries;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>Deliveries to one provider.</summary>
/// <param name="Provider">Its name, or its domain; <c>*</c> for all together, <c>other</c> for the domains that are not kept apart.</param>
/// <param name="Total">The days together.</param>
/// <param name="LastDay">The last whole day with deliveries; null without one.</param>
/// <param name="LastErrorRate">The error rate of that day; null without one.</param>
/// <param name="Change7">That rate less that of the 7 days before, -1 to 1; null without either.</param>
/// <param name="Change28">The same against the 28 days before.</param>
/// <param name="Days">One for each day of the report; null for a day without deliveries.</param>
public sealed record ProviderRow(string Provider, DeliveryNumbers Total, DateOnly? LastDay, double? LastErrorRate, double? Change7, double? Change28, IReadOnlyList<DeliveryNumbers?> Days)
{
    /// <summary>Whether it stands for all providers together.</summary>
    public bool IsAll => Provider == ProviderDay.All;

    internal static ProviderRow Of(string provider, IReadOnlyList<ProviderDay> days, IReadOnlyList<DateOnly> all)
    {
        var byDay = days.ToDictionary(day => day.Day);
        var last = days.Where(day => day.Day < all[^1] && day.Tally.Outcomes > 0).MaxBy(day => day.Day);
        return new(
            provider,
            DeliveryNumbers.Of(days.Aggregate(DeliveryTally.Empty, (sum, day) => sum.Add(day.Tally))),
            last?.Day,
            last?.Tally.ErrorRate,
            last?.ErrorRateChange7,
            last?.ErrorRateChange28,
            [.. all.Select(day => byDay.TryGetValue(day, out var found) ? DeliveryNumbers.Of(found.Tally) : null)]);
    }
}
