using AbuseServerless.Deliveries;
using AbuseServerless.Reputation;
using AbuseServerless.Statistics;

namespace AbuseServerless.Tests.Reputation;

public sealed class ReputationHistoryTests
{
    private static readonly DateOnly From = new(2026, 11, 1);

    [Fact]
    public void All_crossings_of_the_days_are_told_and_the_recorded_one_as_it_was_recorded() =>
        Assert.Equal(
            [("a", ReputationStanding.Lost, 1), ("a", ReputationStanding.Recovered, 3), ("a", ReputationStanding.Lost, 5)],
            Of(new StatisticsOptions(), Recorded(ReputationStanding.Lost, 5), 0, 12, 50, 1, 3, 60, 1));

    [Fact]
    public void What_came_after_the_recorded_crossing_is_not_judged_by_the_report() =>
        Assert.Equal([("a", ReputationStanding.Lost, 1)], Of(new StatisticsOptions(), Recorded(ReputationStanding.Lost, 1), 0, 12, 0, 0, 50, 0));

    [Fact]
    public void A_crossing_that_later_counts_move_to_an_earlier_day_is_told_once() =>
        Assert.Equal(
            [("a", ReputationStanding.Lost, 1), ("a", ReputationStanding.Recovered, 4)],
            Of(new StatisticsOptions(), Recorded(ReputationStanding.Recovered, 4), 0, 12, 50, 1, 1, 1));

    [Fact]
    public void A_reputation_that_was_lost_already_is_not_lost_on_the_first_day() =>
        Assert.Equal([("a", ReputationStanding.Recovered, 2)], Of(new StatisticsOptions(), Recorded(ReputationStanding.Recovered, 2), 30, 30, 1, 1));

    [Fact]
    public void Without_the_thresholds_there_are_the_recorded_ones_of_the_days()
    {
        Assert.Equal([("a", ReputationStanding.Recovered, 2)], Of(null, Recorded(ReputationStanding.Recovered, 2), 0, 30, 1, 1));
        Assert.Empty(Of(null, Recorded(ReputationStanding.Recovered, -1), 0, 0));
    }

    private static ReputationChange Recorded(ReputationStanding standing, int day) => new("a", standing, 7, DateTimeOffset.UnixEpoch, From.AddDays(day), 1000, 300, 0.1);

    // Shares in per cent of 1,000 attempts, the last day's of today.
    private static IEnumerable<(string, ReputationStanding, int)> Of(StatisticsOptions? options, ReputationChange recorded, params int[] shares)
    {
        ProviderDay Day(string provider, int share, int day) => new(
            From.AddDays(day),
            provider,
            new DeliveryTally { Sent = 1000 - (share * 10), Bounced = new Dictionary<ReplyClass, long> { [ReplyClass.ReputationAddress] = share * 10 } });
        var deliveries = shares.SelectMany((share, day) => new[] { Day("a", share, day), Day(ProviderDay.All, share, day) });
        return ReputationHistory.Of([.. deliveries.Reverse()], [recorded], options, From, From.AddDays(shares.Length - 1)).Select(change => (change.Provider, change.Standing, change.Day.DayNumber - From.DayNumber));
    }
}
