using AbuseServerless.Geolocation;

namespace AbuseServerless.Local.Tests.Demo;

/// <summary>
/// Where one account was seen, and what follows from it by definition: written without the product's slot sets and nets, to
/// check against.
/// </summary>
internal sealed class Itinerary
{
    private const int Window = 96;
    private readonly List<(DateTimeOffset Time, Place Place)> _seen = [];

    public bool IsSeen => _seen.Count > 0;

    public void Add(DateTimeOffset time, Place place) => _seen.Add((time, place));

    /// <summary>At some slot s, the countries seen in the slots (s − 96, s]; the most of all s.</summary>
    public int MostCountriesInADay()
    {
        var seen = _seen.Where(sighting => sighting.Place.HasCountry)
            .Select(sighting => (Slot: sighting.Time.ToUnixTimeSeconds() / 900, sighting.Place.Country))
            .Distinct()
            .ToList();
        return seen.Count == 0 ? 0 : seen.Max(last => seen
            .Where(sighting => sighting.Slot <= last.Slot && sighting.Slot > last.Slot - Window)
            .Select(sighting => sighting.Country)
            .Distinct()
            .Count());
    }

    /// <summary>
    /// Whether two sightings at least 500 km apart cannot be one traveller's: not at 1,000 km/h within (difference of slots + 1) slots, 100 km
    /// of tolerance given at both ends.
    /// </summary>
    public bool HasImpossibleMove()
    {
        var seen = _seen.Where(sighting => sighting.Place.HasCoordinates)
            .Select(sighting => (Slot: sighting.Time.ToUnixTimeSeconds() / 900, sighting.Place))
            .Distinct()
            .ToList();
        return seen.Exists(a => seen.Exists(b => b.Slot >= a.Slot
            && Kilometres(a.Place, b.Place) is >= 500 and var distance
            && distance - 200 > (b.Slot - a.Slot + 1) * 250));
    }

    private static double Kilometres(Place a, Place b)
    {
        var (latitude1, latitude2) = (Radians(a.Latitude), Radians(b.Latitude));
        var half = Math.Pow(Math.Sin((latitude2 - latitude1) / 2), 2)
            + Math.Cos(latitude1) * Math.Cos(latitude2) * Math.Pow(Math.Sin(Radians(b.Longitude - a.Longitude) / 2), 2);
        return 2 * 6371 * Math.Asin(Math.Sqrt(half));
    }

    private static double Radians(int degrees) => degrees * Math.PI / 180;
}
