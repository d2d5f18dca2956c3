using System.Buffers.Binary;
using System.Net;

namespace AbuseServerless.Geolocation;

/// <summary>The 128 bits of an address; IPv4 as <c>::ffff:a.b.c.d</c>, whichever way it arrived.</summary>
internal readonly record struct AddressBits(ulong High, ulong Low) : IComparable<AddressBits>
{
    private const ulong MappedPrefix = 0xffff_0000_0000;

    public bool IsV4 => High == 0 && (Low & 0xffff_ffff_0000_0000) == MappedPrefix;

    /// <summary>The address as a number; meaningful where <see cref="IsV4"/>.</summary>
    public uint V4 => (uint)Low;

    public static AddressBits Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return Of(bytes[..length]);
    }

    /// <param name="bytes">4 of IPv4 or 16 of IPv6, in network order.</param>
    public static AddressBits Of(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? OfV4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new AddressBits(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>IPv4 before IPv6, then by number.</summary>
    public int CompareTo(AddressBits other) => IsV4 == other.IsV4 ? (High, Low).CompareTo((other.High, other.Low)) : IsV4 ? -1 : 1;

    /// <summary>
    /// The IPv4 address that a transition mechanism put into an IPv6 address: the site's in 6to4 (RFC 3056), the NAT's outer one
    /// in Teredo (RFC 4380), the client's in the well-known translation prefix (RFC 6052; RFC 7755 where the server is the one
    /// that speaks IPv6 only). The answer to a TCP connection travels to that address, so it is where the client is.
    /// </summary>
    public AddressBits Unwrapped() => this switch
    {
        _ when High >> 48 == 0x2002 => OfV4((uint)(High >> 16)),
        _ when High >> 32 == 0x2001_0000 => OfV4(~(uint)Low),
        _ when High == 0x0064_ff9b_0000_0000 && Low >> 32 == 0 => OfV4((uint)Low),
        _ => this,
    };

    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..Write(bytes)]);
    }

    /// <summary>Writes the address in network order.</summary>
    /// <returns>How many bytes that took: 4 or 16.</returns>
    public int Write(Span<byte> bytes)
    {
        if (IsV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, V4);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return 16;
    }

    private static AddressBits OfV4(uint address) => new(0, MappedPrefix | address);
}
