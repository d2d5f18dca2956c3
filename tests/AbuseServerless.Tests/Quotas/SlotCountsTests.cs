using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>What is counted of a day, by minutes and quarters of an hour.</summary>
public sealed class SlotCountsTests
{
    // Minute 5 of a quarter of an hour.
    private const int Now = 15 * 6_000 + 5;

    [Fact]
    public void A_window_of_a_day_begins_with_a_quarter_of_an_hour_and_one_of_an_hour_with_a_minute()
    {
        Assert.Equal((Now - 60, Now - 5 - 1_440), (SlotCounts.Begin(Now, isDaily: false), SlotCounts.Begin(Now, isDaily: true)));
        Assert.Equal((1, 1, 2), (Minute(60), Minute(119), Minute(120)));

        static int Minute(int seconds) => SlotCounts.MinuteOf(DateTimeOffset.UnixEpoch.AddSeconds(seconds));
    }

    [Fact]
    public void Counts_are_told_oldest_first_and_those_of_a_minute_together()
    {
        var counts = new SlotCounts([new(9, 1, 2), new(7, 3, 4)]);
        counts.Add(8, 1, 1);
        counts.Add(8, 1, 5);
        counts.Add(6, 0, 1);
        counts.Add(10, 1, 0);
        Assert.Equal([new(6, 0, 1), new(7, 3, 4), new(8, 2, 6), new(9, 1, 2), new(10, 1, 0)], counts.All);
        Assert.Equal([(7, 13), (7, 12), (4, 8), (1, 0), (0, 0)], new[] { 6, 7, 8, 10, 11 }.Select(counts.Since));
    }

    [Fact]
    public void What_is_taken_back_is_taken_from_its_minute_or_the_slot_before_and_never_below_nothing()
    {
        var counts = new SlotCounts([new(10, 5, 7), new(20, 1, 1)]);
        counts.Add(10, -1, -2);
        counts.Add(15, -1, 0);
        counts.Add(16, 0, -1);
        Assert.Equal([new(10, 3, 4), new(20, 1, 1)], counts.All);
        counts.Add(20, -2, -3);
        counts.Add(9, -1, 0);
        counts.Add(9, 0, -1);
        Assert.Equal([new(10, 3, 4), new(20, 0, 0)], counts.All);
    }

    [Fact]
    public void What_is_older_than_an_hour_is_kept_by_quarters_and_what_is_older_than_a_day_not_at_all()
    {
        // The hour begins at minute 5 of a quarter: of the quarter before it, all is older.
        var hour = Now - 60;
        var counts = new SlotCounts([new(Now - 5 - 1_441, 9, 9), new(Now - 5 - 1_440, 1, 2), new(hour - 20, 1, 1), new(hour - 7, 2, 3), new(hour - 6, 4, 5), new(hour - 5, 6, 7), new(hour, 1, 1), new(Now, 1, 1)]);
        counts.Prune(Now);
        Assert.Equal([new(Now - 5 - 1_440, 1, 2), new(hour - 20, 7, 9), new(hour - 5, 6, 7), new(hour, 1, 1), new(Now, 1, 1)], counts.All);
    }

    [Fact]
    public void A_quarter_that_ends_as_the_hour_begins_is_taken_together()
    {
        const int Sharp = 15 * 6_000;
        var counts = new SlotCounts([new(Sharp - 61, 1, 2), new(Sharp - 63, 3, 4), new(Sharp - 59, 1, 1)]);
        counts.Prune(Sharp);
        Assert.Equal([new(Sharp - 75, 4, 6), new(Sharp - 59, 1, 1)], counts.All);
    }

    [Fact]
    public void Whatever_a_host_has_written_adds_up_to_a_thousand_million_at_the_most()
    {
        var most = new MinuteCount(Now - 90, int.MaxValue, 1_000_000_000);
        Assert.Equal((1_000_000_000, 1_000_000_000), new SlotCounts([most, most with { Minute = Now }]).Since(0));
        var counts = new SlotCounts([most, most with { Minute = Now - 89 }]);
        counts.Prune(Now);
        Assert.Equal([new MinuteCount(Now - 95, 1_000_000_000, 1_000_000_000)], counts.All);
        var row = SharedUsage.Empty with { Writers = SharedUsage.Empty.Writers.Add("a", [most]).Add("b", [most]) };
        Assert.Equal((1_000_000_000, 1_000_000_000), (row.Used(QuotaMeasure.Messages, true, Now), row.Used(QuotaMeasure.Recipients, true, Now)));
    }
}
