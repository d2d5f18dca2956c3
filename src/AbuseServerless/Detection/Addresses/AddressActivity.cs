using System.IO.Hashing;
using System.Net;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Addresses;

/// <summary>The slots in which an account was used from one client address, or one IPv6 /64.</summary>
/// <param name="Code">31 bits of a hash of the address (of IPv6, of its /64), and as the lowest bit whether it is of a watch-only network. An account's addresses are few, so that two share a code once in a hundred million accounts.</param>
/// <param name="Slots">Slots, told from the head of the account's ring.</param>
public readonly record struct AddressActivity(uint Code, SlotSet Slots)
{
    /// <summary>Distinct addresses kept of a slot: those with the smallest codes, so that which are kept does not depend on the order of events.</summary>
    public const int MaximumPerSlot = 64;

    /// <summary>Whether the address is of a watch-only network.</summary>
    public bool IsWatchOnly => (Code & 1) != 0;

    /// <summary>The code of an address.</summary>
    public static uint CodeOf(IPAddress address, bool watchOnly)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);

        // Of IPv6 the first 64 bits: the rest is the device's own to change, and does so every day (RFC 8981).
        return (XxHash32.HashToUInt32(bytes[..Math.Min(length, 8)]) & ~1u) | (watchOnly ? 1u : 0u);
    }
}
