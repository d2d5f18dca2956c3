using System.ComponentModel.DataAnnotations;
using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.SharedOrigins;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.SharedOrigins;

/// <summary>What an account tells of the origins that it was used at, and what it makes of what it is told.</summary>
public sealed class SharedOriginsNetTests
{
    private const int Home = 64500;
    private const int Strange = 64600;

    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Detector Only = Of(_ => { });

    [Fact]
    public void Unfamiliar_use_is_told_to_its_origin_each_time_it_is_delivered()
    {
        var activity = Feed([.. Life(10)]);
        var use = At(10, 600, Strange);
        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal(new OriginUse(OriginKey.Of(use.Event.Time, use.Event.Address), Trace.Alice, use.Event.Time, IsFamiliar: false, IsWatchOnly: false), Assert.Single(Uses(activity, use)));
        }

        Assert.True(Assert.Single(Uses(activity, At(10, 601, Strange) with { Place = Place.Of("JP").AsWatchOnly() })).IsWatchOnly);
    }

    [Fact]
    public void Of_familiar_use_a_sample_is_told()
    {
        var activity = Feed([.. Life(10)]);
        var sampled = Enumerable.Range(0, 256).Select(n => At(10, 600, Home, $"192.0.2.{n}")).Where(use => OriginKey.IsSampled(use.Event.Address, AccountBucket.Of(Trace.Alice))).ToList();
        Assert.InRange(sampled.Count, 4, 40);
        Assert.All(sampled, use => Assert.True(Assert.Single(Uses(activity, use)).IsFamiliar));
        Assert.Equal(sampled.Count, Enumerable.Range(0, 256).Sum(n => Uses(activity, At(10, 700, Home, $"192.0.2.{n}")).Count));
    }

    [Fact]
    public void A_new_account_late_and_exempted_use_and_what_was_reset_are_told_to_nobody()
    {
        var all = Enumerable.Range(0, 256).Select(n => At(3, 600, Strange, $"192.0.2.{n}")).ToArray();
        Assert.Empty(Uses(Feed([.. Life(3)]), all));
        all = [.. all.Select(use => use with { Event = use.Event with { Time = use.Event.Time.AddDays(7) } })];
        Assert.Empty(Uses(Feed([.. Life(10)]), [.. all.Select(use => use with { Place = use.Place.AsLate() })]));
        Assert.Empty(Uses(Feed([.. Life(10)]), [.. all.Select(use => use with { Place = Place.Exempted })]));
        var reset = Feed([.. Life(10)]);
        reset.Forget(Midnight.AddDays(11));
        Assert.Empty(Uses(reset, all));
        var atHome = Enumerable.Range(0, 256).Select(n => At(10, 600, Home, $"192.0.2.{n}")).ToArray();
        Assert.All([Place.Of("JP").AsLate(), Place.Exempted], place => Assert.Empty(Uses(Feed([.. Life(10)]), [.. atHome.Select(use => use with { Place = place })])));
        Assert.Empty(Uses(reset, atHome));
        Assert.NotEmpty(Uses(Feed([.. Life(10)]), all));
    }

    [Fact]
    public void An_account_is_new_until_it_is_known_where_it_lives()
    {
        Assert.True(Change(new AccountActivity(), At(3, 600, Strange)).IsNew);
        Assert.True(Change(Feed([.. Life(3)]), At(3, 600, Home)).IsNew);
        Assert.False(Change(Feed([.. Life(10)]), At(10, 600, Strange)).IsNew);
        Assert.False(Change(Feed([.. Life(10)]), At(10, 600, Home)).IsNew);
        Assert.True(Change(Feed([.. Life(3)]), At(3, 600, Strange) with { Place = Place.Of("JP").AsWatchOnly() }).IsNew);
        Assert.All([Place.Of("JP").AsLate(), Place.Exempted, Place.PrivateNetwork], place => Assert.False(Change(Feed([.. Life(3)]), At(3, 600, Strange) with { Place = place }).IsNew));
        Assert.True(Change(Feed([.. Life(3)]), At(3, 600, Strange), At(3, 601, Strange) with { Place = Place.PrivateNetwork }).IsNew);
        var reset = Feed([.. Life(3)]);
        reset.Forget(Midnight.AddDays(11));
        Assert.False(Change(reset, At(3, 600, Strange)).IsNew);
        Assert.False(ActivityUpdate.Apply(new AccountActivity(), [At(3, 600, Strange)], Rules.Of(nets => nets.SharedOrigins.Watch = Threshold.Off)).IsNew);
    }

    [Fact]
    public void Use_of_a_new_account_counts_for_its_origin_where_use_counts_at_all()
    {
        var login = At(3, 600, Strange);
        var use = new OriginUse(OriginKey.Of(login.Event.Time, login.Event.Address), Trace.Alice, login.Event.Time, IsFamiliar: false, IsWatchOnly: false) { IsNew = true };
        Assert.Equal(use, OriginUse.OfNewAccount(login));
        Assert.Equal(use with { IsWatchOnly = true }, OriginUse.OfNewAccount(login with { Place = Place.Of("JP").AsWatchOnly() }));
        Assert.All([Place.Of("JP").AsLate(), Place.Exempted, Place.PrivateNetwork, Place.PrivateNetwork.AsWatchOnly()], place => Assert.Null(OriginUse.OfNewAccount(login with { Place = place })));
    }

    [Fact]
    public void Without_the_net_nothing_is_told()
    {
        var detector = Rules.Of(nets => nets.SharedOrigins.Watch = Threshold.Off);
        Assert.Empty(ActivityUpdate.Apply(Feed([.. Life(10)]), [At(10, 600, Strange)], detector).Uses);
    }

    [Theory]
    [InlineData(4, 4, Verdict.None)]
    [InlineData(5, 5, Verdict.Watch)]
    [InlineData(12, 11, Verdict.Watch)]
    [InlineData(12, 12, Verdict.Suspend)]
    public void An_account_is_judged_by_how_many_share_the_origin(int accounts, int counted, Verdict expected)
    {
        var detector = Of(nets => nets.SharedOrigins.Suspend = Threshold.At(12));
        var activity = Feed([.. Life(10), At(10, 600, Strange)]);
        ActivityUpdate.Apply(activity, [Told(10, accounts, counted)], detector);
        Assert.Equal(expected, activity.Reached);
    }

    [Fact]
    public void The_decision_tells_how_many_and_when_and_names_nobody()
    {
        var decision = ActivityUpdate.Apply(Feed([.. Life(10), At(10, 600, Strange), At(12, 600, Home)]), [Told(10, 7, 7)], Only).Decision!;
        Assert.Equal((SharedOriginsNet.Name, Verdict.Watch, 7, 5), (decision.Net, decision.Verdict, decision.Measured, decision.Threshold));
        Assert.Equal("7 accounts, this one among them, were used on one day from one address where none of them is known to live", decision.Summary);
        Assert.Equal((Midnight.AddDays(10), Midnight.AddDays(11)), (decision.WindowStart, decision.WindowEnd));
    }

    [Fact]
    public void Use_of_an_account_that_a_net_has_suspended_is_told_as_abuse_and_watches_who_shares_the_address()
    {
        var detector = Rules.Of(nets =>
        {
            Rules.AllOffBut(nets, SharedOriginsNet.Name, nameof(nets.Countries));
            nets.Countries.Suspend = Threshold.At(2);
        });
        var thief = Feed([.. Life(10)]);
        Assert.False(Assert.Single(ActivityUpdate.Apply(thief, [At(10, 600, Strange)], detector).Uses).IsAbuse);
        Assert.True(Assert.Single(ActivityUpdate.Apply(thief, [At(10, 610, Strange, "192.0.2.9") with { Place = Place.Of("FR") }], detector).Uses).IsAbuse);

        var activity = Feed([.. Life(10), At(10, 600, Strange)]);
        Assert.Null(ActivityUpdate.Apply(activity, [Told(10, 2, 2)], Only).Decision);
        var decision = ActivityUpdate.Apply(ActivityEncoding.Decode(ActivityEncoding.Encode(activity)), [Told(10, 2, 2) with { HasAbuse = true }], Only).Decision!;
        Assert.Equal((Verdict.Watch, 2, 2), (decision.Verdict, decision.Measured, decision.Threshold));
        Assert.EndsWith("; one was found to be abused", decision.Summary, StringComparison.Ordinal);
        ActivityUpdate.Apply(activity, [Told(10, 2, 2) with { HasAbuse = true }], Only);
        Assert.EndsWith("; one was found to be abused", new SharedOriginsNet(new SharedOriginsOptions()).Judge(ActivityEncoding.Decode(ActivityEncoding.Encode(activity)))!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_suspended_by_default()
    {
        var activity = Feed([.. Life(10), At(10, 600, Strange)]);
        ActivityUpdate.Apply(activity, [Told(10, 200, 200)], Rules.Default);
        Assert.Equal(Verdict.Watch, activity.Reached);
    }

    [Fact]
    public void What_was_told_of_use_before_a_reset_does_not_count_and_neither_does_what_is_told_of_an_unknown_account()
    {
        var activity = Feed([.. Life(10), At(10, 600, Strange)]);
        activity.Forget(Midnight.AddDays(10).AddHours(11));
        Assert.False(ActivityUpdate.Apply(activity, [Told(10, 9, 9)], Only).Changed);
        Assert.False(ActivityUpdate.Apply(new AccountActivity(), [Told(10, 9, 9)], Only).Changed);

        activity = Feed([.. Life(10), At(10, 600, Strange)]);
        ActivityUpdate.Apply(activity, [Told(10, 9, 9)], Only);
        activity.Forget(Midnight.AddDays(11));
        Assert.Equal((Verdict.None, true), (activity.Reached, activity.IsEmpty));
    }

    [Fact]
    public void The_order_number_and_cut_of_what_is_told_change_nothing() =>
        Gen.Select(Gen.Select(Gen.Int[6, 12], Gen.Int[0, 20]).Array[1, 20], Gen.Int).Sample((all, seed) =>
        {
            SharedOrigin[] told = [.. all.Select(one => Told(one.Item1, one.Item2, one.Item2 / 2))];
            SharedOrigin[] disturbed = [.. told, .. told.Where((_, i) => i % 3 == 0)];
            new Random(seed).Shuffle(disturbed);
            var (once, again) = (Feed([.. Life(10)]), Feed([.. Life(10)]));
            ActivityUpdate.Apply(once, told, Only);
            foreach (var cut in disturbed.Chunk(4))
            {
                var stored = ActivityEncoding.Encode(again);
                again = ActivityEncoding.Decode(stored);
                ActivityUpdate.Apply(again, cut, Only);
            }

            Assert.Equal(Trace.Describe(once), Trace.Describe(again));
        });

    [Fact]
    public void An_account_that_shares_nothing_takes_nothing_and_one_that_does_every_day_some_hundred_bytes()
    {
        var activity = Feed([.. Life(60)]);
        Assert.True(activity.Of(SharedOriginsEvidence.Kind).IsEmpty);
        var before = ActivityEncoding.Encode(activity).Length;
        ActivityUpdate.Apply(activity, [.. Enumerable.Range(0, 60).Select(day => Told(day, 200, 200))], Only);
        Assert.InRange(ActivityEncoding.Encode(activity).Length - before, 32 * 5, 32 * 5 + 10);
        ActivityUpdate.Apply(activity, [At(100, 0, Home)], Only);
        Assert.True(activity.Of(SharedOriginsEvidence.Kind).IsEmpty);
    }

    [Fact]
    public void Use_that_is_remembered_already_changes_no_row()
    {
        var activity = Feed([.. Life(10), At(10, 600, Strange)]);
        Assert.False(ActivityUpdate.Apply(activity, [At(10, 600, Strange)], Only).Changed);
    }

    [Fact]
    public void A_row_that_an_earlier_release_has_kept_meanwhile_is_aged()
    {
        var activity = Feed([.. Life(10)]);
        ActivityUpdate.Apply(activity, [Told(9, 9, 9)], Only);
        var evidence = activity.Of(SharedOriginsEvidence.Kind);
        evidence.Age(96 * 31, new Slot(activity.Head.Index + 96 * 31));
        Assert.False(evidence.IsEmpty);
        evidence.Age(96, new Slot(activity.Head.Index + 96 * 32));
        Assert.True(evidence.IsEmpty);
    }

    [Fact]
    public void Thresholds_below_two_or_above_what_is_kept_are_refused_at_start()
    {
        var options = new SharedOriginsOptions { Watch = Threshold.At(1), Suspend = Threshold.At(101), AfterAbuse = Threshold.At(1) };
        Assert.Equal(
            ["Nets:SharedOrigins:Watch is 1; it must be 2 to 100, or off.", "Nets:SharedOrigins:Suspend is 101; it must be 2 to 100, or off.", "Nets:SharedOrigins:AfterAbuse is 1; it must be 2 to 100, or off."],
            options.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage));
        Assert.Empty(new SharedOriginsOptions().Validate(new ValidationContext(options)));
    }

    private static SharedOrigin Told(int day, int accounts, int counted) => new(Trace.Alice, Midnight.AddDays(day).AddHours(10), (Midnight.AddDays(day) - DateTimeOffset.UnixEpoch).Days, accounts, counted);

    private static IReadOnlyList<OriginUse> Uses(AccountActivity activity, params LocatedEvent[] events) => ActivityUpdate.Apply(activity, events, Only).Uses;

    private static ActivityChange Change(AccountActivity activity, params LocatedEvent[] events) => ActivityUpdate.Apply(activity, events, Only);

    private static IEnumerable<LocatedEvent> Life(int days) => Enumerable.Range(0, days).Select(day => At(day, 480, Home));

    private static LocatedEvent At(int day, int minute, int system, string address = "192.0.2.1") =>
        new(new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse(address), true, 0), Place.Of("JP"), new EventPosition(0, (1440 * day) + minute, Trace.Noon), 0, system);

    private static AccountActivity Feed(LocatedEvent[] events) => Trace.Feed(events.OrderBy(e => e.Event.Time).Chunk(7), Only).Activity;

    private static Detector Of(Action<NetsOptions> configure) => Rules.Of(nets =>
    {
        Rules.AllOffBut(nets, SharedOriginsNet.Name);
        nets.SharedOrigins.Watch = Threshold.At(5);
        configure(nets);
    });
}
