using AbuseServerless.Deliveries;
using AbuseServerless.Reputation;
using AbuseServerless.Statistics;

namespace AbuseServerless.Tests.Reputation;

public sealed class ReputationChangeTests
{
    private const ReputationStanding Lost = ReputationStanding.Lost;
    private const ReputationStanding Recovered = ReputationStanding.Recovered;

    private static readonly StatisticsOptions Options = new() { ReputationAlert = 0.1, ReputationRecovery = 0.02, MinimumAttempts = 100 };
    private static readonly DateOnly Monday = new(2026, 11, 23);
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, 1, 50, true, null)] // Another day of then.
    [InlineData(true, 1, 50, false, Lost)] // As bad today: that is told.
    [InlineData(true, 1, 5, false, null)]
    [InlineData(true, 1, 0, true, Recovered)]
    [InlineData(false, 1, 50, false, null)] // Told already.
    public void A_crossing_of_long_ago_stands_in_the_way_of_none_of_today(bool before, int daysLater, int refused, bool historical, ReputationStanding? expected)
    {
        var last = new ReputationChange("Google", Lost, 1, Now.AddDays(-1), Monday, 200, 50, 0.1) { Historical = before };
        var tally = new DeliveryTally { Sent = 100 - refused, Bounced = new Dictionary<ReplyClass, long> { [ReplyClass.ReputationAddress] = refused } };
        var change = ReputationChange.Judge(last, new ProviderDay(Monday.AddDays(daysLater), "Google", tally), true, Options, Now, historical);
        Assert.Equal((expected, expected is null ? null : historical), (change?.Standing, change?.Historical));
    }

    [Theory]
    [InlineData(null, 0, false, 10, 100, Lost)] // The threshold is inclusive, and the day need not be over.
    [InlineData(null, 0, true, 9, 100, null)]
    [InlineData(null, 0, true, 99, 99, null)] // Too few attempts to tell.
    [InlineData(Lost, 0, true, 50, 100, null)] // Told already.
    [InlineData(Lost, 1, true, 50, 100, null)]
    [InlineData(Lost, 1, true, 3, 100, null)] // Between the thresholds nothing changes.
    [InlineData(Lost, 1, false, 2, 100, null)] // A recovery waits for the end of the day.
    [InlineData(Lost, 1, true, 2, 100, Recovered)]
    [InlineData(Lost, 0, true, 2, 100, Recovered)]
    [InlineData(Lost, -1, true, 0, 100, null)] // A day before the crossing, counted again, does not undo it.
    [InlineData(Lost, 1, true, 0, 99, null)]
    [InlineData(Recovered, 0, true, 50, 100, null)] // One alert a day at the most.
    [InlineData(Recovered, -1, true, 50, 100, null)]
    [InlineData(Recovered, 1, false, 50, 100, Lost)]
    [InlineData(Recovered, 1, true, 0, 100, null)]
    public void A_crossing_is_told_once(ReputationStanding? last, int daysLater, bool isOver, int refused, int attempts, ReputationStanding? expected)
    {
        var before = last is { } standing ? new ReputationChange("Google", standing, 7, Now.AddDays(-1), Monday, 200, 50, 0.1) : null;
        var tally = new DeliveryTally
        {
            Sent = attempts - refused,
            Bounced = new Dictionary<ReplyClass, long> { [ReplyClass.ReputationAddress] = refused / 2 },
            Deferred = new Dictionary<ReplyClass, long> { [ReplyClass.ReputationDomain] = refused - (refused / 2) },
        };
        var change = ReputationChange.Judge(before, new ProviderDay(Monday.AddDays(daysLater), "Google", tally), isOver, Options, Now);
        Assert.Equal(expected, change?.Standing);
        if (change is not null)
        {
            Assert.Equal(
                new ReputationChange("Google", expected!.Value, last is null ? 1 : 8, Now, Monday.AddDays(daysLater), attempts, refused, expected == Lost ? 0.1 : 0.02), change);
        }
    }
}
