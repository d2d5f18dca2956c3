using AbuseServerless.Geolocation;

namespace AbuseServerless.Tests.Geolocation;

public sealed class ReservedNetworkTests : IDisposable
{
    private readonly GeolocatorBench _bench = new GeolocatorBench().Open(SmallWorld.Countries);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255")]
    [InlineData("10.0.0.0", "10.255.255.255")]
    [InlineData("100.64.0.0", "100.127.255.255")]
    [InlineData("127.0.0.1", "127.255.255.255")]
    [InlineData("169.254.0.0", "169.254.255.255")]
    [InlineData("172.16.0.0", "172.31.255.255")]
    [InlineData("192.0.0.0", "192.0.0.255")]
    [InlineData("192.0.2.0", "192.0.2.255")]
    [InlineData("192.88.99.0", "192.88.99.255")]
    [InlineData("192.168.0.0", "192.168.255.255")]
    [InlineData("198.18.0.0", "198.19.255.255")]
    [InlineData("198.51.100.0", "198.51.100.255")]
    [InlineData("203.0.113.0", "203.0.113.255")]
    [InlineData("224.0.0.0", "255.255.255.255")]
    [InlineData("::", "::1")]
    [InlineData("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("100::", "100:0:0:1:ffff:ffff:ffff:ffff")]
    [InlineData("2001:2::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fe80::1%2", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fec0::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::ffff:10.0.0.1", "::ffff:192.168.255.255")]
    [InlineData("64:ff9b::10.0.0.1", "64:ff9b::192.168.0.1")] // what is carried is private
    [InlineData("2002:0a00:0001::1", "2002:c0a8:0001::1")]
    public void Both_ends_of_a_special_purpose_network_are_no_place(string first, string last)
    {
        Assert.Equal(Place.PrivateNetwork, _bench.Locate(first));
        Assert.Equal(Place.PrivateNetwork, _bench.Locate(last));
    }

    [Theory]
    [InlineData("1.0.0.0")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("128.0.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:200::")]
    [InlineData("2001:dc0::")]
    [InlineData("2400:4000::1")]
    public void The_neighbours_of_a_special_purpose_network_are_looked_up(string address) =>
        Assert.NotEqual(Place.PrivateNetwork, _bench.Locate(address));

    [Fact]
    public void A_database_that_knows_a_private_network_is_not_asked()
    {
        var writer = new MmdbWriter().Add("10.0.0.0/8", new Dictionary<string, object> { ["country_code"] = "JP" });
        using var bench = new GeolocatorBench();
        bench.Open(bench.Put("own.mmdb", writer.Build("country ipvAll", DateTimeOffset.UnixEpoch)));

        Assert.Equal(Place.PrivateNetwork, bench.Locate("10.1.2.3"));
    }
}
