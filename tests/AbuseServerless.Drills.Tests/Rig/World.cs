using System.Globalization;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>A geography that a drill knows without asking the product: each country has one eighth-bit network of its own, cut into pieces so that the file fills many pages.</summary>
internal static class World
{
    private const int FirstOctet = 20;

    /// <summary>The countries, by number.</summary>
    public static readonly string[] Countries =
        ["JP", "US", "BR", "DE", "CN", "IN", "FR", "GB", "VN", "AU", "KR", "TH", "ID", "RU", "ZA", "NG", "EG", "MX", "CA", "IT"];

    /// <summary>An address of a country.</summary>
    /// <param name="country">Its number.</param>
    /// <param name="host">Which one, 0 to 16,777,215.</param>
    public static string Address(int country, int host) => string.Create(
        CultureInfo.InvariantCulture, $"{FirstOctet + country}.{host >> 16 & 0xff}.{host >> 8 & 0xff}.{host & 0xff}");

    /// <summary>The geography as a MaxMind DB file.</summary>
    /// <param name="day">Its version: the day of January 2026 on which it was built.</param>
    /// <param name="shift">By how many numbers the networks have moved on to other countries.</param>
    public static byte[] Database(int day = 1, int shift = 0)
    {
        var writer = new MmdbWriter();
        for (var country = 0; country < Countries.Length; country++)
        {
            for (var part = 0; part < 256; part++)
            {
                writer.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{FirstOctet + country}.{part}.0.0/16"),
                    new Dictionary<string, object> { ["country_code"] = Countries[(country + shift) % Countries.Length] });
            }
        }

        return writer.Build("country ipvAll", new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero));
    }
}
