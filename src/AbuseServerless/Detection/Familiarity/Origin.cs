using System.Globalization;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>The network that a client is in: its autonomous system, whichever country its address is said to be in. Where that is not known, the IPv4 /16 or IPv6 /32 around the address.</summary>
/// <remarks>
/// The exits of a VPN provider or of a service that sends for its users are in many countries and in one network: counted with their countries, an honest user of one looks like a botnet. A /16 and a /32 are
/// what registries give to a provider of some size, so that the next address of one's own provider is mostly in them.
/// </remarks>
/// <param name="Code">The number of the autonomous system, or the prefix, times four; plus two for a prefix; plus one in a watch-only network.</param>
public readonly record struct Origin(ulong Code)
{
    /// <summary>Whether its use counts to watch and not to suspend.</summary>
    public bool IsWatchOnly => (Code & 1) != 0;

    /// <summary>Whether it is a prefix, because the autonomous system is not known.</summary>
    public bool IsPrefix => (Code & 2) != 0;

    /// <summary>The number of the autonomous system; null for a prefix.</summary>
    public long? System => IsPrefix ? null : (long)(Code >> 2);

    /// <summary>The network of a sighting.</summary>
    internal static Origin Of(in Account.Sighting sighting)
    {
        var watchOnly = sighting.Place.IsWatchOnly ? 1UL : 0;
        if (sighting.Asn > 0)
        {
            return new Origin((ulong)sighting.Asn << 2 | watchOnly);
        }

        var bits = AddressBits.Of(sighting.Address);
        return new Origin((bits.IsV4 ? bits.V4 >> 16 : bits.High >> 32) << 2 | 2 | watchOnly);
    }

    /// <summary>As <c>AS64500</c>, <c>203.0.0.0/16</c> or <c>2001:db8::/32</c>.</summary>
    public override string ToString()
    {
        var number = Code >> 2;
        return !IsPrefix ? string.Create(CultureInfo.InvariantCulture, $"AS{number}")
            : number <= 0xffff ? string.Create(CultureInfo.InvariantCulture, $"{number >> 8}.{number & 0xff}.0.0/16")
            : string.Create(CultureInfo.InvariantCulture, $"{number >> 16:x}:{number & 0xffff:x}::/32");
    }
}
