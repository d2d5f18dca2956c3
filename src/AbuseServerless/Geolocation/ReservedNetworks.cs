namespace AbuseServerless.Geolocation;

/// <summary>
/// Addresses that belong to no place: the networks of IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890) that are
/// not globally reachable, and multicast.
/// </summary>
internal static class ReservedNetworks
{
    // In the order of the registry. Left out, because globally reachable: 192.31.196.0/24 and 192.175.48.0/24 (AS112),
    // 192.52.193.0/24 (AMT).
    private static readonly (uint Prefix, int Length)[] V4 =
    [
        (0x00000000, 8),  // 0.0.0.0/8        this network                    RFC 791, RFC 1122
        (0x0a000000, 8),  // 10.0.0.0/8       private use                     RFC 1918
        (0x64400000, 10), // 100.64.0.0/10    shared address space            RFC 6598
        (0x7f000000, 8),  // 127.0.0.0/8      loopback                        RFC 1122
        (0xa9fe0000, 16), // 169.254.0.0/16   link local                      RFC 3927
        (0xac100000, 12), // 172.16.0.0/12    private use                     RFC 1918
        (0xc0000000, 24), // 192.0.0.0/24     protocol assignments            RFC 6890
        (0xc0000200, 24), // 192.0.2.0/24     documentation                   RFC 5737
        (0xc0586300, 24), // 192.88.99.0/24   6to4 relay anycast, deprecated  RFC 7526
        (0xc0a80000, 16), // 192.168.0.0/16   private use                     RFC 1918
        (0xc6120000, 15), // 198.18.0.0/15    benchmarking                    RFC 2544
        (0xc6336400, 24), // 198.51.100.0/24  documentation                   RFC 5737
        (0xcb007100, 24), // 203.0.113.0/24   documentation                   RFC 5737
        (0xe0000000, 4),  // 224.0.0.0/4      multicast                       RFC 5771
        (0xf0000000, 4),  // 240.0.0.0/4      reserved, limited broadcast     RFC 1112, RFC 919
    ];

    // Only 2000::/3 is global unicast (RFC 4291, section 2.4). Outside lie ::, ::1 and IPv4-compatible addresses (RFC 4291),
    // local translation 64:ff9b:1::/48 (RFC 8215), discard 100::/64 (RFC 6666), dummy 100:0:0:1::/64 (RFC 9780), SRv6
    // 5f00::/16 (RFC 9602), unique local fc00::/7 (RFC 4193), link local fe80::/10, site local fec0::/10 (RFC 3879) and
    // multicast ff00::/8. What carries an IPv4 address has been unwrapped before.
    private static readonly (ulong Prefix, int Length)[] V6 =
    [
        (0x2001_0000_0000_0000, 23), // 2001::/23       protocol assignments, benchmarking, ORCHID  RFC 2928, 5180, 7343
        (0x2001_0db8_0000_0000, 32), // 2001:db8::/32   documentation                               RFC 3849
        (0x3fff_0000_0000_0000, 20), // 3fff::/20       documentation                               RFC 9637
    ];

    public static bool Contain(AddressBits address)
    {
        if (address.IsV4)
        {
            foreach (var (prefix, length) in V4)
            {
                if ((address.V4 ^ prefix) >> (32 - length) == 0)
                {
                    return true;
                }
            }

            return false;
        }

        if (address.High >> 61 != 1)
        {
            return true;
        }

        foreach (var (prefix, length) in V6)
        {
            if ((address.High ^ prefix) >> (64 - length) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
