using System.Buffers.Binary;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

/// <summary>Reads what <see cref="CompactWriter"/> wrote.</summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A number of things of at least one byte each, so never more than there are bytes left.</summary>
    public int Count()
    {
        var count = Unsigned();
        return count <= (ulong)_rest.Length ? (int)count : throw Damaged();
    }

    public UInt128 Bits() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16));

    public AddressBits Address()
    {
        var length = Byte();
        return length is 4 or 16 ? AddressBits.Of(Take(length)) : throw Damaged();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Damaged();
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static FormatException Damaged() => new("Stored activity is damaged: it ends early or holds an impossible number.");
}
