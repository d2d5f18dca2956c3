using System.Buffers.Binary;
using System.Net;

namespace AbuseServerless.Local.Demo;

/// <summary>A network of a country database.</summary>
/// <param name="First">Its first address, as a number; IPv4 in the lowest 32 bits.</param>
/// <param name="HostBits">How many bits of an address it leaves free.</param>
/// <param name="IsV4">Of which IP version it is.</param>
internal readonly record struct Network(UInt128 First, int HostBits, bool IsV4)
{
    /// <summary>An address of the network.</summary>
    public IPAddress Draw(ref Dice dice)
    {
        var free = ((UInt128)dice.Roll() << 64 | dice.Roll()) & (((UInt128)1 << HostBits) - 1);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First + free);
        return new IPAddress(IsV4 ? bytes[12..] : bytes);
    }
}
