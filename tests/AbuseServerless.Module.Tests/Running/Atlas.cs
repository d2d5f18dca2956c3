using System.Globalization;
using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Module.Tests.Running;

/// <summary>A small world: 203.0.113.n and 45.0.0.n are in the country of number n, 198.51.100.0/24 is nowhere known, all else is private.</summary>
internal sealed class Atlas : IGeolocator
{
    private static readonly Place[] Places =
    [
        Place.Of("JP", 35.7, 139.7), Place.Of("US", 40.7, -74), Place.Of("BR", -23.5, -46.6), Place.Of("DE", 52.5, 13.4), Place.Of("CN"), Place.Of("IN", 19.1, 72.9),
        Place.Of("FR", 48.9, 2.4), Place.Of("GB", 51.5, -0.1), Place.Of("VN", 21, 105.8), Place.Of("AU", -33.9, 151.2),
    ];

    public string DatabaseVersion => "atlas 2026-06-01";

    public static string Address(int country) => string.Create(CultureInfo.InvariantCulture, $"203.0.113.{country}");

    /// <summary>An address of no documentation network.</summary>
    public static string PublicAddress(int country) => string.Create(CultureInfo.InvariantCulture, $"45.0.0.{country}");

    public Place Locate(IPAddress address) => address.GetAddressBytes() switch
    {
        [203, 0, 113, var country] => Places[country],
        [45, 0, 0, var country] => Places[country],
        [198, 51, 100, _] => Place.Unlocated,
        _ => Place.PrivateNetwork,
    };
}
