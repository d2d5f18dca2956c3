using System.Buffers.Binary;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

/// <summary>Reads what <see cref="CompactWriter"/> wrote.</summary>
/// <param name="bytes">The bytes.</param>
public ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether there are no more bytes.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads a byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Reads a number.</summary>
    public ulong Natural()
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

    /// <summary>Reads a number that may be negative.</summary>
    public long Whole()
    {
        var value = Natural();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A number of things of at least one byte each, so never more than there are bytes left.</summary>
    public int Count()
    {
        var count = Natural();
        return count <= (ulong)_rest.Length ? (int)count : throw Damaged();
    }

    /// <summary>Reads 16 bytes.</summary>
    public UInt128 Bits() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16));

    internal AddressBits Address()
    {
        var length = Byte();
        return length is 4 or 16 ? AddressBits.Of(Take(length)) : throw Damaged();
    }

    /// <summary>Reads a set of slots.</summary>
    public SlotSet Slots()
    {
        var count = Byte();
        if (count == 0)
        {
            return new SlotSet(Bits());
        }

        var slots = default(SlotSet);
        for (var i = 0; i < count; i++)
        {
            slots = slots.With(Byte());
        }

        return slots;
    }

    /// <summary>Takes bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(int count)
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
