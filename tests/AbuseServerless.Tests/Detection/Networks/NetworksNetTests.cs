using System.ComponentModel.DataAnnotations;
using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Networks;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Networks;

/// <summary>Many strange networks within an hour, a day and a week.</summary>
public sealed class NetworksNetTests
{
    private const int Home = 64500;

    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Detector Only = Of(_ => { });

    [Theory]
    [InlineData(9, Verdict.None)]
    [InlineData(10, Verdict.Watch)]
    [InlineData(15, Verdict.Watch)]
    [InlineData(16, Verdict.Suspend)]
    [InlineData(200, Verdict.Suspend)]
    public void Sixteen_strange_prefixes_within_an_hour_suspend(int prefixes, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(10), .. Enumerable.Range(0, prefixes).Select(n => At(10, 600 + n % 45, 64600, $"10.{n}.0.9"))]).Reached);

    [Fact]
    public void The_same_prefixes_over_a_day_are_nothing_and_so_are_sixteen_of_a_network_in_which_the_account_lives()
    {
        Assert.Equal(Verdict.None, Feed([.. Life(10), .. Enumerable.Range(0, 20).Select(n => At(10, 60 * n, 64600, $"10.{n}.0.9"))]).Reached);
        Assert.Equal(Verdict.None, Feed([.. Life(10), .. Enumerable.Range(0, 40).Select(n => At(10, 600 + n, Home, $"10.{n}.0.9"))]).Reached);
    }

    [Fact]
    public void An_account_that_is_not_known_yet_is_not_judged() =>
        Assert.Equal(Verdict.None, Feed([.. Life(4), .. Enumerable.Range(0, 40).Select(n => At(4, 600 + n, 64600, $"10.{n}.0.9"))]).Reached);

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.4", 1, 0)]
    [InlineData("10.1.2.3", "10.1.3.3", 2, 0)]
    [InlineData("2a00:db8:1:1::1", "2a00:db8:1:1:ffff::2", 1, 1)]
    [InlineData("2a00:db8:1:1::1", "2a00:db8:1:2::1", 1, 2)]
    [InlineData("2a00:db8:1:1::1", "2a00:db8:2:1::1", 2, 2)]
    [InlineData("10.1.2.3", "::ffff:10.1.2.4", 1, 0)]
    public void A_prefix_is_a_slash_24_or_48_and_a_subnet_a_slash_64(string one, string other, int prefixes, int subnets)
    {
        LocatedEvent[] events = [.. Life(10), At(10, 600, 64600, one), At(10, 601, 64600, other)];
        var evidence = Feed(events).Of(NetworksEvidence.Kind);
        Assert.Equal((1, prefixes, subnets), (
            evidence.CountOfDays(NetworksEvidence.Level.System, 0, 1, watchOnly: false),
            evidence.CountOfDays(NetworksEvidence.Level.Prefix, 0, 1, watchOnly: false),
            evidence.CountOfDays(NetworksEvidence.Level.Subnet, 0, 1, watchOnly: false)));
    }

    [Fact]
    public void The_decision_tells_what_was_counted_when_and_in_which_systems()
    {
        var detector = Of(nets => nets.Networks.Systems.Week.Suspend = Threshold.At(3));
        var activity = new AccountActivity();
        LocatedEvent[] events = [.. Life(10), At(10, 600, 64600), At(12, 600, 64601), At(13, 605, 64602)];
        var decision = ActivityUpdate.Apply(activity, events, detector).Decision!;
        Assert.Equal((NetworksNet.Name, Verdict.Suspend, 3, 3), (decision.Net, decision.Verdict, decision.Measured, decision.Threshold));
        Assert.Equal("3 unfamiliar autonomous systems on seven days: AS64600, AS64601, AS64602", decision.Summary);
        Assert.Equal((Midnight.AddDays(7), Midnight.AddDays(13).AddHours(10.25)), (decision.WindowStart, decision.WindowEnd));
    }

    [Fact]
    public void Watch_only_use_watches_and_what_is_exempted_does_not_count()
    {
        LocatedEvent[] strange = [.. Enumerable.Range(0, 30).Select(n => At(10, 600 + n, 64600, $"10.{n}.0.9"))];
        Assert.Equal(Verdict.Watch, Feed([.. Life(10), .. strange.Select(e => e with { Place = e.Place.AsWatchOnly() })]).Reached);
        Assert.Equal(Verdict.None, Feed([.. Life(10), .. strange.Select(e => e with { Place = Place.Exempted })]).Reached);

        // Watch-only networks displace none of the others.
        Assert.Equal(Verdict.Suspend, Feed([.. Life(10), .. strange.Select(e => e with { Place = e.Place.AsWatchOnly() }), .. Enumerable.Range(100, 16).Select(n => At(10, 640, 64600, $"10.{n}.0.9"))]).Reached);
    }

    [Fact]
    public void The_verdict_is_that_of_an_independent_count_whatever_the_order_number_and_cut() =>
        Gen.Select(Gen.Select(Gen.Int[10, 12], Gen.Int[0, 239], Gen.Int[0, 59], Gen.Bool).Array[1, 120], Gen.Int[1, 16], Gen.Int[1, 32], Gen.Int[1, 32], Gen.Int).Sample((uses, hour, day, week, seed) =>
        {
            // Of a fourth of the day, so that hours are full; half of the addresses IPv6.
            var trace = uses.OrderBy(use => (use.Item1, use.Item2)).Select((use, i) => At(use.Item1, use.Item2, 64600 + use.Item3 % 20, use.Item4 ? $"10.0.{use.Item3}.{i % 9}" : $"2a00:db8:{use.Item3 % 7}:{use.Item3}::{i % 9}") with { Position = new EventPosition(i % 4, 100 + i, Trace.Noon) }).ToArray();
            var random = new Random(seed);
            var disturbed = trace.Concat(trace.Where(_ => random.Next(3) == 0)).OrderBy(e => e.Event.Time.AddMinutes(random.Next(8 * 60))).ToArray();
            foreach (var (level, of, configure) in Levels)
            {
                var detector = Of(nets =>
                {
                    nets.Networks.Prefixes.Hour.Watch = nets.Networks.Prefixes.Hour.Suspend = nets.Networks.Systems.Hour.Watch = Threshold.Off;
                    var limits = configure(nets.Networks);
                    (limits.Hour.Suspend, limits.Day.Suspend, limits.Week.Suspend) = (Threshold.At(hour), Threshold.At(day), Threshold.At(week));
                });
                LocatedEvent[] life = [.. Life(10)];
                var (expected, found) = (Trace.Feed([life, .. trace.Chunk(1)], detector), Trace.Feed([life, .. disturbed.Chunk(1 + random.Next(20))], detector));
                Assert.Equal(Reaches(trace, of, hour, day, week) ? Verdict.Suspend : Verdict.None, expected.Verdict);
                Assert.Equal(expected.Verdict, found.Verdict);
                Assert.Equal(Bytes(expected.Activity), Bytes(found.Activity));
            }
        });

    [Fact]
    public void A_week_later_nothing_is_left_and_who_stays_at_home_has_nothing()
    {
        LocatedEvent[] strange = [.. Enumerable.Range(0, 9).Select(n => At(10, 600 + n, 64600 + n, $"10.{n}.0.9"))];
        Assert.True(Feed([.. Life(20)]).Of(NetworksEvidence.Kind).IsEmpty);
        Assert.False(Feed([.. Life(18), .. strange]).Of(NetworksEvidence.Kind).IsEmpty);
        Assert.True(Feed([.. Life(20), .. strange]).Of(NetworksEvidence.Kind).IsEmpty);
    }

    [Fact]
    public void An_account_that_is_used_from_the_whole_world_for_a_week_takes_some_ten_kilobytes()
    {
        // As many as are kept of each day, and in the last ten hours of each slot.
        LocatedEvent[] world = [.. Enumerable.Range(0, 7 * 1440).Where(n => n % 30 == 0 || n >= 6 * 1440 + 840).Select(n => At(10 + n / 1440, n % 1440, 100 + n, $"{1 + n % 200}.{n / 200}.7.9"))];
        var bytes = Bytes(Trace.Feed([[.. Life(10)], .. world.Chunk(500)], Only).Activity).Length / 2;
        Assert.InRange(bytes, 1_000, 12_000);
    }

    [Fact]
    public void A_row_that_an_earlier_release_has_kept_meanwhile_is_aged()
    {
        var activity = Feed([.. Life(10), .. Enumerable.Range(0, 9).Select(n => At(10, 600, 64600 + n, $"10.{n}.0.9"))]);
        var writer = new CompactWriter([]);
        activity.Of(NetworksEvidence.Kind).Encode(ref writer, activity.Head);
        var kept = new NetworksEvidence();
        var reader = new CompactReader(writer.ToArray());
        kept.Decode(ref reader, activity.Head);
        var nextDay = new Slot(activity.Head.Index + 96);
        kept.Age(96, nextDay);
        activity.Of(NetworksEvidence.Kind).Age(96, nextDay);
        Assert.Equal(0, kept.CountOfSlots(NetworksEvidence.Level.System, 0, 40, watchOnly: false));
        Assert.Equal(9, kept.CountOfDays(NetworksEvidence.Level.System, 1, 1, watchOnly: false));
        Assert.Equal(9, activity.Of(NetworksEvidence.Kind).CountOfDays(NetworksEvidence.Level.Prefix, 0, 7, watchOnly: false));
    }

    [Fact]
    public void Thresholds_above_what_is_kept_are_refused_at_start()
    {
        var options = new NetworksOptions();
        (options.Systems.Hour.Watch, options.Systems.Day.Suspend, options.Subnets.Week.Suspend) = (Threshold.At(17), Threshold.At(32), Threshold.At(33));
        Assert.Equal(
            ["Nets:Networks:Systems:Hour:Watch is 17; it must be 1 to 16, or off.", "Nets:Networks:Subnets:Week:Suspend is 33; it must be 1 to 32, or off."],
            options.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage));
    }

    private static readonly (string Level, Func<LocatedEvent, string?> Of, Func<NetworksOptions, NetworkLimits> Limits)[] Levels =
    [
        ("systems", e => $"{e.Asn}", options => options.Systems),
        ("prefixes", e => Prefix(e, 3, 6), options => options.Prefixes),
        ("subnets", e => e.Event.Address.GetAddressBytes().Length == 4 ? null : Prefix(e, 0, 8), options => options.Subnets),
    ];

    // From the definition alone. All of it is strange: the account was at home until the day before.
    private static bool Reaches(LocatedEvent[] trace, Func<LocatedEvent, string?> of, int hour, int day, int week)
    {
        var all = trace.Select(e => (Slot: e.Event.Time.ToUnixTimeSeconds() / 900, Day: e.Event.Time.ToUnixTimeSeconds() / 86_400, Network: of(e))).Where(e => e.Network is not null).ToList();
        return all.Exists(end => all.Where(e => e.Slot > end.Slot - 4 && e.Slot <= end.Slot).Select(e => e.Network).Distinct().Count() >= hour)
            || all.Exists(end => all.Where(e => e.Day == end.Day).Select(e => e.Network).Distinct().Count() >= day)
            || all.Exists(end => all.Where(e => e.Day > end.Day - 7 && e.Day <= end.Day).Select(e => e.Network).Distinct().Count() >= week);
    }

    private static string Prefix(LocatedEvent e, int v4, int v6) => Convert.ToHexString(e.Event.Address.GetAddressBytes() is { Length: 4 } four ? four[..v4] : e.Event.Address.GetAddressBytes()[..v6]);

    private static IEnumerable<LocatedEvent> Life(int days) => Enumerable.Range(0, days).Select(day => At(day, 480, Home) with { Position = new EventPosition(0, day, Trace.Noon) });

    private static LocatedEvent At(int day, int minute, int system, string address = "192.0.2.1") =>
        new(new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse(address), true, 0), Place.Of("JP"), new EventPosition(0, (1440 * day) + minute, Trace.Noon), 0, system);

    private static AccountActivity Feed(LocatedEvent[] events) => Trace.Feed(events.OrderBy(e => e.Event.Time).Chunk(7), Only).Activity;

    private static string Bytes(AccountActivity activity) => Trace.Bytes(activity.Of(NetworksEvidence.Kind), activity.Head);

    private static Detector Of(Action<NetsOptions> configure) => Rules.Of(nets =>
    {
        Rules.AllOffBut(nets, NetworksNet.Name);
        configure(nets);
    });
}
