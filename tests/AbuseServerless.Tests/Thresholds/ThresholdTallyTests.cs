using AbuseServerless.Thresholds;

namespace AbuseServerless.Tests.Thresholds;

public sealed class ThresholdTallyTests
{
    private static readonly ThresholdGrid Grid = new([4, 2, 3, 2], [TimeSpan.FromHours(24), TimeSpan.FromHours(1)]);

    [Fact]
    public void Each_threshold_in_each_window_counts_the_accounts_that_reach_it_and_how_they_are_marked()
    {
        var tally = new ThresholdTally(Grid);
        tally.Add(new([1, 4], null, null, false));
        tally.Add(new([2, 3], [2, 3], null, true));
        tally.Add(new([3, 3], [1, 2], [3, 3], true));
        tally.Add(new([0, 0], null, null, false));

        var study = tally.ToStudy();

        Assert.Equal((4, 2, 1), (study.Accounts, study.Good, study.Abuse));
        var (hour, day) = (TimeSpan.FromHours(1), TimeSpan.FromHours(24));
        Assert.Equal(
            [
                new(hour, 2, 2, 1, 1, 0, 2, false), new(hour, 3, 1, 0, 1, 1, 2, false), new(hour, 4, 0, 0, 0, 2, 2, false),
                new(day, 2, 3, 2, 1, 0, 2, false), new(day, 3, 3, 1, 1, 0, 2, false), new(day, 4, 1, 0, 0, 2, 2, false),
            ],
            study.Outcomes);
    }

    [Fact]
    public void Nothing_is_recommended_where_no_account_is_marked_good_or_no_threshold_spares_them()
    {
        var unmarked = new ThresholdTally(Grid);
        unmarked.Add(new([3, 3], null, [3, 3], false));
        Assert.DoesNotContain(unmarked.ToStudy().Outcomes, outcome => outcome.Recommended);

        var unspared = new ThresholdTally(Grid);
        for (var i = 0; i < 10; i++)
        {
            unspared.Add(new([1, 9], [1, 9], null, false));
        }

        Assert.Equal([(TimeSpan.FromHours(1), 2)], unspared.ToStudy().Outcomes.Where(outcome => outcome.Recommended).Select(outcome => (outcome.Window, outcome.Threshold)));
    }

    [Theory]
    [InlineData(9, 0, false)]
    [InlineData(9, 5, false)]
    [InlineData(10, 0, true)]
    public void A_recommendation_takes_ten_good_accounts_that_were_active_within_the_window(int active, int idle, bool recommended)
    {
        var tally = new ThresholdTally(Grid);
        for (var i = 0; i < active + idle; i++)
        {
            int[] most = i < active ? [1, 1] : [0, 0];
            tally.Add(new(most, most, null, false));
        }

        var hour = tally.ToStudy().Outcomes.Where(outcome => outcome.Window == TimeSpan.FromHours(1)).ToList();
        Assert.All(hour, outcome => Assert.Equal(active, outcome.Judged));
        Assert.Equal(recommended ? 2 : null, hour.Find(outcome => outcome.Recommended)?.Threshold);
    }

    [Theory]
    [InlineData(0, "01:00:00")]
    [InlineData(1001, "01:00:00")]
    [InlineData(2, "00:00:00")]
    [InlineData(2, "00:20:00")]
    [InlineData(2, "1.00:15:00")]
    public void A_grid_out_of_range_is_refused(int threshold, string window) =>
        Assert.Throws<ArgumentException>(() => new ThresholdGrid([2, threshold], [TimeSpan.FromHours(4), TimeSpan.Parse(window, System.Globalization.CultureInfo.InvariantCulture)]));

    [Fact]
    public void An_empty_grid_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ThresholdGrid([], [TimeSpan.FromHours(4)]));
        Assert.Throws<ArgumentException>(() => new ThresholdGrid([2], []));
    }
}
