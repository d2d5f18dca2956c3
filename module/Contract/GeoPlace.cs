namespace AbuseServerless.PowerShell;

/// <summary>A place that an account was seen at.</summary>
/// <param name="Latitude">Whole degrees north; null where the database knows the country only.</param>
/// <param name="Longitude">Whole degrees east; null where the database knows the country only.</param>
/// <param name="First">Start of the first quarter of an hour in which it was seen there, UTC.</param>
/// <param name="Last">Start of the last one, UTC.</param>
/// <param name="Slots">Number of quarters of an hour in which it was seen there, 1 to 128.</param>
/// <param name="Address">Client address of the earliest sighting remembered.</param>
public sealed record GeoPlace(int? Latitude, int? Longitude, DateTimeOffset First, DateTimeOffset Last, int Slots, string Address)
{
    /// <summary>The coordinates, such as <c>36°N 140°E</c>; empty where unknown.</summary>
    public override string ToString() => this is { Latitude: { } north, Longitude: { } east }
        ? $"{Math.Abs(north)}°{(north < 0 ? 'S' : 'N')} {Math.Abs(east)}°{(east < 0 ? 'W' : 'E')}"
        : "";
}
