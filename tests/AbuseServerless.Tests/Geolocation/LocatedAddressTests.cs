using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Tests.Geolocation;

public sealed class LocatedAddressTests : IDisposable
{
    private readonly GeolocatorBench _cities = new GeolocatorBench().Open(SmallWorld.Cities);

    public void Dispose() => _cities.Dispose();

    [Theory]
    [InlineData("8.8.8.8", "US", 37, -122)]
    [InlineData("81.2.69.142", "GB", 52, 0)]
    [InlineData("202.12.27.33", "JP", 36, 140)]
    [InlineData("2a02:6b8::2:242", "RU", 56, 38)]
    public void A_city_database_gives_the_country_and_coordinates_in_whole_degrees(string address, string country, double latitude, double longitude) =>
        Assert.Equal(Place.Of(country, latitude, longitude), _cities.Locate(address));

    /// <summary>They are the middle of the country.</summary>
    [Fact]
    public void Coordinates_of_no_city_are_none() => Assert.Equal(Place.Of("JP"), _cities.Locate("2001:200::1"));

    [Theory]
    [InlineData("8.8.8.8", "US")]
    [InlineData("202.12.27.33", "JP")]
    [InlineData("2001:200::1", "JP")]
    public void A_country_database_gives_the_country_alone(string address, string country)
    {
        using var bench = new GeolocatorBench().Open(SmallWorld.Countries);

        Assert.Equal(Place.Of(country), bench.Locate(address));
    }

    [Fact]
    public void An_IPv4_mapped_address_is_the_IPv4_address() =>
        Assert.Equal(_cities.Locate("8.8.8.8"), _cities.Locate("::ffff:8.8.8.8"));

    [Theory]
    [InlineData("2002:0808:0808::1")] // 6to4
    [InlineData("2001:0:1234:5678:0:0:f7f7:f7f7")] // Teredo: all bits turned
    [InlineData("64:ff9b::8.8.8.8")] // translated
    public void An_address_that_carries_an_IPv4_address_is_where_that_is(string address) =>
        Assert.Equal(_cities.Locate("8.8.8.8"), _cities.Locate(address));

    [Fact]
    public void An_address_that_no_database_knows_is_unlocated()
    {
        Assert.Equal(Place.Unlocated, _cities.Locate("2400:8900::1"));
        Assert.Equal(Place.Unlocated, _cities.Locate("2400:8900::1"));
    }

    [Fact]
    public void The_first_database_that_knows_the_country_is_believed()
    {
        var writer = new MmdbWriter()
            .Add("8.8.8.0/24", new Dictionary<string, object> { ["country_code"] = "JP" })
            .Add("81.2.69.0/24", new Dictionary<string, object> { ["country_code"] = "" });
        using var bench = new GeolocatorBench();
        bench.Open(bench.Put("own.mmdb", writer.Build("country ipvAll", DateTimeOffset.UnixEpoch)), SmallWorld.Cities);

        Assert.Equal(Place.Of("JP"), bench.Locate("8.8.8.8"));
        Assert.Equal("GB", bench.Locate("81.2.69.142").Country);
        Assert.Equal("DE", bench.Locate("141.30.1.1").Country);
    }

    [Fact]
    public void The_version_is_type_and_build_date_of_every_database()
    {
        using var bench = new GeolocatorBench().Open(SmallWorld.Cities, SmallWorld.Countries);

        Assert.Equal("city small 2026-01-01 + country small 2026-01-01", bench.Geolocator.DatabaseVersion);
    }

    [Fact]
    public void An_address_has_the_same_place_whether_remembered_or_looked_up()
    {
        var random = new Random(1);
        var addresses = Enumerable.Range(0, 5_000).Select(_ => new IPAddress(random.NextInt64(0x1_0000_0000))).ToList();
        using var forgetful = Remembering(0);

        var first = addresses.ConvertAll(_cities.Geolocator.Locate);

        Assert.Equal(first, addresses.ConvertAll(_cities.Geolocator.Locate));
        Assert.Equal(first, addresses.ConvertAll(forgetful.Locate));
    }

    [Fact]
    public void While_other_threads_displace_it_an_address_never_has_the_place_of_another()
    {
        var random = new Random(1);
        var addresses = Enumerable.Range(0, 8).Select(_ => new IPAddress(random.NextInt64(0x1_0000_0000))).ToList();
        var places = addresses.ConvertAll(_cities.Geolocator.Locate);
        using var small = Remembering(2);

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var at = (i / 3 + worker) % addresses.Count;
                Assert.Equal(places[at], small.Locate(addresses[at]));
            }
        });
    }

    private static DatabaseGeolocator Remembering(int addresses) => new(
        Microsoft.Extensions.Options.Options.Create(new GeolocationOptions { Databases = SmallWorld.Cities, CachedAddresses = addresses }),
        TimeProvider.System,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<DatabaseGeolocator>.Instance);
}
