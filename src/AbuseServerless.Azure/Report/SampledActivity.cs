using AbuseServerless.Azure.Activity;

namespace AbuseServerless.Azure.Report;

/// <summary>What the first accounts' activity tells of all: were no event to come in, none of them would be seen either.</summary>
/// <param name="Newest">The newest slot in which one was seen, UTC; null where none was.</param>
/// <param name="Placeless">Share of their slots and places that is in no country, without what is exempted; null without any.</param>
internal sealed record SampledActivity(DateTimeOffset? Newest, double? Placeless)
{
    // One page of a query.
    private const int Accounts = 1_000;

    public static async Task<SampledActivity> ReadAsync(ActivityTable activity, CancellationToken cancellationToken)
    {
        DateTimeOffset? newest = null;
        var (all, placeless) = (0L, 0L);
        await foreach (var row in activity.ReadAllAsync(cancellationToken).Take(Accounts).ConfigureAwait(false))
        {
            if (row.Read() is not { } account || account.Places.Count == 0)
            {
                continue;
            }

            newest = newest >= account.Head.Start ? newest : account.Head.Start;
            foreach (var place in account.Places.Where(place => !place.Place.IsExempted))
            {
                all += place.Slots.Count;
                placeless += place.Place.HasCountry ? 0 : place.Slots.Count;
            }
        }

        return new(newest, all == 0 ? null : (double)placeless / all);
    }
}
