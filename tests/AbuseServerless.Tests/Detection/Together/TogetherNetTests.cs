using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Together;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Together;

/// <summary>What no net alone suspends: refused mail of an account that was also used from where it does not live.</summary>
public sealed class TogetherNetTests
{
    private const int Home = 64500;

    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Twelve_refusals_and_five_countries_of_one_day_suspend_and_the_decision_tells_what_weighed_how_much()
    {
        var decision = Judge(Of(), Countries(10), Refused(10))!;

        Assert.Equal((TogetherNet.Name, Verdict.Suspend, 3, 3), (decision.Net, decision.Verdict, decision.Measured, decision.Threshold));
        Assert.Equal("Outcomes (2): 12 of about 172 recipients of one day refused: 12 unknown, 0 as spam; Countries (1): 5 countries within 24 hours", decision.Summary);
        Assert.Equal((Midnight.AddDays(9).AddHours(11.25), Midnight.AddDays(10).AddHours(12.25)), (decision.WindowStart, decision.WindowEnd));
        Assert.Equal(["JP", "US", "DE", "FR", "BR"], decision.Countries.Select(country => country.Country));
    }

    [Fact]
    public void Neither_is_enough_alone()
    {
        Assert.Equal("Countries", Watched(Judge(Of(), Countries(10), [])));
        Assert.Equal("Outcomes", Watched(Judge(Of(), Use(10, "JP", Home, 8), Refused(10))));
    }

    [Theory]
    [InlineData(19, Verdict.Suspend)]
    [InlineData(20, Verdict.Watch)]
    public void They_count_together_within_thirty_two_hours(int hour, Verdict expected)
    {
        // The countries of eleven o'clock, the refusals of an hour of the next day.
        var decision = Judge(Of(), Countries(9), [.. Refused(10).Select(outcome => outcome with { Time = outcome.Time.AddHours(hour - 12) })]);
        Assert.Equal(expected, decision!.Verdict);
    }

    [Fact]
    public void Use_that_counts_only_towards_a_watch_is_not_added()
    {
        Assert.Equal("Countries", Watched(Judge(Of(), [.. Countries(10).Select(e => e with { Place = e.Place.AsWatchOnly() })], Refused(10))));
        Assert.Equal("Countries", Watched(Judge(Of(), Countries(10), [.. Refused(10).Select(outcome => outcome.Kind == OutcomeKind.Accepted ? outcome : outcome with { IsWatchOnly = true })])));
    }

    [Theory]
    [InlineData(1, 3, Verdict.Watch)]
    [InlineData(2, 3, Verdict.Suspend)]
    [InlineData(2, 4, Verdict.Watch)]
    [InlineData(3, 4, Verdict.Suspend)]
    [InlineData(0, 1, Verdict.Watch)]
    public void The_weights_of_the_mail_and_of_the_use_reach_the_threshold(int outcomes, int threshold, Verdict expected) =>
        Assert.Equal(expected, Judge(Of(nets => (nets.Together.Outcomes, nets.Together.Suspend) = (outcomes, Threshold.At(threshold))), Countries(10), Refused(10))!.Verdict);

    [Fact]
    public void Of_the_nets_that_tell_where_it_was_used_the_largest_weight_counts_once()
    {
        Action<NetsOptions> both = nets => (nets.Addresses.Watch, nets.Together.Suspend) = (Threshold.At(1), Threshold.At(4));
        Assert.Equal(Verdict.Watch, Judge(Of(both), Countries(10), Refused(10))!.Verdict);
        var decision = Judge(Of(nets => { both(nets); nets.Together.Addresses = 2; }), Countries(10), Refused(10))!;
        Assert.Equal((Verdict.Suspend, 4), (decision.Verdict, decision.Measured));
        Assert.EndsWith("; Addresses (2): 1 client address within 15 minutes", decision.Summary);
    }

    [Fact]
    public void A_net_that_is_off_is_not_asked_and_one_alone_is_not_judged_whatever_its_weight() => Assert.Equal("Outcomes", Watched(Judge(
        Of(nets =>
        {
            (nets.Countries.Watch, nets.Countries.Suspend) = (Threshold.Off, Threshold.Off);
            nets.Together.Outcomes = 3;
        }),
        Countries(10),
        Refused(10))));

    [Fact]
    public void Whichever_comes_first_the_account_is_suspended()
    {
        var activity = new AccountActivity();
        ActivityUpdate.Apply(activity, [.. Life()], Of());
        ActivityUpdate.Apply(activity, Refused(10), Of());
        Assert.Equal(Verdict.Watch, activity.Reached);
        var decision = ActivityUpdate.Apply(activity, [.. Countries(10)], Of()).Decision!;
        Assert.Equal((TogetherNet.Name, Verdict.Suspend), (decision.Net, decision.Verdict));
    }

    private static string Watched(Decision? decision)
    {
        Assert.Equal(Verdict.Watch, decision!.Verdict);
        return decision.Net;
    }

    private static Detector Of(Action<NetsOptions>? configure = null) => Rules.Of(Settings(configure ?? (_ => { })));

    private static Action<NetsOptions> Settings(Action<NetsOptions> configure) => nets =>
    {
        Rules.AllOffBut(nets, nameof(nets.Outcomes), nameof(nets.Countries), nameof(nets.Together));
        configure(nets);
    };

    // The last decision of an account that lived at home for ten days.
    private static Decision? Judge(Detector detector, LocatedEvent[] events, LocatedOutcome[] outcomes)
    {
        var activity = new AccountActivity();
        var first = ActivityUpdate.Apply(activity, [.. Life(), .. events.OrderBy(e => e.Event.Time)], detector).Decision;
        return ActivityUpdate.Apply(activity, [.. outcomes.OrderBy(outcome => outcome.Time)], detector).Decision ?? first;
    }

    private static IEnumerable<LocatedEvent> Life() => Enumerable.Range(0, 10).SelectMany(day => Use(day, "JP", Home, 8));

    // Home at eight, four other countries at eleven o'clock, a minute each.
    private static LocatedEvent[] Countries(int day) => [.. Use(day, "JP", Home, 8), .. Use(day, "US", 64601, 11, 1), .. Use(day, "DE", 64602, 11, 2), .. Use(day, "FR", 64603, 11, 3), .. Use(day, "BR", 64604, 11, 4)];

    private static LocatedEvent[] Use(int day, string country, int system, int hour, int minute = 0) =>
        [new(new AuthEvent(Midnight.AddDays(day).AddHours(hour).AddMinutes(minute), Trace.Alice, IPAddress.Parse("192.0.2.1"), true, 0), Place.Of(country), new EventPosition(0, 1440 * day + 60 * hour + minute, Trace.Noon), 0, system)];

    // Seven in a hundred, at noon.
    private static LocatedOutcome[] Refused(int day) =>
        [.. Enumerable.Range(0, 32).Select(n => new LocatedOutcome(Trace.Alice, Midnight.AddDays(day).AddHours(12).AddSeconds(n), n < 20 ? OutcomeKind.Accepted : OutcomeKind.Unknown, new EventPosition(1, 100 * day + n, Trace.Noon)))];
}
