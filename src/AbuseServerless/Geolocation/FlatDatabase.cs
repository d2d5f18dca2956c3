using System.Net;
using MaxMind.Db;

namespace AbuseServerless.Geolocation;

/// <summary>
/// A database with flat records, as the <c>ip-location-db</c> packages of npm build them from DB-IP Lite: type <c>city ipv4</c>,
/// <c>country ipvAll</c> and the like. Of a record only what a <see cref="Place"/> needs is decoded.
/// </summary>
internal sealed class FlatDatabase(Reader reader) : LocationDatabase(reader.Metadata)
{
    public static bool Reads(string databaseType) =>
        databaseType.StartsWith("city ", StringComparison.Ordinal) || databaseType.StartsWith("country ", StringComparison.Ordinal);

    public override Place Find(IPAddress address) =>
        reader.Find<Record>(address) is { } record
            ? record.City is "" ? Describe(record.Country, null, null) : Describe(record.Country, Degrees(record.Latitude), Degrees(record.Longitude))
            : Place.Unlocated;

    public override void Dispose() => reader.Dispose();

    // The files of one publisher hold single, those of another double precision.
    private static double? Degrees(object? value) => value switch
    {
        float single => single,
        double @double => @double,
        _ => null,
    };

    internal sealed class Record
    {
        [MapKey("country_code")]
        public string? Country { get; init; }

        // Without a city, coordinates are the middle of a country: a guess that no distance may rest on.
        [MapKey("city")]
        public string? City { get; init; }

        [MapKey("latitude")]
        public object? Latitude { get; init; }

        [MapKey("longitude")]
        public object? Longitude { get; init; }
    }
}
