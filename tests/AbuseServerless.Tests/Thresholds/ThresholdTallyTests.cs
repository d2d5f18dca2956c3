using AbuseServerless.Detection;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Thresholds;

namespace AbuseServerless.Tests.Thresholds;

public sealed class ThresholdTallyTests
{
    private static ThresholdGrid Grid => new([4, 2, 3, 2], [TimeSpan.FromHours(24), TimeSpan.FromHours(1)]);

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
    public void A_grid_out_of_range_is_refused_and_told_what_is_in_range(int threshold, string window)
    {
        var refused = Assert.Throws<ArgumentException>(() => new ThresholdGrid([2, threshold], [TimeSpan.FromHours(4), TimeSpan.Parse(window, System.Globalization.CultureInfo.InvariantCulture)]));
        Assert.StartsWith(
            threshold == 2 ? "Give at least one window; windows are multiples of 15 minutes, from 15 minutes to 24 hours." : "Give at least one threshold; thresholds are whole numbers from 1 to 1000.",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_may_go_to_the_ends_of_its_range()
    {
        var grid = new ThresholdGrid([1_000, 1], [TimeSpan.FromHours(24), TimeSpan.FromMinutes(15)]);
        Assert.Equal([1, 1_000], grid.Thresholds);
        Assert.Equal([TimeSpan.FromMinutes(15), TimeSpan.FromHours(24)], grid.Windows);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Ten_good_accounts_are_enough_to_recommend_a_threshold(int judged, bool isEnough) =>
        Assert.Equal(isEnough, new ThresholdOutcome(TimeSpan.FromHours(1), 2, 0, 0, 0, 0, judged, false).IsJudgedEnough);

    [Fact]
    public void The_thresholds_of_the_settings_are_numbers_and_none_where_they_are_off()
    {
        Assert.Equal(new CountryThresholds(4, 9), CountryThresholds.Of(new CountriesOptions { Watch = Threshold.At(4), Suspend = Threshold.At(9) }));
        Assert.Equal(new CountryThresholds(null, null), CountryThresholds.Of(new CountriesOptions { Watch = Threshold.Off, Suspend = Threshold.Off }));
    }

    [Fact]
    public void An_empty_grid_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ThresholdGrid([], [TimeSpan.FromHours(4)]));
        Assert.Throws<ArgumentException>(() => new ThresholdGrid([2], []));
    }
}
