using AbuseServerless.Deliveries;
using AbuseServerless.Reporting;

namespace AbuseServerless.Tests.Reporting;

public sealed class ReputationChangeTests
{
    private const ReputationStanding Lost = ReputationStanding.Lost;
    private const ReputationStanding Recovered = ReputationStanding.Recovered;

    private static readonly StatisticsOptions Options = new() { ReputationAlert = 0.1, ReputationRecovery = 0.02, FewestAttempts = 100 };
    private static readonly DateOnly Monday = new(2026, 11, 23);
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

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
