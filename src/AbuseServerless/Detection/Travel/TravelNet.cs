using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Travel;

/// <summary>
/// Physically impossible movement within 24 hours. A move is a pair of places between which the account was seen to travel faster than anyone can: their distance, less 100 km of tolerance for
/// each, could not be covered at 1,000 km/h in the slots between two sightings and one more; and they are at least 500 km apart. Moves from or to watch-only networks count to watch, not to suspend.
/// </summary>
/// <remarks>
/// <para>1,000 km/h is above the cruising speed of every airliner in service (Boeing 787: 903 km/h), and the one slot more means that two sightings never seem closer in time than they were.</para>
/// <para>100 km is the largest error that coordinates may be known to have (<c>accuracy_radius</c> of GeoIP2 above that, or no city, makes a place of the country alone, which no distance rests on) and more than the 79 km that rounding
/// to whole degrees can move a place.</para>
/// <para>500 km is wider than the spread of a mobile carrier's or a VPN's gateways around their subscribers: Tokyo and Osaka, the two sites at which Japanese carriers reach the Internet, are 400 km apart. Who uses a VPN exit on another
/// continent does move that fast; so moves count only between a familiar and an unfamiliar network, unless <see cref="TravelOptions.OnlyUnfamiliar"/> is off.</para>
/// </remarks>
public sealed class TravelNet(TravelOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Travel";

    private const double KilometresASlot = 1000 * 0.25;
    private const double Tolerance = 2 * 100;
    private const double MinimumDistance = 500;
    private const int Window = 96;

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => options.Gravest;

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [PlaceEvidence.Kind, FamiliarityEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity)
    {
        if (Gravest == Verdict.None || activity.Places.Count < 2)
        {
            return null;
        }

        return Moves(activity) is not { } moves ? null : Find(moves, Verdict.Suspend, options.Suspend) ?? Find(moves, Verdict.Watch, options.Watch);
    }

    /// <inheritdoc/>
    public Finding? Suspicion(AccountActivity activity) =>
        options.Watch.IsOn && activity.Places.Count >= 2 && Moves(activity) is { } moves ? Find(moves, Verdict.Suspend, options.Watch) : null;

    // Null where there are none.
    private List<Move>? Moves(AccountActivity activity)
    {
        List<Move>? moves = null;
        (SlotSet Home, SlotSet Strange)? use = null;
        for (var i = 0; i < activity.Places.Count; i++)
        {
            for (var j = i + 1; j < activity.Places.Count; j++)
            {
                var (one, other) = (activity.Places[i], activity.Places[j]);
                if (one.Place.HasCoordinates && other.Place.HasCoordinates && !AreNear(one.Place, other.Place)
                    && GreatCircle.Kilometres(one.Place, other.Place) is var distance and >= MinimumDistance
                    && WindowEnds(one.Slots, other.Slots, SlotsTooFew(distance)) is { IsEmpty: false } ends
                    && (!options.OnlyUnfamiliar || (ends = FromHome(one, other, SlotsTooFew(distance), use ??= UnfamiliarSlots.Of(activity, watchOnly: true).OfKnownDays())) is { IsEmpty: false }))
                {
                    (moves ??= []).Add(new Move(distance, ends, one.Place.IsWatchOnly || other.Place.IsWatchOnly));
                }
            }
        }

        return moves;
    }

    // Those of the moves between two countries of which one sighting is of a day on which the account was used from where it lives, and the other one of a slot in which it was used from elsewhere.
    private static SlotSet FromHome(in PlaceActivity one, in PlaceActivity other, int slotsTooFew, (SlotSet Home, SlotSet Strange) use) => one.Place.CountryCode == other.Place.CountryCode
        ? default
        : WindowEnds(one.Slots.Intersect(use.Home), other.Slots.Intersect(use.Strange), slotsTooFew).Union(WindowEnds(other.Slots.Intersect(use.Home), one.Slots.Intersect(use.Strange), slotsTooFew));

    // Most pairs of an account's places are, and need no trigonometry: three degrees of latitude and as many of longitude are at most 472 km.
    private static bool AreNear(Place one, Place other) => Math.Abs(one.Latitude - other.Latitude) <= 3 && Math.Abs(one.Longitude - other.Longitude) <= 3;

    /// <summary>The most slots between two sightings for which a distance is still too far: −1 where none is.</summary>
    private static int SlotsTooFew(double kilometres) => (int)Math.Ceiling((kilometres - Tolerance) / KilometresASlot) - 2;

    // The ends of the windows that hold both sightings of a move that took at most so many slots, in either direction.
    private static SlotSet WindowEnds(SlotSet one, SlotSet other, int slotsTooFew)
    {
        var ends = default(SlotSet);
        for (var slots = 0; slots <= slotsTooFew; slots++)
        {
            // The ages of the younger sightings whose elder is so many slots older.
            var arrivals = new SlotSet((one.Bits & other.Bits >> slots) | (other.Bits & one.Bits >> slots));
            ends = ends.Union(arrivals.WindowEnds(Window - slots));
        }

        return ends;
    }

    // The earliest window that holds as many moves.
    private static Finding? Find(List<Move> moves, Verdict verdict, Threshold threshold)
    {
        for (var age = SlotSet.Capacity - 1; threshold.IsOn && age >= 0; age--)
        {
            var seen = moves.Where(move => move.Ends.Contains(age) && (verdict == Verdict.Watch || !move.IsWatchOnly)).ToList();
            if (threshold.IsReachedBy(seen.Count))
            {
                var summary = string.Create(CultureInfo.InvariantCulture, $"{Quantity.Of(seen.Count, "impossible move")} within 24 hours, the longest of {seen.Max(move => move.Kilometres):N0} km");
                return new Finding(Name, verdict, seen.Count, threshold.Value, age, Window, summary);
            }
        }

        return null;
    }

    private readonly record struct Move(double Kilometres, SlotSet Ends, bool IsWatchOnly);
}
