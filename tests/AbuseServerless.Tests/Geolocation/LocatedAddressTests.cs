using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Tests.Geolocation;

public sealed class LocatedAddressTests : IDisposable
{
    private readonly GeolocatorBench _cities = new GeolocatorBench().Open(DbIp.CityV4, DbIp.CityV6);
    private readonly GeolocatorBench _countries = new GeolocatorBench().Open(DbIp.Country);

    public static TheoryData<string, string> Addresses => new()
    {
        { "8.8.8.8", "US" },
        { "202.12.27.33", "JP" },
        { "203.180.0.1", "JP" },
        { "193.0.6.139", "NL" },
        { "81.2.69.142", "GB" },
        { "141.30.1.1", "DE" },
        { "163.152.1.1", "KR" },
        { "200.160.2.3", "BR" },
        { "2001:4860:4860::8888", "CA" }, // anycast, which DB-IP puts into Canada
        { "2a02:6b8::2:242", "RU" },
        { "2001:200::1", "JP" },
        { "2001:638::1", "DE" },
        { "2607:f8b0:4004:800::1", "US" },
        { "2a01:e00::1", "FR" },
        { "2400:8900::1", "JP" },
    };

    public void Dispose()
    {
        _cities.Dispose();
        _countries.Dispose();
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_city_database_gives_the_country_and_coordinates(string address, string country)
    {
        var place = _cities.Locate(address);

        Assert.Equal(country, place.Country);
        Assert.True(place.HasCoordinates);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_country_database_gives_the_country_alone(string address, string country) =>
        Assert.Equal(Place.Of(country), _countries.Locate(address));

    [Fact]
    public void Coordinates_are_those_of_the_city() =>
        Assert.InRange(_cities.Locate("203.180.0.1").Latitude, 24, 46);

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
        using var bench = new GeolocatorBench().Open(DbIp.CityV4);

        Assert.Equal(Place.Unlocated, bench.Locate("2001:4860:4860::8888"));
        Assert.Equal(Place.Unlocated, bench.Locate("2001:4860:4860::8888"));
    }

    [Fact]
    public void The_first_database_that_knows_the_country_is_believed()
    {
        var writer = new MmdbWriter()
            .Add("8.8.8.0/24", new Dictionary<string, object> { ["country_code"] = "JP" })
            .Add("81.2.69.0/24", new Dictionary<string, object> { ["country_code"] = "" });
        using var bench = new GeolocatorBench();
        bench.Open(bench.Put("own.mmdb", writer.Build("country ipvAll", DateTimeOffset.UnixEpoch)), DbIp.CityV4);

        Assert.Equal(Place.Of("JP"), bench.Locate("8.8.8.8"));
        Assert.Equal("GB", bench.Locate("81.2.69.142").Country);
        Assert.Equal("NL", bench.Locate("193.0.6.139").Country);
    }

    [Fact]
    public void The_version_is_type_and_build_date_of_every_database() =>
        Assert.Matches(@"^city ipv4 \d{4}-\d\d-\d\d \+ city ipv6 \d{4}-\d\d-\d\d$", _cities.Geolocator.DatabaseVersion);

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
            for (var i = 0; i < 100_000; i++)
            {
                var at = (i / 3 + worker) % addresses.Count;
                Assert.Equal(places[at], small.Locate(addresses[at]));
            }
        });
    }

    private static DatabaseGeolocator Remembering(int addresses) => new(
        Microsoft.Extensions.Options.Options.Create(new GeolocationOptions { Databases = DbIp.CityV4, CachedAddresses = addresses }),
        TimeProvider.System,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<DatabaseGeolocator>.Instance);
}
