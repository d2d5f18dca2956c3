using AbuseServerless.Deliveries;
using AbuseServerless.Statistics;

namespace AbuseServerless.Tests.Statistics;

public sealed class TrailingDaysTests
{
    private static readonly DateOnly First = new(2026, 11, 1);

    [Fact]
    public void A_day_is_held_against_the_tallies_of_the_days_before_it_taken_together()
    {
        var trailing = new TrailingDays();
        var random = new Random(1);
        var days = new List<ProviderDay>();
        for (var i = 0; i < 70; i++)
        {
            // The second provider has no mail on many days.
            foreach (var provider in i % 3 == 0 ? new[] { "Google", "example.org" } : ["Google"])
            {
                days.Add(new ProviderDay(First.AddDays(i), provider, Tally(random.Next(50), random.Next(20), random.Next(20), random.Next(5))));
            }
        }

        foreach (var day in days)
        {
            var compared = trailing.Compare(day);
            foreach (var (width, error, deferred, reputation) in new[]
            {
                (7, compared.ErrorRateChange7, compared.DeferredShareChange7, compared.ReputationShareChange7),
                (28, compared.ErrorRateChange28, compared.DeferredShareChange28, compared.ReputationShareChange28),
            })
            {
                var before = days.Where(other => other.Provider == day.Provider && other.Day < day.Day && other.Day >= day.Day.AddDays(-width))
                    .Aggregate(DeliveryTally.Empty, (sum, other) => sum.Add(other.Tally));
                Assert.Equal(day.Tally.ErrorRate - before.ErrorRate, error);
                Assert.Equal(day.Tally.DeferredShare - before.DeferredShare, deferred);
                Assert.Equal(day.Tally.ReputationShare - before.ReputationShare, reputation);
            }
        }
    }

    [Fact]
    public void Without_days_before_it_a_day_has_no_change()
    {
        var trailing = new TrailingDays();
        trailing.Compare(new ProviderDay(First, "Google", Tally(1, 0, 0, 0)));
        var other = trailing.Compare(new ProviderDay(First.AddDays(1), "example.org", Tally(1, 1, 1, 1)));
        var later = trailing.Compare(new ProviderDay(First.AddDays(29), "Google", Tally(1, 1, 1, 1)));
        var within = trailing.Compare(new ProviderDay(First.AddDays(30), "Google", Tally(1, 0, 0, 0)));
        Assert.Equal([null, null], [other.ErrorRateChange7, later.ErrorRateChange28]);
        Assert.Equal(-2 / 3d, within.ErrorRateChange7);
    }

    private static DeliveryTally Tally(int sent, int deferred, int bounced, int expired) => new()
    {
        Sent = sent,
        Deferred = new Dictionary<ReplyClass, long> { [ReplyClass.ReputationDomain] = deferred, [ReplyClass.RateLimit] = deferred },
        Bounced = new Dictionary<ReplyClass, long> { [ReplyClass.ReputationAddress] = bounced },
        Expired = new Dictionary<ReplyClass, long> { [ReplyClass.Other] = expired },
    };
}
