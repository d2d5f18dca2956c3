using AbuseServerless.Deliveries;
using AbuseServerless.Report.Model;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Tests.Model;

public sealed class ErrorJumpTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Theory]
    [InlineData(90, 10, 0.05, true)]
    [InlineData(90, 10, 0.0499, false)]
    [InlineData(91, 9, 0.08, false)]
    [InlineData(89, 10, 0.09, false)]
    [InlineData(60, 40, 0.2, true)]
    [InlineData(60, 40, 0.19, false)]
    public void A_tenth_of_a_hundred_outcomes_refused_twice_as_much_as_before_by_five_points_is_a_jump(long sent, long bounced, double rise, bool isJump) =>
        Assert.Equal(isJump ? ["Google"] : [], JumpsOf(Day(-1, "*", 1, 0, null), Day(-1, "Google", sent, bounced, rise)).Select(jump => jump.Provider));

    [Fact]
    public void It_is_of_the_last_whole_day_with_deliveries_and_nothing_jumps_without_days_before()
    {
        Assert.Equal([new("Google", Today.AddDays(-2), 0.5, 0.25, ReplyClass.Content)], JumpsOf(Day(-2, "*", 1, 0, null), Day(-2, "Google", 50, 50, 0.25), Day(-3, "Google", 0, 100, 0.9), Day(0, "Google", 0, 100, 0.9)));
        Assert.Empty(JumpsOf(Day(-1, "*", 100, 100, null), Day(-1, "Google", 100, 100, null)));
        Assert.Empty(JumpsOf());
    }

    [Fact]
    public void Three_providers_are_named_those_with_the_most_errors_first_and_all_together_where_none_is()
    {
        Assert.Equal(["b", "d", "a"], JumpsOf(Day(-1, "*", 100, 400, 0.7), Day(-1, "a", 50, 60, 0.5), Day(-1, "b", 50, 90, 0.5), Day(-1, "c", 50, 55, 0.5), Day(-1, "d", 50, 70, 0.5)).Select(jump => jump.Provider));
        Assert.Equal(["*"], JumpsOf(Day(-1, "*", 100, 400, 0.7), Day(-1, "a", 50, 40, 0.4)).Select(jump => jump.Provider));
    }

    private static IReadOnlyList<ErrorJump> JumpsOf(params ProviderDay[] deliveries) =>
        ReportModel.Of(new ReportData(new(2026, 11, 24, 6, 30, 0, TimeSpan.Zero), TimeZoneInfo.Utc, Today.AddDays(-6), Today) { Deliveries = deliveries }).Jumps;

    private static ProviderDay Day(int day, string provider, long sent, long bounced, double? rise) =>
        new(Today.AddDays(day), provider, new DeliveryTally { Sent = sent, Bounced = new Dictionary<ReplyClass, long> { [ReplyClass.Content] = bounced } }) { ErrorRateChange7 = rise };
}
