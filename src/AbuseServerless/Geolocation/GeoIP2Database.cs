using System.Net;
using MaxMind.GeoIP2;

namespace AbuseServerless.Geolocation;

/// <summary>
/// A GeoLite2 or GeoIP2 database of cities or countries, or another publisher's with the same records. The country is the one
/// where the address is used (<c>country</c>), not the one that registered it.
/// </summary>
internal sealed class GeoIP2Database : LocationDatabase
{
    private readonly DatabaseReader _reader;
    private readonly bool _cities;

    public GeoIP2Database(DatabaseReader reader)
        : base(reader.Metadata)
    {
        _reader = reader;
        _cities = reader.Metadata.DatabaseType.Contains("City", StringComparison.Ordinal);
    }

    // Kilometres. Coordinates without a city are the middle of a country, and a radius above the tolerance of the Travel net is no place:
    // https://dev.maxmind.com/geoip/docs/web-services/responses#location says what the radius is.
    private const int MaximumRadius = 100;

    // The same words that DatabaseReader looks for before it reads a record.
    public static bool Reads(string databaseType) =>
        databaseType.Contains("City", StringComparison.Ordinal) || databaseType.Contains("Country", StringComparison.Ordinal);

    public override Place Find(IPAddress address)
    {
        if (_cities)
        {
            if (!_reader.TryCity(address, out var city))
            {
                return Place.Unlocated;
            }

            var exact = city!.City.Names.Count > 0 && !(city.Location.AccuracyRadius > MaximumRadius);
            return Describe(city.Country.IsoCode, exact ? city.Location.Latitude : null, exact ? city.Location.Longitude : null);
        }

        return _reader.TryCountry(address, out var country) ? Describe(country!.Country.IsoCode, null, null) : Place.Unlocated;
    }

    public override void Dispose() => _reader.Dispose();
}
