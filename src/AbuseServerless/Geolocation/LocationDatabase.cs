using System.Globalization;
using System.Net;
using MaxMind.Db;

namespace AbuseServerless.Geolocation;

/// <summary>A MaxMind DB file that knows countries, and coordinates where it is one of cities.</summary>
internal abstract class LocationDatabase : IDisposable
{
    private readonly Metadata _metadata;

    protected LocationDatabase(Metadata metadata) => _metadata = metadata;

    /// <summary>Type and build date, as the metadata gives them: <c>city ipv4 2026-06-05</c>, <c>GeoLite2-City 2026-06-02</c>.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{_metadata.DatabaseType} {_metadata.BuildDate:yyyy-MM-dd}");

    /// <summary>When it was built, UTC.</summary>
    public DateTimeOffset Built => new(DateTime.SpecifyKind(_metadata.BuildDate, DateTimeKind.Utc));

    public bool HoldsV6 => _metadata.IPVersion == 6;

    /// <summary>The place of an address, <see cref="Place.Unlocated"/> where the file has no country for it.</summary>
    /// <exception cref="Exception">The file is damaged at this place.</exception>
    public abstract Place Find(IPAddress address);

    public abstract void Dispose();

    /// <summary>The place that a record describes: without coordinates where they are missing or not on the globe.</summary>
    protected static Place Describe(string? country, double? latitude, double? longitude)
    {
        // ZZ is the user-assigned code by which some databases say that they do not know.
        if (country is not { Length: 2 } || country == "ZZ" || !char.IsAsciiLetter(country[0]) || !char.IsAsciiLetter(country[1]))
        {
            return Place.Unlocated;
        }

        return latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180
            ? Place.Of(country, latitude.Value, longitude.Value)
            : Place.Of(country);
    }
}
