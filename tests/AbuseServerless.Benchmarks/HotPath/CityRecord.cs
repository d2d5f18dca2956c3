using MaxMind.Db;

namespace AbuseServerless.Benchmarks.HotPath;

/// <summary>The three values of a DB-IP Lite city record that a place is made of: the leanest type that MaxMind.Db can decode into.</summary>
public sealed class CityRecord
{
    [MapKey("country_code")]
    public string? Country { get; init; }

    [MapKey("latitude")]
    public float? Latitude { get; init; }

    [MapKey("longitude")]
    public float? Longitude { get; init; }
}
