using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Outcomes;

/// <summary>What is told of a day, and which days are remembered.</summary>
public sealed class OutcomesFindingTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Detector Only = Rules.Of(nets => Rules.AllOffBut(nets, nameof(nets.Outcomes)));

    [Fact]
    public void A_watch_tells_of_watch_only_use_and_not_of_networks()
    {
        var finding = Judge(Of(10, 7, OutcomeKind.Unknown), Of(10, 2, OutcomeKind.Unwanted, 100), Watched(Of(10, 5, OutcomeKind.Unknown, 200)))!;
        Assert.Equal((OutcomesNet.Name, Verdict.Watch, 14, 12), (finding.Net, finding.Verdict, finding.Measured, finding.Threshold));
        Assert.Equal("14 of about 14 recipients of one day refused: 7 unknown, 2 as spam, 5 of watch-only use", finding.Summary);
        Assert.Equal("12 of about 12 recipients of one day refused: 12 unknown, 0 as spam", Judge(Of(10, 12, OutcomeKind.Unknown))!.Summary);
    }

    [Fact]
    public void Of_two_days_that_reach_the_threshold_the_earlier_is_told_up_to_its_last_outcome()
    {
        // At 22:00 and 01:00, of the account that was last seen at 08:00 of the tenth day.
        var finding = Judge(Of(9, 12, OutcomeKind.Unknown, second: 79_200), Of(10, 30, OutcomeKind.Unknown, second: 3_600))!;
        Assert.Equal((12, 89, 32 + 8), (finding.Measured, finding.WindowSlots, finding.EndAge));
    }

    [Fact]
    public void A_day_after_the_last_login_ends_after_the_head()
    {
        var finding = Judge(Of(11, 12, OutcomeKind.Unknown, second: 3_600))!;
        Assert.Equal((5, 32 - 96 - 4), (finding.WindowSlots, finding.EndAge));
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(22, true)]
    public void Refusals_of_watch_only_use_are_usual_too(int refused, bool watched) =>
        Assert.Equal(watched, Judge(Watched(Of(6, 11, OutcomeKind.Unknown)), Of(6, 12, OutcomeKind.Accepted), Of(7, 1, OutcomeKind.Unknown), Of(10, refused, OutcomeKind.Unknown)) is not null);

    [Theory]
    [InlineData(16, 5)]
    [InlineData(17, 0)]
    public void Refusals_are_remembered_for_a_fortnight_before_the_open_days(int later, int refused)
    {
        var evidence = Feed([.. Of(1, 5, OutcomeKind.Unknown), .. Of(1 + later, 1, OutcomeKind.Accepted)]).Of(OutcomeEvidence.Kind);
        Assert.Equal(refused, evidence.Days.Where(day => day.Day == Slot.Of(Midnight).Day + 1).Sum(day => day.Unknown));
        Assert.Equal(Slot.Of(Midnight).Day + 1 + later, evidence.NewestDay);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 0)]
    public void An_outcome_may_come_two_days_late_and_no_later(int late, int counted)
    {
        var activity = Feed(Of(10, 1, OutcomeKind.Accepted));
        Assert.Equal(counted > 0, ActivityUpdate.Apply(activity, [.. Of(10 - late, 3, OutcomeKind.Unwanted)], Only).Changed);
        Assert.Equal(counted, activity.Of(OutcomeEvidence.Kind).Days.Sum(day => day.Unwanted));
    }

    [Fact]
    public void What_is_cleared_is_empty_and_so_is_what_was_never_written()
    {
        var evidence = Feed([.. Of(1, 5, OutcomeKind.Unknown), .. Of(9, 1, OutcomeKind.Accepted)]).Of(OutcomeEvidence.Kind);
        Assert.Equal(2, evidence.Days.Count());
        evidence.Clear();
        Assert.True(evidence.IsEmpty);
        Assert.Empty(evidence.Days);
        Assert.Equal("", Trace.Bytes(evidence, Slot.Of(Midnight)));
    }

    [Fact]
    public void The_net_is_as_grave_as_its_thresholds_and_a_net_that_only_watches_suspends_nobody()
    {
        Assert.Equal(Verdict.Suspend, new OutcomesNet(new OutcomesOptions()).Gravest);
        var options = new OutcomesOptions { Suspend = Threshold.Off };
        Assert.Equal(Verdict.Watch, new OutcomesNet(options).Gravest);
        Assert.Equal([OutcomeEvidence.Kind, FamiliarityEvidence.Kind], new OutcomesNet(options).Evidence);
    }

    [Fact]
    public void Of_use_from_elsewhere_the_suspension_is_told_also_where_there_are_enough_refusals_for_a_watch()
    {
        var finding = new OutcomesNet(new OutcomesOptions()).Judge(Feed(Of(10, 13, OutcomeKind.Unknown), Elsewhere(10, 10)))!;
        Assert.Equal((Verdict.Suspend, 13, 6), (finding.Verdict, finding.Measured, finding.Threshold));
    }

    [Fact]
    public void Where_none_are_to_suspend_many_refusals_of_a_minute_elsewhere_watch()
    {
        var activity = Feed(Of(10, 15, OutcomeKind.Unknown), Elsewhere(10, 1));
        var finding = new OutcomesNet(new OutcomesOptions()).Judge(activity)!;
        Assert.Equal(Verdict.Suspend, finding.Verdict);
        Assert.Equal("15 of about 15 recipients of one day refused: 15 unknown, 0 as spam; a new account, or AUTH events from a network in which it is not established", finding.Summary);
        Assert.Equal(Verdict.Watch, new OutcomesNet(new OutcomesOptions { Suspend = Threshold.Off }).Judge(activity)!.Verdict);
    }

    [Fact]
    public void A_watch_only_network_is_no_elsewhere() =>
        Assert.Equal(Verdict.Watch, new OutcomesNet(new OutcomesOptions()).Judge(Feed(Of(10, 15, OutcomeKind.Unknown), Elsewhere(10, 1).Select(e => e with { Place = e.Place.AsWatchOnly() })))!.Verdict);

    [Theory]
    [InlineData(10, Verdict.Suspend)]
    [InlineData(9, Verdict.Watch)]
    public void A_network_in_which_it_is_not_established_counts_on_the_day_of_its_use_only(int used, Verdict expected)
    {
        // Two quiet days have made it familiar.
        var activity = Feed(Of(10, 15, OutcomeKind.Unknown), [.. Elsewhere(4, 1), .. Elsewhere(5, 1), .. Elsewhere(used, 3)], Rules.Of(nets => Rules.AllOffBut(nets, nameof(nets.Outcomes), nameof(nets.Volume))));
        Assert.Equal(expected, new OutcomesNet(new OutcomesOptions()).Judge(activity)!.Verdict);
    }

    [Theory]
    [InlineData(3, true)] // Of 32.
    [InlineData(4, false)] // Of 40.
    public void The_share_is_reached_by_as_many_as_it_says(int accepted, bool watched)
    {
        var activity = Feed([.. Of(10, 8, OutcomeKind.Unknown), .. Of(10, accepted, OutcomeKind.Accepted)]);
        Assert.Equal(watched, new OutcomesNet(new OutcomesOptions { Watch = Threshold.At(8), Share = 0.25 }).Judge(activity) is not null);
    }

    private static Finding? Judge(params IEnumerable<LocatedOutcome>[] outcomes) => new OutcomesNet(new OutcomesOptions()).Judge(Feed([.. outcomes.SelectMany(some => some)]));

    private static IEnumerable<LocatedOutcome> Watched(IEnumerable<LocatedOutcome> outcomes) => outcomes.Select(outcome => outcome with { IsWatchOnly = true });

    private static IEnumerable<LocatedOutcome> Of(int day, int count, OutcomeKind kind, int from = 0, int second = 36_000) => Enumerable.Range(from, count).Select(n =>
        new LocatedOutcome(Trace.Alice, Midnight.AddDays(day).AddSeconds(second), kind, new EventPosition(1, 10_000 * day + 1_000 * (int)kind + n, Trace.Noon)));

    private static IEnumerable<LocatedEvent> Elsewhere(int day, int minutes) => Enumerable.Range(0, minutes).Select(n => At(day, 600 + n, 64600));

    private static LocatedEvent At(int day, int minute, int system) => new(
        new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse("192.0.2.1"), true, 0), Place.Of("JP"), new EventPosition(0, 1440 * day + minute, Trace.Noon), 0, system);

    private static AccountActivity Feed(IEnumerable<LocatedOutcome> outcomes, IEnumerable<LocatedEvent>? events = null, Detector? detector = null)
    {
        var activity = new AccountActivity();
        ActivityUpdate.Apply(activity, [.. Enumerable.Range(0, 11).Select(day => At(day, 480, 64500)).Concat(events ?? []).OrderBy(e => e.Event.Time)], detector ?? Only);
        ActivityUpdate.Apply(activity, [.. outcomes.OrderBy(outcome => outcome.Time)], detector ?? Only);
        return activity;
    }
}
