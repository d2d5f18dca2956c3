using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;

namespace AbuseServerless.Tests.Thresholds;

public sealed class EpisodeMeasureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice");
    private static readonly ThresholdGrid Grid = new([2], [TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(24)]);

    [Fact]
    public void Evidence_says_of_each_window_in_how_many_countries_the_account_was_at_least()
    {
        // One country an hour; the first is seen again with the last.
        var measured = Measure(Episode(Judgement.None, over: true, Decision(Verdict.Suspend, 6, [.. Enumerable.Range(0, 6).Select(hour => Seen(hour, -6 + hour, hour == 0 ? -1 : -6 + hour))])));

        Assert.Equal([2, 5, 6], measured.Most);
        Assert.True(measured.AtLeast);
        Assert.Null(measured.Good);
    }

    [Fact]
    public void What_was_judged_counts_for_its_own_suspension_and_what_a_good_account_does_afterwards_is_good_too()
    {
        var abuse = Episode(Judgement.Abuse, over: true, Decision(Verdict.Suspend, 4, [.. Enumerable.Range(0, 4).Select(country => Seen(country, 0, 0))]));
        var good = Episode(Judgement.FalsePositive, over: true, Decision(Verdict.Suspend, 2, [.. Enumerable.Range(0, 2).Select(country => Seen(country, 0, 0))]));
        var later = Activity(3);

        Check([4, 4, 4], [3, 3, 3], [4, 4, 4], Measure([abuse, good], later));
        Check([4, 4, 4], [2, 2, 2], [4, 4, 4], Measure([good, abuse], later));
        Assert.True(Measure([good, abuse], later).AtLeast);

        // An abused account that was given back to its owner is used by the owner.
        Check([5, 5, 5], null, [4, 4, 4], Measure([abuse], Activity(5)));
    }

    [Fact]
    public void Countries_of_watch_only_networks_in_the_evidence_raise_nothing_above_what_the_net_counted()
    {
        var decision = Decision(Verdict.Suspend, 3, [.. Enumerable.Range(0, 8).Select(country => Seen(country, 0, 0))]);

        Assert.Equal([3, 3, 3], Measure(Episode(Judgement.None, over: true, decision)).Most);
        Assert.Equal([8, 8, 8], Measure(Episode(Judgement.None, over: true, decision with { Net = "Travel", Measured = 1 })).Most);
    }

    [Fact]
    public void What_is_exempted_now_would_not_suspend()
    {
        var episode = Episode(Judgement.None, over: true, Decision(Verdict.Suspend, 3, [.. Enumerable.Range(0, 3).Select(country => Seen(country, 0, 0))]));
        Exemption[] country = [Exemption.Of(ExemptionKind.Country, World.Codes[0], "ops", "x", Noon)];

        Assert.Equal([2, 2, 2], Measure([episode], Activity(3), country).Most);
        Assert.Equal([3, 3, 3], Measure([episode], Activity(3), country[0] with { Until = Noon }).Most);
        Assert.Equal([0, 0, 0], Measure([episode], Activity(3), Exemption.Of(ExemptionKind.Account, "alice", "ops", "x", Noon) with { WatchOnly = true }).Most);
    }

    [Fact]
    public void Of_an_account_whose_suspension_stands_everything_is_remembered_still()
    {
        var measured = Measure([Episode(Judgement.Abuse, over: false, Decision(Verdict.Suspend, 2, [Seen(0, 0, 0), Seen(1, 0, 0)]))], Activity(5));

        Check([5, 5, 5], null, [5, 5, 5], measured);
        Assert.False(measured.AtLeast);
    }

    private static void Check(int[] most, int[]? good, int[]? abuse, AccountMeasure measured)
    {
        Assert.Equal(most, measured.Most);
        Assert.Equal(good, measured.Good);
        Assert.Equal(abuse, measured.Abuse);
    }

    private static AccountMeasure Measure(params Episode[] episodes) => Measure(episodes, null);

    private static AccountMeasure Measure(IEnumerable<Episode> episodes, AccountActivity? activity, params Exemption[] exemptions)
    {
        var measure = new EpisodeMeasure(Alice, Grid, new ExemptionSet(exemptions, new World()), Noon);
        foreach (var episode in episodes)
        {
            measure.Add(episode);
        }

        if (activity is not null)
        {
            measure.Add(activity);
        }

        return measure.ToAccount();
    }

    private static AccountActivity Activity(int countries)
    {
        var activity = new AccountActivity();
        for (var country = 0; country < countries; country++)
        {
            var address = System.Net.IPAddress.Parse(World.Address(country));
            activity.Record(new Sighting(Noon, new World().Locate(address), address));
        }

        return activity;
    }

    private static Episode Episode(Judgement judgement, bool over, params Decision[] decisions) => new(Alice, Noon, decisions, judgement, null, over);

    private static Decision Decision(Verdict verdict, long measured, CountryEvidence[] countries) =>
        new("Countries", verdict, measured, measured, "", Noon.AddHours(-23.75), Noon.AddMinutes(15), countries, 0, DateTimeOffset.MinValue, "rules", "data");

    private static CountryEvidence Seen(int country, int firstHour, int lastHour) => new(World.Codes[country], Noon.AddHours(firstHour), Noon.AddHours(lastHour), World.Address(country));
}
