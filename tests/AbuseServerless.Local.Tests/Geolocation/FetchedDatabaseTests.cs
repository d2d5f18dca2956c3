using System.Net;
using AbuseServerless.Geolocation;
using AbuseServerless.Local.Tests.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Local.Tests.Geolocation;

/// <summary>The geolocator over the databases that npm fetches.</summary>
public sealed class FetchedDatabaseTests(DemoDatabases databases) : IClassFixture<DemoDatabases>
{
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

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_city_database_gives_the_country_and_coordinates(string address, string country)
    {
        var place = databases.Cities.Locate(IPAddress.Parse(address));

        Assert.Equal(country, place.Country);
        Assert.True(place.HasCoordinates);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_country_database_gives_the_country_alone(string address, string country) =>
        Assert.Equal(Place.Of(country), databases.Countries.Locate(IPAddress.Parse(address)));

    [Fact]
    public void Coordinates_are_those_of_the_city() =>
        Assert.InRange(databases.Cities.Locate(IPAddress.Parse("203.180.0.1")).Latitude, 24, 46);

    [Fact]
    public void The_version_is_type_and_build_date_of_every_database() =>
        Assert.Matches(@"^city ipv4 \d{4}-\d\d-\d\d \+ city ipv6 \d{4}-\d\d-\d\d$", databases.Cities.DatabaseVersion);

    /// <summary>Where a file holds IPv4 alone, no address of IPv6 is asked of it.</summary>
    [Fact]
    public void An_address_that_no_database_knows_is_unlocated()
    {
        using var geolocator = WithoutMemory(DbIp.CityV4);

        Assert.Equal(Place.Unlocated, geolocator.Locate(IPAddress.Parse("2001:4860:4860::8888")));
    }

    [Fact]
    public void An_address_has_the_same_place_whether_remembered_or_looked_up()
    {
        var random = new Random(1);
        var addresses = Enumerable.Range(0, 5_000).Select(_ => new IPAddress(random.NextInt64(0x1_0000_0000))).ToList();
        using var forgetful = WithoutMemory(DbIp.CityV4);

        var first = addresses.ConvertAll(databases.Cities.Locate);

        Assert.Equal(first, addresses.ConvertAll(databases.Cities.Locate));
        Assert.Equal(first, addresses.ConvertAll(forgetful.Locate));
    }

    private static DatabaseGeolocator WithoutMemory(string database) => new(
        Options.Create(new GeolocationOptions { Databases = database, CachedAddresses = 0 }), TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance);
}
