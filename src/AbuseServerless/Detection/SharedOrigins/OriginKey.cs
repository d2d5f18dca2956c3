using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>One client address on one day (UTC): an IPv4 address, or an IPv6 /64, which one home or phone has.</summary>
/// <param name="Day">The day, in days since 1970-01-01.</param>
/// <param name="Number">The address as a number whose bits are all alike, so that addresses spread evenly; not a secret.</param>
public readonly record struct OriginKey(long Day, ulong Number)
{
    /// <summary>Of this many buckets of accounts, one is looked at for accounts that live at an address: 16.</summary>
    public const int Sample = 16;

    /// <summary>An address at a time.</summary>
    public static OriginKey Of(DateTimeOffset time, IPAddress address) => new(Time.Slot.Of(time).Day, NumberOf(address));

    /// <summary>Whether the accounts of a bucket are among those that are looked at for whether they live at an address. Each address has its own four of the 64.</summary>
    public static bool IsSampled(IPAddress address, int bucket) => (NumberOf(address) + (ulong)bucket) % Sample == 0;

    // The last steps of MurmurHash3: each number has another one.
    private static ulong NumberOf(IPAddress address)
    {
        var bits = AddressBits.Of(address);
        var number = bits.IsV4 ? bits.Low : bits.High;
        number = (number ^ number >> 33) * 0xff51_afd7_ed55_8ccd;
        number = (number ^ number >> 33) * 0xc4ce_b9fe_1a85_ec53;
        return number ^ number >> 33;
    }
}
