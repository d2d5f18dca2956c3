using System.Net;

namespace AbuseServerless.Geolocation;

/// <summary>Says which autonomous system announces a client address.</summary>
public interface IAsnLookup
{
    /// <summary>The number of the autonomous system; null where the database does not know the address, or there is none.</summary>
    /// <param name="address">IPv4 or IPv6, not IPv4-mapped.</param>
    long? Find(IPAddress address);
}
