using AbuseServerless.Geolocation;

namespace AbuseServerless.Tests.Geolocation;

/// <summary>A place as a number, in order and in words; distances and names of countries.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData("jp", 35.7, 139.7, "JP 36 140")]
    [InlineData("BR", -23.5, -46.6, "BR -24 -47")]
    [InlineData("NZ", -90.0, -180.0, "NZ -90 -180")]
    [InlineData("AQ", 90.0, 180.0, "AQ 90 180")]
    [InlineData("GB", 0.4, -0.4, "GB 0 0")]
    public void Coordinates_are_whole_degrees_and_come_back_from_the_code(string country, double latitude, double longitude, string text)
    {
        var place = Place.Of(country, latitude, longitude);
        Assert.Equal(place, Place.FromCode(place.Code));
        Assert.Equal((text, true, true), ($"{place.Country} {place.Latitude} {place.Longitude}", place.HasCountry, place.HasCoordinates));
        Assert.Equal(text, place.ToString());
        Assert.True(place.Code < 1UL << 42);
    }

    [Fact]
    public void A_place_without_coordinates_or_country_says_so()
    {
        foreach (var (place, text, country) in new[] { (Place.Of("JP"), "JP", "JP"), (Place.PrivateNetwork, "private", ""), (Place.Unlocated, "unlocated", "") })
        {
            Assert.Equal((text, country, false, 0, 0), (place.ToString(), place.Country, place.HasCoordinates, place.Latitude, place.Longitude));
            Assert.Equal((country.Length > 0, false, false, false), (place.HasCountry, place.IsWatchOnly, place.IsLate, place.IsExempted));
            Assert.Equal((text + ", watch only", true, false), (place.AsWatchOnly().ToString(), place.AsWatchOnly().IsWatchOnly, place.AsWatchOnly().IsLate));
            Assert.Equal((text + ", late", false, true), (place.AsLate().ToString(), place.AsLate().IsWatchOnly, place.AsLate().IsLate));
            Assert.Equal(text + ", watch only, late", place.AsLate().AsWatchOnly().ToString());
            Assert.Equal(country, place.AsLate().AsWatchOnly().Country);
        }

        // What does not count is neither.
        Assert.Equal(("exempted", true, Place.Exempted, Place.Exempted), (Place.Exempted.ToString(), Place.Exempted.IsExempted, Place.Exempted.AsWatchOnly(), Place.Exempted.AsLate()));
    }

    [Theory]
    [InlineData("J")]
    [InlineData("JPN")]
    [InlineData("J1")]
    [InlineData("1J")]
    [InlineData("Ｊ")]
    [InlineData("")]
    public void A_country_is_two_letters(string country) =>
        Assert.StartsWith("A country must be two ASCII letters (ISO 3166-1 alpha-2).", Assert.Throws<ArgumentException>(() => Place.Of(country)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(90.1, 0, "Latitude is −90 to 90 degrees.")]
    [InlineData(-90.1, 0, "Latitude is −90 to 90 degrees.")]
    [InlineData(double.NaN, 0, "Latitude is −90 to 90 degrees.")]
    [InlineData(0, 180.1, "Longitude is −180 to 180 degrees.")]
    [InlineData(0, double.NaN, "Longitude is −180 to 180 degrees.")]
    public void Coordinates_are_on_the_globe(double latitude, double longitude, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => Place.Of("JP", latitude, longitude)).Message, StringComparison.Ordinal);

    [Fact]
    public void Places_are_in_the_order_of_country_and_coordinates_and_late_ones_come_last()
    {
        Place[] order = [Place.Unlocated, Place.PrivateNetwork, Place.Of("BR"), Place.Of("JP"), Place.Of("JP", 35, 139), Place.Of("JP", 36, -140), Place.Of("US"), Place.Of("BR").AsWatchOnly(), Place.Of("BR").AsLate()];
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = 0; j < order.Length; j++)
            {
                var (one, other) = (order[i], order[j]);
                Assert.Equal([i < j, i > j, i <= j, i >= j, i.CompareTo(j) == Math.Sign(one.CompareTo(other))], new[] { one < other, one > other, one <= other, one >= other, true });
            }
        }
    }

    // By the haversine formula on a sphere of 6371.0088 km: a degree of a great circle is 111.195 km.
    [Theory]
    [InlineData(0, 0, 0, 1, 111.195)]
    [InlineData(0, 0, 0, 180, 20_015.114)]
    [InlineData(90, 0, -90, 0, 20_015.114)]
    [InlineData(60, 10, 60, 12, 111.191)]
    [InlineData(36, 140, -24, -47, 18_521.33)]
    [InlineData(-10, -170, 10, 170, 3_137.05)]
    [InlineData(45, 45, 45, 45, 0)]
    public void Distances_are_along_great_circles(int latitude, int longitude, int otherLatitude, int otherLongitude, double kilometres)
    {
        var (one, other) = (Place.Of("JP", latitude, longitude), Place.Of("BR", otherLatitude, otherLongitude));
        Assert.Equal(kilometres, GreatCircle.Kilometres(one, other), 0.01);
        Assert.Equal(GreatCircle.Kilometres(one, other), GreatCircle.Kilometres(other, one), 6);
    }

    [Fact]
    public void Countries_have_names_in_two_languages_and_what_has_none_is_told_by_its_code()
    {
        Assert.Equal(("Brazil (BR)", "QQ"), (CountryNames.Load("en").Of("BR"), CountryNames.Load("en").Of("QQ")));
        Assert.Equal("ブラジル (BR)", CountryNames.Load("ja").Of("BR"));
        Assert.StartsWith("No names in 'fr'.", Assert.Throws<ArgumentException>(() => CountryNames.Load("fr")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UK", "There is no country UK in ISO 3166-1: the United Kingdom is GB.")]
    [InlineData("el", "There is no country EL in ISO 3166-1: Greece is GR.")]
    [InlineData("EU", "EU is not a country: name its members one by one.")]
    [InlineData("qq", "There is no country QQ in ISO 3166-1 (alpha-2).")]
    public void A_code_without_a_country_is_told_with_the_one_that_may_be_meant(string code, string fault)
    {
        Assert.Equal(fault, CountryCode.FaultOf(code));
        Assert.Equal((false, true, true), (CountryCode.IsKnown(code), CountryCode.IsKnown("gb"), CountryCode.IsKnown("XK")));
    }
}
