using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Tests.Detection.Account;

/// <summary>The Countries net once more, from its definition and with nothing of the product's code but the events.</summary>
internal static class Oracle
{
    public static Verdict Verdict(IReadOnlyList<LocatedEvent> events, int window, int watch, int suspend)
    {
        var seen = events
            .Where(e => e.Place.Country.Length > 0)
            .Select(e => (Slot: e.Event.Time.ToUnixTimeSeconds() / 900, e.Place.Country, e.Place.IsWatchOnly))
            .ToList();
        return Most(seen.Where(e => !e.IsWatchOnly).ToList()) >= suspend ? AbuseServerless.Detection.Verdict.Suspend
            : Most(seen) >= watch ? AbuseServerless.Detection.Verdict.Watch
            : AbuseServerless.Detection.Verdict.None;

        int Most(List<(long Slot, string Country, bool)> counted) =>
            counted.Select(end => counted.Where(e => e.Slot > end.Slot - window && e.Slot <= end.Slot).Select(e => e.Country).Distinct().Count()).DefaultIfEmpty().Max();
    }
}
