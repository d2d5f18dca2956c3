namespace AbuseServerless.Tests.Geolocation;

/// <summary>Databases of a few networks that cover all addresses, in the form of DB-IP's: the eight eighths of IPv4, and all public IPv6. Written once, beside the tests.</summary>
internal static class SmallWorld
{
    private static readonly (string Country, double Latitude, double Longitude)[] Eighths =
    [
        ("US", 37.4, -122.1), ("FR", 48.9, 2.4), ("GB", 51.5, -0.1), ("KR", 37.6, 127.0), ("DE", 51.1, 13.7), ("BR", -23.5, -46.6), ("JP", 35.7, 139.7), ("RU", 55.8, 37.6),
    ];

    /// <summary>With cities: 8.0.0.0 is in the United States, 81.0.0.0 in Great Britain, 202.0.0.0 in Japan; IPv6 is in Russia, but that of 2001:200::/23 is in Japan, of no known city.</summary>
    public static string Cities { get; } = Write("city small", "small-cities.mmdb", withCities: true);

    /// <summary>The same, with countries alone.</summary>
    public static string Countries { get; } = Write("country small", "small-countries.mmdb", withCities: false);

    private static string Write(string type, string file, bool withCities)
    {
        var writer = new MmdbWriter();
        for (var i = 0; i < Eighths.Length; i++)
        {
            writer.Add($"{i * 32}.0.0.0/3", Record(Eighths[i], withCities, "Somewhere"));
        }

        writer.Add("2001:200::/23", Record(Eighths[6], withCities, "")).Add("2a00::/12", Record(Eighths[7], withCities, "Somewhere"));
        var path = Path.Combine(AppContext.BaseDirectory, file);
        var mine = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(mine, writer.Build(type, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        File.Move(mine, path, overwrite: true);
        return path;
    }

    private static Dictionary<string, object> Record((string Country, double Latitude, double Longitude) place, bool withCities, string city) => withCities
        ? new() { ["country_code"] = place.Country, ["city"] = city, ["latitude"] = (float)place.Latitude, ["longitude"] = (float)place.Longitude }
        : new() { ["country_code"] = place.Country };
}
