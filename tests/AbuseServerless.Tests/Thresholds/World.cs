using System.Globalization;
using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Tests.Thresholds;

/// <summary>A small world: 100.0.0.n is in the country of number n; all else is private.</summary>
internal sealed class World : IGeolocator, IAsnLookup
{
    public static readonly string[] Codes = ["JP", "US", "BR", "CN", "DE", "FR", "GB", "IN", "KR", "RU", "TH", "VN"];

    public string DatabaseVersion => "world 2026-01-01";

    public static string Address(int country) => string.Create(CultureInfo.InvariantCulture, $"100.0.0.{country}");

    public Place Locate(IPAddress address) => address.GetAddressBytes() is [100, 0, 0, var country] && country < Codes.Length ? Place.Of(Codes[country]) : Place.PrivateNetwork;

    public long? Find(IPAddress address) => null;
}
