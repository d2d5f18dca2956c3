using System.Buffers.Binary;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

/// <summary>Reads what <see cref="CompactWriter"/> wrote.</summary>
/// <param name="bytes">The bytes.</param>
public ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _read;

    /// <summary>Whether there are no more bytes.</summary>
    public readonly bool IsAtEnd => _read == _bytes.Length;

    /// <summary>Reads a byte.</summary>
    public byte Byte() => (uint)_read < (uint)_bytes.Length ? _bytes[_read++] : throw Damaged();

    /// <summary>Reads a number.</summary>
    public ulong Natural()
    {
        // Most are small: one byte.
        ulong value = Byte();
        return value < 0x80 ? value : Long(value & 0x7f);
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
        return count <= (ulong)(_bytes.Length - _read) ? (int)count : throw Damaged();
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
        foreach (var age in Take(count))
        {
            slots = slots.With(age);
        }

        return slots;
    }

    /// <summary>Takes bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _read)
        {
            throw Damaged();
        }

        var taken = _bytes.Slice(_read, count);
        _read += count;
        return taken;
    }

    // A number whose first byte does not end it.
    private ulong Long(ulong value)
    {
        for (var shift = 7; shift < 64; shift += 7)
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

    private static FormatException Damaged() => new("Stored activity is damaged: it ends early or holds an impossible number.");
}
