using AbuseServerless.Geolocation;

namespace AbuseServerless.Tests.Geolocation;

public sealed class GeoLite2Tests : IDisposable
{
    private static readonly DateTimeOffset Built = new(2026, 11, 20, 5, 0, 0, TimeSpan.Zero);
    private readonly GeolocatorBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("GeoLite2-City")]
    [InlineData("GeoIP2-City")]
    [InlineData("DBIP-City-Lite")]
    public void A_city_database_of_nested_records_gives_country_and_coordinates(string type)
    {
        _bench.Open(_bench.Put("city.mmdb", Cities(type)));

        Assert.Equal(Place.Of("GB", 51.5142, -0.0931), _bench.Locate("81.2.69.142"));
        Assert.Equal(Place.Of("JP", 35.69, 139.75), _bench.Locate("2001:200::1"));
        Assert.Equal($"{type} 2026-11-20", _bench.Geolocator.DatabaseVersion);
    }

    [Theory]
    [InlineData("GeoLite2-Country")]
    [InlineData("GeoIP2-Country")]
    public void A_country_database_of_nested_records_gives_the_country(string type)
    {
        _bench.Open(_bench.Put("country.mmdb", Cities(type)));

        Assert.Equal(Place.Of("GB"), _bench.Locate("81.2.69.142"));
    }

    [Fact]
    public void A_record_without_coordinates_gives_the_country_alone()
    {
        _bench.Open(_bench.Put("city.mmdb", Cities("GeoLite2-City")));

        Assert.Equal(Place.Of("SE"), _bench.Locate("89.160.20.112"));
    }

    [Fact]
    public void The_country_that_registered_an_address_is_not_where_it_is_used()
    {
        _bench.Open(_bench.Put("city.mmdb", Cities("GeoLite2-City")));

        Assert.Equal(Place.Unlocated, _bench.Locate("202.196.224.1"));
    }

    [Fact]
    public void An_address_that_is_not_in_it_is_asked_of_the_next_database()
    {
        _bench.Open(_bench.Put("city.mmdb", Cities("GeoLite2-City")), SmallWorld.Countries);

        Assert.Equal(Place.Of("US"), _bench.Locate("8.8.8.8"));
        Assert.Equal("JP", _bench.Locate("202.196.224.1").Country);
        Assert.True(_bench.Locate("81.2.69.142").HasCoordinates);
    }

    [Fact]
    public void A_database_of_something_else_is_refused()
    {
        var path = _bench.Put("asn.mmdb", new MmdbWriter().Build("GeoLite2-ASN", Built));

        var error = Assert.Throws<GeolocationDatabaseException>(() => _bench.Open(path));

        Assert.Equal($"Geolocation:Databases: '{path}' has type 'GeoLite2-ASN'; a city or country database is needed.", error.Message);
    }

    private static byte[] Cities(string type) => new MmdbWriter()
        .Add("81.2.69.0/24", Record("GB", "London", 51.5142, -0.0931))
        .Add("2001:200::/32", Record("JP", "Tokyo", 35.69, 139.75))
        .Add("89.160.20.112/28", new Dictionary<string, object> { ["country"] = Country("SE") })
        .Add("202.196.224.0/20", new Dictionary<string, object> { ["registered_country"] = Country("PH") })
        .Build(type, Built);

    private static Dictionary<string, object> Record(string country, string city, double latitude, double longitude) => new()
    {
        ["city"] = new Dictionary<string, object> { ["geoname_id"] = 2643743u, ["names"] = new Dictionary<string, object> { ["en"] = city } },
        ["country"] = Country(country),
        ["location"] = new Dictionary<string, object>
        {
            ["accuracy_radius"] = (ushort)100,
            ["latitude"] = latitude,
            ["longitude"] = longitude,
            ["time_zone"] = "Europe/London",
        },
        ["registered_country"] = Country("US"),
    };

    private static Dictionary<string, object> Country(string code) => new()
    {
        ["iso_code"] = code,
        ["geoname_id"] = 2635167u,
        ["is_in_european_union"] = false,
        ["names"] = new Dictionary<string, object> { ["en"] = "Somewhere" },
    };
}
