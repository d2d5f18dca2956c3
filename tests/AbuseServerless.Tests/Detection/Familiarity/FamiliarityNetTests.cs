using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Volume;
using AbuseServerless.Geolocation;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;
using static AbuseServerless.Tests.Detection.Familiarity.Uses;

namespace AbuseServerless.Tests.Detection.Familiarity;

/// <summary>Strange networks and much use together, and neither alone.</summary>
public sealed class FamiliarityNetTests
{
    private static readonly Detector WithVolume = Rules.Of(nets => Rules.AllOffBut(nets, nameof(nets.Familiarity), nameof(nets.Volume)));

    [Theory]
    [InlineData(1, 32, Verdict.None)]
    [InlineData(2, 5, Verdict.None)]
    [InlineData(2, 6, Verdict.Watch)]
    [InlineData(2, 9, Verdict.Watch)]
    [InlineData(2, 10, Verdict.Suspend)]
    [InlineData(5, 4, Verdict.Suspend)]
    [InlineData(5, 3, Verdict.Watch)]
    public void Of_a_known_account_it_takes_two_strange_networks_and_twenty_minutes_of_use_on_one_day(int networks, int minutesEach, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(10), .. Strange(10, networks, minutesEach)]).Verdict);

    [Fact]
    public void The_decision_lists_what_weighed_how_much()
    {
        var activity = Feed([.. Life(10), .. Strange(10, 2, 9)]).Activity;
        var decision = ActivityUpdate.Apply(activity, [At(10, 23 * 60, 64600)], Only).Decision;
        Assert.Null(decision);
        decision = ActivityUpdate.Apply(activity, [At(10, 23 * 60 + 1, 64600)], Only).Decision!;
        Assert.Equal((FamiliarityNet.Name, Verdict.Suspend, 2, 2), (decision.Net, decision.Verdict, decision.Measured, decision.Threshold));
        Assert.Equal("2 unfamiliar networks, 20 minutes with AUTH events from them on one day: AS64600 11, AS64601 9", decision.Summary);
        Assert.Equal((Midnight.AddDays(10), Midnight.AddDays(10).AddHours(23.25)), (decision.WindowStart, decision.WindowEnd));
    }

    [Fact]
    public void Where_Volume_has_no_limit_of_a_day_nobody_is_spared()
    {
        var detector = Rules.Of(nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Familiarity), nameof(nets.Outcomes), nameof(nets.Volume));
            nets.Volume.MessagesPerDay.Suspend = Threshold.Off;
        });
        var activity = Trace.Feed([Sorted(Life(10))], detector).Activity;
        ActivityUpdate.Apply(activity, [.. Enumerable.Range(0, 2).Select(n => new LocatedOutcome(Trace.Alice, Midnight.AddDays(10).AddHours(9), OutcomeKind.Accepted, new EventPosition(1, 7_000 + n, Trace.Noon)))], detector);
        ActivityUpdate.Apply(activity, Sorted(Use(10, 16276, 20)), detector);
        Assert.Equal(Verdict.Suspend, activity.Reached);
    }

    [Theory]
    [InlineData(2, 0, true, Verdict.Watch)]
    [InlineData(2, 0, false, Verdict.Suspend)]
    [InlineData(2, 3, true, Verdict.Watch)]
    [InlineData(2, 4, true, Verdict.Suspend)]
    [InlineData(0, 0, true, Verdict.Suspend)]
    public void While_its_mail_is_accepted_an_account_is_watched_and_not_suspended(int accepted, int refused, bool spares, Verdict expected)
    {
        var detector = Rules.Of(nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Familiarity), nameof(nets.Outcomes), nameof(nets.Volume));
            nets.Familiarity.SparesAccepted = spares;
        });
        var activity = Trace.Feed([Sorted(Life(10))], detector).Activity;
        ActivityUpdate.Apply(activity, [.. Enumerable.Range(0, accepted + refused).Select(n => new LocatedOutcome(
            Trace.Alice, Midnight.AddDays(10).AddHours(9), n < accepted ? OutcomeKind.Accepted : OutcomeKind.Unknown, new EventPosition(1, 7_000 + n, Trace.Noon)))], detector);
        ActivityUpdate.Apply(activity, Sorted(Use(10, 16276, 20)), detector);
        Assert.Equal(expected, activity.Reached);

        // A recipient that was deferred for days is no news about that day.
        ActivityUpdate.Apply(activity, [new LocatedOutcome(Trace.Alice, Midnight.AddDays(13), OutcomeKind.Accepted, new EventPosition(1, 8_000, Trace.Noon))], detector);
        Assert.Equal(expected, activity.Reached);
    }

    [Fact]
    public void A_busy_day_at_home_and_at_the_office_is_nothing() =>
        Assert.Equal(Verdict.None, Feed([.. Life(10), .. Use(10, Home, 32), .. Use(10, Office, 32)]).Verdict);

    [Fact]
    public void A_network_is_lived_in_after_two_days_of_use_three_days_before()
    {
        var history = Life(10).Concat(Use(10, 64700, 3)).Concat(Use(11, 64700, 3)).Concat(Life(1, 12)).Concat(Life(1, 13));
        Assert.Equal(Verdict.Suspend, Feed([.. history, .. Use(13, 64700, 10), .. Use(13, 64701, 10)]).Verdict);
        Assert.Equal(Verdict.None, Feed([.. history, .. Use(14, 64700, 10), .. Use(14, 64701, 10)]).Verdict);
    }

    [Theory]
    [InlineData(11, 17, Verdict.Suspend)]
    [InlineData(12, 17, Verdict.Watch)]
    [InlineData(12, 13, Verdict.Watch)]
    [InlineData(12, 12, Verdict.Suspend)]
    [InlineData(12, 70, Verdict.Watch)]
    [InlineData(12, 71, Verdict.Suspend)]
    public void A_network_is_lived_in_after_one_day_of_much_use_three_days_before(int minutes, int day, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(day), .. Use(10, 16276, minutes), .. Use(day, 16276, 20)]).Verdict);

    [Fact]
    public void That_a_network_was_used_much_takes_two_or_three_bytes()
    {
        var (much, little) = (Feed([.. Life(20), .. Use(10, 16276, 12)]).Activity, Feed([.. Life(20), .. Use(10, 16276, 11)]).Activity);
        Assert.InRange(ActivityEncoding.Encode(much).Length - ActivityEncoding.Encode(little).Length, 2, 3);
    }

    [Theory]
    [InlineData(10, 20, Verdict.Suspend)]
    [InlineData(13, 25, Verdict.Watch)]
    [InlineData(13, 26, Verdict.Suspend)]
    [InlineData(60, 31, Verdict.Watch)]
    [InlineData(60, 32, Verdict.Suspend)]
    public void Who_writes_much_every_day_may_do_so_on_a_journey(int usual, int minutes, Verdict expected)
    {
        var events = Sorted([.. Enumerable.Range(0, 10).SelectMany(day => Enumerable.Range(0, usual).Select(n => At(day, 15 * n, Home))), .. Enumerable.Range(0, minutes).Select(n => At(10, 20 * n, 64600 + n % 2))]);
        Assert.Equal(expected, Trace.Feed(events.Chunk(7), WithVolume).Verdict);
        Assert.Equal(Verdict.Suspend, Trace.Feed(events.Chunk(7), Only).Verdict);
    }

    [Fact]
    public void The_decision_tells_how_much_is_usual_where_that_decided()
    {
        var life = Enumerable.Range(0, 10).SelectMany(day => Enumerable.Range(0, 13).Select(n => At(day, 15 * n, Home)));
        var decision = ActivityUpdate.Apply(new AccountActivity(), Sorted([.. life, .. Strange(10, 2, 13)]), WithVolume).Decision!;
        Assert.Equal("2 unfamiliar networks, 26 minutes with AUTH events from them on one day: AS64600 13, AS64601 13; 26 on a day are usual", decision.Summary);
    }

    [Theory]
    [InlineData(4, 2, 16, Verdict.None)]
    [InlineData(4, 7, 6, Verdict.None)]
    [InlineData(4, 8, 3, Verdict.Suspend)]
    [InlineData(5, 2, 16, Verdict.Suspend)]
    public void An_account_that_is_not_known_yet_is_judged_by_more_networks(int day, int networks, int minutesEach, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(day), .. Strange(day, networks, minutesEach)]).Verdict);

    [Fact]
    public void Watch_only_networks_have_an_account_watched_and_not_suspended() =>
        Assert.Equal(Verdict.Watch, Feed([.. Life(10), .. Strange(10, 4, 8).Select(e => e with { Place = e.Place.AsWatchOnly() })]).Verdict);

    [Fact]
    public void What_is_exempted_or_of_a_private_network_does_not_count()
    {
        Assert.Equal(Verdict.None, Feed([.. Life(10), .. Strange(10, 4, 8).Select(e => e with { Place = Place.Exempted })]).Verdict);
        Assert.Equal(Verdict.None, Feed([.. Life(10), .. Strange(10, 4, 8).Select(e => e with { Place = Place.PrivateNetwork })]).Verdict);
    }

    [Fact]
    public void Without_data_on_systems_networks_are_prefixes()
    {
        string[] strange = ["2001:db8:1::1", "2001:db8:2::1", "203.0.113.7", "198.51.100.7"];
        var events = Life(10).Select(e => e with { Asn = 0 }).Concat(strange.SelectMany((address, i) => Enumerable.Range(0, 8).Select(n => At(10, 100 * i + n, 0, address)))).ToArray();
        Assert.Contains("2001:db8::/32 16, 203.0.0.0/16 4", Decide(events)!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_first_data_on_systems_an_account_is_learnt_anew_and_is_no_stranger_at_home()
    {
        var before = Life(10).Select(e => e with { Asn = 0 });
        Assert.Equal(Verdict.None, Feed([.. before, .. Use(10, Home, 30), .. Use(10, Office, 30)]).Verdict);
        Assert.Equal(Verdict.Suspend, Feed([.. before, .. Strange(10, 8, 4)]).Verdict);
    }

    [Fact]
    public void In_any_order_and_cut_within_what_may_be_late_the_evidence_and_the_verdict_are_the_same() =>
        Gen.Select(Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1439], Gen.Int[0, 50]).Array[1, 150], Gen.Int).Sample((uses, seed) =>
        {
            var trace = uses.OrderBy(use => (use.Item1, use.Item2)).Select((use, i) => At(use.Item1, use.Item2, use.Item3 < 25 ? Home + use.Item3 % 3 : 65000 + use.Item3) with { Position = new EventPosition(i % 4, i, Trace.Noon) }).ToArray();
            var random = new Random(seed);

            // Each up to 31 hours late, and one in three twice.
            var disturbed = trace.Concat(trace.Where(_ => random.Next(3) == 0)).OrderBy(e => e.Event.Time.AddMinutes(random.Next(31 * 60))).ToArray();
            var (expected, found) = (Trace.Feed(trace.Chunk(1), Only), Trace.Feed(disturbed.Chunk(1 + random.Next(20)), Only));
            Assert.Equal(Describe(expected.Activity), Describe(found.Activity));
        });

    [Fact]
    public void What_much_use_leaves_behind_is_the_same_in_any_order() =>
        Gen.Select(Gen.Select(Gen.Int[0, 9], Gen.Int[0, 599], Gen.Int[0, 3]).Array[100, 400], Gen.Int[1, 9], Gen.Int).Sample((uses, apart, seed) =>
        {
            var trace = uses.OrderBy(use => (use.Item1, use.Item2)).Select((use, i) => At(use.Item1 * apart, use.Item2, use.Item3 == 0 ? Home : 65000 + use.Item3) with { Position = new EventPosition(i % 4, i, Trace.Noon) }).ToArray();
            var random = new Random(seed);
            var disturbed = trace.Concat(trace.Where(_ => random.Next(3) == 0)).OrderBy(e => e.Event.Time.AddMinutes(random.Next(31 * 60))).ToArray();
            var (expected, found) = (Trace.Feed(trace.Chunk(1), WithVolume), Trace.Feed(disturbed.Chunk(1 + random.Next(20)), WithVolume));
            Assert.Equal(Describe(expected.Activity), Describe(found.Activity));
            Assert.Equal(Trace.Bytes(expected.Activity.Of(VolumeEvidence.Kind), expected.Activity.Head), Trace.Bytes(found.Activity.Of(VolumeEvidence.Kind), found.Activity.Head));
        });

    [Fact]
    public void Of_more_networks_than_are_kept_the_same_are_kept_in_any_order() =>
        Gen.Select(Gen.Int[33, 80], Gen.Int).Sample((count, seed) =>
        {
            var trace = Enumerable.Range(0, count).Select(n => At(0, n, 65000 + n)).ToArray();
            new Random(seed).Shuffle(trace);
            LocatedEvent[] later = [At(3, 0, Home), At(9, 0, Home)];
            Assert.Equal(
                Describe(Trace.Feed([.. trace.OrderBy(e => e.Event.Time).Chunk(1), later], Only).Activity),
                Describe(Trace.Feed([.. trace.Chunk(1), later], Only).Activity));
        });

    [Fact]
    public void Two_months_in_two_networks_take_some_tens_of_bytes_and_the_worst_of_all_accounts_a_few_kilobytes()
    {
        var calm = Feed([.. Life(64)]).Activity;
        var (with, without) = (ActivityEncoding.Encode(calm).Length, ActivityEncoding.Encode(Trace.Feed([[.. Life(64)]], Rules.Of(Off)).Activity).Length);
        Assert.InRange(with - without, 10, 45);

        var hunted = Feed([.. Enumerable.Range(0, 64).SelectMany(day => Strange(day, 50, 2, 65000 + 50 * day))]).Activity;
        Assert.InRange(ActivityEncoding.Encode(hunted).Length, 1, 10_240);

        static void Off(NetsOptions nets)
        {
            Rules.AllOffBut(nets);
            (nets.Countries.OnlyUnfamiliar, nets.Countries.Suspend) = (false, Threshold.At(99));
        }
    }

    [Fact]
    public void After_a_reset_an_account_is_not_known_again()
    {
        var activity = Feed([.. Life(10)]).Activity;
        activity.Forget(Midnight.AddDays(10));
        Assert.True(activity.Of(FamiliarityEvidence.Kind).IsEmpty);
        Assert.Null(ActivityUpdate.Apply(activity, Sorted(Strange(10, 7, 6)), Only).Decision);
    }

    private static string Describe(AccountActivity activity) => $"{activity.Reached} {Trace.Bytes(activity.Of(FamiliarityEvidence.Kind), activity.Head)}";

    private static Decision? Decide(IEnumerable<LocatedEvent> events)
    {
        var activity = new AccountActivity();
        return ActivityUpdate.Apply(activity, Sorted(events), Only).Decision;
    }
}
