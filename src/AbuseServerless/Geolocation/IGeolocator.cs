using System.Net;

namespace AbuseServerless.Geolocation;

/// <summary>Says where a client address is.</summary>
public interface IGeolocator
{
    /// <summary>Name and build date of the data in use, such as <c>GeoLite2-City 2026-06-02</c>; written into decisions.</summary>
    string DatabaseVersion { get; }

    /// <summary>
    /// The place of an address. Never fails: an address that is not in the database is <see cref="Place.Unlocated"/>, one
    /// of a private or reserved network <see cref="Place.PrivateNetwork"/>.
    /// </summary>
    /// <param name="address">IPv4 or IPv6, not IPv4-mapped.</param>
    Place Locate(IPAddress address);
}
