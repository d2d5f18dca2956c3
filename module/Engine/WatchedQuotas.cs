using AbuseServerless.Azure.Presence;
using AbuseServerless.Quotas;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>What the gates let watched accounts send, by what they last reported. Gates may differ: each applies its own.</summary>
internal sealed class WatchedQuotas(IReadOnlyList<PresenceRow> rows, DateTimeOffset now)
{
    private readonly WatchedQuota[] _all = [.. rows.Where(row => StatusOutput.IsHere(row, now)).Select(row => row.Watched).OfType<WatchedQuota>().Distinct()];

    /// <summary>The limit of which most is used, of all that apply to an account.</summary>
    /// <param name="plan">The account's plan; null where it has none.</param>
    /// <param name="watchedSince">Since when it is watched; null where it is not.</param>
    /// <param name="used">How much of a limit is used.</param>
    /// <returns>The share to two decimals, and the limit; null where there is none.</returns>
    public (double Share, string Limit)? Nearest(Plan? plan, DateTimeOffset? watchedSince, Func<QuotaLimit, int> used)
    {
        var limits = plan?.Limits ?? QuotaLimits.None;
        var applying = limits.All.Select(limit => (Limit: limit, IsOfWatched: false))
            .Concat(_all.Where(watched => watched.Holds(watchedSince, now)).SelectMany(watched => watched.Limit(limits).All.Except(limits.All)).Select(limit => (Limit: limit, IsOfWatched: true)))
            .Select(one => (Share: ShareOf(one.Limit), one.Limit, one.IsOfWatched))
            .ToList();
        if (applying.Count == 0)
        {
            return null;
        }

        // Of several that are used as much, the one that lets the least pass.
        var nearest = applying.OrderByDescending(one => one.Share).ThenBy(one => one.Limit.Maximum).First();
        return (nearest.Share, $"{Text(nearest.Limit)}, {(nearest.IsOfWatched ? "watched" : plan!.Name)}");

        double ShareOf(QuotaLimit limit) => limit.Maximum == 0 ? 1 : Math.Round((double)used(limit) / limit.Maximum, 2);
    }

    private static string Text(QuotaLimit limit)
    {
        var noun = limit.Measure switch
        {
            QuotaMeasure.Messages => "message",
            QuotaMeasure.Recipients => "recipient",
            _ => "domain",
        };
        return $"{Quantity.Of(limit.Maximum, noun)}/{(limit.IsDaily ? 'd' : 'h')}";
    }
}
