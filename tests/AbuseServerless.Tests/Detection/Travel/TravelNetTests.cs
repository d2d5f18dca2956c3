using AbuseServerless.Detection;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Travel;

public sealed class TravelNetTests
{
    private static readonly Place Tokyo = Place.Of("JP", 35.7, 139.7);
    private static readonly Place Osaka = Place.Of("JP", 34.7, 135.5);
    private static readonly Place Seoul = Place.Of("KR", 37.6, 127.0);
    private static readonly Place Frankfurt = Place.Of("DE", 50.1, 8.7);
    private static readonly Place SaoPaulo = Place.Of("BR", -23.5, -46.6);

    private static readonly Detector TravelOnly = Rules.Of(nets =>
    {
        (nets.Countries.Watch, nets.Countries.Suspend) = (Threshold.Off, Threshold.Off);
        nets.Travel.OnlyUnfamiliar = false;
        (nets.Travel.Watch, nets.Travel.Suspend) = (Threshold.At(1), Threshold.At(3));
    });

    [Fact]
    public void Ten_thousand_kilometres_in_an_instant_are_impossible() =>
        Assert.Equal(Verdict.Watch, Judge((Tokyo, 0), (SaoPaulo, 0)));

    [Fact]
    public void Nobody_gets_from_tokyo_to_frankfurt_in_eight_hours_and_everybody_can_in_ten()
    {
        // 9,370 km between the whole degrees, less 200 km of tolerance: 9.2 hours at 1,000 km/h, or 37 slots with the one that is added.
        Assert.InRange(GreatCircle.Kilometres(Tokyo, Frankfurt), 9_300, 9_400);
        Assert.Equal(Verdict.Watch, Judge((Tokyo, 0), (Frankfurt, 35)));
        Assert.Equal(Verdict.None, Judge((Tokyo, 0), (Frankfurt, 36)));
        Assert.Equal(Verdict.None, Judge((Tokyo, 0), (Frankfurt, 40)));
    }

    [Fact]
    public void Direction_and_order_do_not_matter() => Assert.Equal(Judge((Frankfurt, 0), (Tokyo, 30)), Judge((Tokyo, 30), (Frankfurt, 0)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_two_gateways_of_a_mobile_carrier_are_no_move(int slots) => Assert.Equal(Verdict.None, Judge((Tokyo, 0), (Osaka, slots), (Tokyo, slots)));

    [Fact]
    public void Places_without_coordinates_make_no_move() =>
        Assert.Equal(Verdict.None, Judge((Place.Of("JP"), 0), (Place.Of("BR"), 0), (Place.PrivateNetwork, 0), (Place.Unlocated, 0)));

    [Fact]
    public void A_move_is_a_pair_of_places_however_often_it_is_made() =>
        Assert.Equal(Verdict.Watch, Judge([.. Enumerable.Range(0, 50).SelectMany(slot => new[] { (Tokyo, slot), (SaoPaulo, slot) })]));

    [Fact]
    public void Three_moves_within_a_day_suspend_where_that_is_the_threshold() =>
        Assert.Equal(Verdict.Suspend, Judge((Tokyo, 0), (SaoPaulo, 0), (Frankfurt, 0)));

    [Fact]
    public void Moves_a_day_apart_are_not_added_up() =>
        Assert.Equal(Verdict.Watch, Judge((Tokyo, 0), (SaoPaulo, 0), (Seoul, 100), (Frankfurt, 100)));

    [Fact]
    public void What_is_seen_from_a_watch_only_network_never_suspends() =>
        Assert.Equal(Verdict.Watch, Judge((Tokyo.AsWatchOnly(), 0), (SaoPaulo, 0), (Frankfurt.AsWatchOnly(), 0)));

    [Fact]
    public void The_verdict_is_that_of_an_independent_calculation() =>
        Seen.Array[2, 6].Sample(
            seen =>
            {
                var moves = (from a in seen from b in seen where a.Place < b.Place && IsImpossible(a, b) select new Move((a.Place, b.Place), Math.Min(a.Slot, b.Slot), Math.Max(a.Slot, b.Slot))).ToList();
                var counted = moves.Where(move => !move.Pair.One.IsWatchOnly && !move.Pair.Other.IsWatchOnly);
                Assert.Equal(Most(counted) >= 3 ? Verdict.Suspend : Most(moves) >= 1 ? Verdict.Watch : Verdict.None, Judge(seen));
            },
            iter: 500);

    // Anywhere within a day and more, or around Japan within two hours: the latter is where distances and times are near the limits.
    private static Gen<(Place Place, int Slot)> Seen => Gen.Select(
        Gen.OneOf(
            Gen.Select(Gen.Int[0, 126], Gen.Int[-8, 8], Gen.Int[-17, 17], (slot, lat, lon) => (Place: Place.Of("JP", lat * 10, lon * 10), Slot: slot)),
            Gen.Select(Gen.Int[0, 7], Gen.Int[30, 42], Gen.Int[130, 145], (slot, lat, lon) => (Place: Place.Of("JP", lat, lon), Slot: slot))),
        Gen.Int[0, 3],
        (seen, network) => network == 0 ? (seen.Place.AsWatchOnly(), seen.Slot) : seen);

    private static int Most(IEnumerable<Move> moves) =>
        Enumerable.Range(0, 127).Max(end => moves.Where(move => move.First > end - 96 && move.Last <= end).Select(move => move.Pair).Distinct().Count());

    private static bool IsImpossible((Place Place, int Slot) a, (Place Place, int Slot) b)
    {
        var angle = Math.Acos(Math.Clamp(
            Math.Sin(Rad(a.Place.Latitude)) * Math.Sin(Rad(b.Place.Latitude))
            + Math.Cos(Rad(a.Place.Latitude)) * Math.Cos(Rad(b.Place.Latitude)) * Math.Cos(Rad(a.Place.Longitude - b.Place.Longitude)), -1, 1));
        var kilometres = angle * 6371.0088;
        return kilometres >= 500 && kilometres - 200 > 1000 * 0.25 * (Math.Abs(a.Slot - b.Slot) + 1);

        static double Rad(double degrees) => degrees * Math.PI / 180;
    }

    private static Verdict Judge(params (Place Place, int Slot)[] seen) =>
        Trace.Feed([[.. seen.Select(s => Trace.At(Trace.Noon + s.Slot * Slot.Length, s.Place))]], TravelOnly).Verdict;

    private sealed record Move((Place One, Place Other) Pair, int First, int Last);
}
