using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Familiarity;

/// <summary>Countries and impossible moves count where the account does not live.</summary>
public sealed class UnfamiliarMovementTests
{
    private const int Home = 64500;
    private const int Vpn = 64501;

    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly Place Tokyo = Place.Of("JP", 35.7, 139.7);
    private static readonly Place SaoPaulo = Place.Of("BR", -23.5, -46.6);
    private static readonly Place Frankfurt = Place.Of("DE", 50.1, 8.7);

    private static readonly Detector Countries = Rules.CountriesOnly;
    private static readonly Detector EveryCountry = Only(nets => nets.Countries.OnlyUnfamiliar = false);
    private static readonly Detector Travel = Only(nets => (nets.Travel.Watch, nets.Countries.Watch, nets.Countries.Suspend) = (Threshold.At(1), Threshold.Off, Threshold.Off));

    [Fact]
    public void The_exits_of_a_vpn_that_an_account_uses_every_day_are_no_countries_and_all_of_them_where_the_rule_is_set_so()
    {
        var events = Life(12).Concat(Exits(12, 12, _ => Vpn)).ToArray();
        Assert.Equal(Verdict.None, Judge(Countries, events));
        Assert.Equal(Verdict.Suspend, Judge(EveryCountry, events));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Ten_countries_from_where_an_account_never_lived_suspend_it_from_one_network_or_ten(int networks) =>
        Assert.Equal(Verdict.Suspend, Judge(Countries, [.. Life(12), .. Exits(12, 10, i => 65000 + i % networks)]));

    [Theory]
    [InlineData(8, Verdict.Watch)]
    [InlineData(9, Verdict.Suspend)]
    public void All_use_where_an_account_lives_is_one_country(int strange, Verdict expected) =>
        Assert.Equal(expected, Judge(Countries, [.. Life(13), .. Exits(12, strange, i => 65000 + i, codes: ["TH", "VN", "ZA", "NG", "AR", "MX", "KR", "RU", "IN"])]));

    [Theory]
    [InlineData(2, 12, Verdict.None)]
    [InlineData(3, 12, Verdict.Watch)]
    [InlineData(5, 12, Verdict.Watch)]
    [InlineData(6, 10, Verdict.Suspend)]
    [InlineData(6, 9, Verdict.Watch)]
    public void Of_a_new_account_it_takes_more_networks_than_half_the_threshold(int networks, int countries, Verdict expected) =>
        Assert.Equal(expected, Judge(Countries, Exits(0, countries, i => 65000 + i % networks)));

    [Fact]
    public void Of_a_new_account_whose_networks_are_not_known_every_country_counts() =>
        Assert.Equal(Verdict.Suspend, Judge(Countries, Exits(0, 10, _ => 0)));

    [Fact]
    public void A_hotel_makes_the_exits_of_its_quarter_of_an_hour_count_and_no_more()
    {
        var hotel = At(12, 15, 65000, Place.Of("TH"));
        Assert.Equal(Verdict.None, Judge(Countries, [.. Life(12), .. Exits(12, 12, _ => Vpn), hotel]));
        Assert.Equal(Verdict.Suspend, Judge(Countries, [.. Life(12), .. Enumerable.Range(0, 12).Select(i => At(12, 15 + i, Vpn, Place.Of(Trace.Codes[i]))), hotel]));
    }

    [Fact]
    public void What_is_not_remembered_of_a_busy_day_counts()
    {
        // Forty minutes from one exit of a strange network and then nine others; and 33 strange networks, of which one more is not remembered.
        var patient = Enumerable.Range(0, 40).Select(i => At(12, i, 65000, Place.Of("DE"))).Concat(Exits(12, 10, _ => 65000, from: 300));
        Assert.Equal(Verdict.Suspend, Judge(Countries, [.. Life(12), .. patient]));
        var wide = Enumerable.Range(0, 32).Select(i => At(12, i, 60000 + i, Place.Of("DE"))).Concat(Exits(12, 10, i => 65000 + i, from: 300));
        Assert.Equal(Verdict.Suspend, Judge(Countries, [.. Life(12), .. wide]));
    }

    [Fact]
    public void Watch_only_networks_have_an_account_watched() =>
        Assert.Equal(Verdict.Watch, Judge(Countries, [.. Life(12), .. Exits(12, 10, i => 65000 + i).Select(e => e with { Place = e.Place.AsWatchOnly() })]));

    [Fact]
    public void What_came_late_counts_from_wherever_it_came_and_is_historical()
    {
        LocatedEvent[] events = [.. Life(12), .. Exits(12, 10, _ => Vpn).Select(e => e with { Place = e.Place.AsLate() })];
        var activity = Trace.Feed(events.Chunk(5), Countries).Activity;
        Assert.Equal((Verdict.None, Verdict.Suspend), (activity.Reached, activity.ReachedHistorically));
    }

    [Fact]
    public void A_move_from_where_an_account_lives_to_somewhere_else_has_it_watched()
    {
        Assert.Equal(Verdict.Watch, Judge(Travel, [.. Life(12), At(12, 60, Home, Tokyo), At(12, 70, 65000, SaoPaulo)]));
        Assert.Equal(Verdict.Watch, Judge(Travel, [.. Life(12), At(12, 60, 65000, SaoPaulo), At(12, 70, Home, Tokyo)]));
        Assert.Equal(Verdict.Watch, Judge(Travel, [.. Life(12), At(12, 23 * 60 + 50, Home, Tokyo), At(13, 5, 65000, SaoPaulo)]));
    }

    [Theory]
    [InlineData(true, false, Verdict.Watch)]
    [InlineData(false, true, Verdict.Watch)]
    [InlineData(false, false, Verdict.Suspend)]
    public void A_move_to_or_from_a_watch_only_network_has_an_account_watched_and_never_suspended(bool toWatchOnly, bool fromWatchOnly, Verdict expected)
    {
        var rules = Only(nets => (nets.Travel.Watch, nets.Travel.Suspend, nets.Countries.Watch, nets.Countries.Suspend) = (Threshold.At(1), Threshold.At(1), Threshold.Off, Threshold.Off));
        var (from, to) = (fromWatchOnly ? SaoPaulo.AsWatchOnly() : SaoPaulo, toWatchOnly ? Frankfurt.AsWatchOnly() : Frankfurt);
        Assert.Equal(expected, Judge(rules, fromWatchOnly ? [.. Life(12), At(12, 60, 65000, from), At(12, 70, Home, Tokyo)] : [.. Life(12), At(12, 60, Home, Tokyo), At(12, 70, 65000, to)]));
    }

    [Fact]
    public void No_move_counts_between_networks_of_every_day_between_strange_ones_and_within_a_country()
    {
        Assert.Equal(Verdict.None, Judge(Travel, [.. Life(12), At(12, 60, Home, Tokyo), At(12, 70, Vpn, SaoPaulo)]));
        Assert.Equal(Verdict.None, Judge(Travel, [.. Life(12), At(13, 60, 65000, Frankfurt), At(13, 70, 65001, SaoPaulo)]));
        Assert.Equal(Verdict.None, Judge(Travel, [.. Life(12), At(12, 60, Home, Tokyo), At(12, 70, 65000, Place.Of("JP", 26.2, 127.7))]));
    }

    [Fact]
    public void No_move_counts_of_an_account_that_is_not_known_yet() =>
        Assert.Equal(Verdict.None, Judge(Travel, [.. Life(4), At(4, 60, Home, Tokyo), At(4, 70, 65000, SaoPaulo)]));

    [Fact]
    public void In_any_order_and_cut_within_what_may_be_late_the_verdict_is_the_same() =>
        Gen.Select(Gen.Select(Gen.Int[0, 9], Gen.Int[0, 359], Gen.Int[0, 40], Gen.Int[0, 6]).Array[20, 150], Gen.Int, Gen.Bool).Sample((uses, seed, travel) =>
        {
            var rules = travel ? Travel : Few;
            Place[] places = [Tokyo, SaoPaulo, Frankfurt, Place.Of("US", 40.7, -74), Place.Of("TH"), Place.Of("KR", 37.6, 127), Place.Of("VN").AsWatchOnly()];
            var trace = uses.Select(use => (use.Item1, use.Item2 * 4, Asn: use.Item3 < 30 ? Home + use.Item3 % 3 : 65000 + use.Item3, Place: use.Item4)).OrderBy(use => (use.Item1, use.Item2))
                .Select((use, i) => At(use.Item1, use.Item2, use.Asn, use.Asn == Home ? Tokyo : places[use.Place]) with { Position = new EventPosition(i % 4, i, Trace.Noon) }).ToArray();
            var random = new Random(seed);

            // Each up to seven and a half hours late, so that every window is still judged whole, and one in three twice.
            var disturbed = trace.Concat(trace.Where(_ => random.Next(3) == 0)).OrderBy(e => e.Event.Time.AddMinutes(random.Next(450))).ToArray();
            Assert.Equal(Trace.Feed(trace.Chunk(1), rules).Verdict, Trace.Feed(disturbed.Chunk(1 + random.Next(20)), rules).Verdict);
        });

    private static readonly Detector Few = Only(nets => (nets.Countries.Watch, nets.Countries.Suspend) = (Threshold.At(2), Threshold.At(4)));

    private static Detector Only(Action<NetsOptions> configure) => Rules.Of(nets =>
    {
        (nets.Travel.Watch, nets.Addresses.Watch, nets.Familiarity.Watch, nets.Familiarity.Suspend, nets.Outcomes.Watch, nets.Outcomes.Suspend) = (Threshold.Off, Threshold.Off, Threshold.Off, Threshold.Off, Threshold.Off, Threshold.Off);
        configure(nets);
    });

    // At home, and through two exits of a VPN.
    private static IEnumerable<LocatedEvent> Life(int days) =>
        Enumerable.Range(0, days).SelectMany(day => new[] { At(day, 500, Home, Tokyo), At(day, 700, Vpn, Place.Of("US")), At(day, 710, Vpn, Place.Of("DE")) });

    private static IEnumerable<LocatedEvent> Exits(int day, int countries, Func<int, int> system, int from = 0, string[]? codes = null) =>
        Enumerable.Range(0, countries).Select(i => At(day, from + 20 * i, system(i), Place.Of((codes ?? Trace.Codes)[i])));

    private static LocatedEvent At(int day, int minute, int system, Place place) =>
        new(new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse("192.0.2.1"), true, 0), place, new EventPosition(0, 1440 * day + minute, Trace.Noon), 0, system);

    private static Verdict Judge(Detector rules, IEnumerable<LocatedEvent> events) => Trace.Feed(events.OrderBy(e => e.Event.Time).Chunk(7), rules).Verdict;
}
