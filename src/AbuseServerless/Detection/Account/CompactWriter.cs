using System.Buffers.Binary;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

/// <summary>Writes numbers in as few bytes as they need (LEB128).</summary>
/// <param name="initial">Holds the bytes for as long as it is large enough.</param>
public ref struct CompactWriter(Span<byte> initial)
{
    internal const int FewSlots = 12;

    private Span<byte> _buffer = initial;
    private int _length;

    /// <summary>Bytes written.</summary>
    public readonly int Length => _length;

    /// <summary>Writes a byte.</summary>
    public void Byte(byte value)
    {
        Ensure(1);
        _buffer[_length++] = value;
    }

    /// <summary>Writes a number.</summary>
    public void Natural(ulong value)
    {
        // Most are small: one byte.
        if (value < 0x80)
        {
            Byte((byte)value);
        }
        else
        {
            Long(value);
        }
    }

    /// <summary>Writes a number that may be negative.</summary>
    public void Whole(long value) => Natural((ulong)(value << 1 ^ value >> 63));

    /// <summary>Writes 16 bytes.</summary>
    public void Bits(UInt128 value)
    {
        Ensure(16);
        BinaryPrimitives.WriteUInt128LittleEndian(_buffer[_length..], value);
        _length += 16;
    }

    internal void Address(AddressBits address)
    {
        Ensure(17);
        var length = address.Write(_buffer[(_length + 1)..]);
        _buffer[_length] = (byte)length;
        _length += 1 + length;
    }

    /// <summary>Writes a set of slots: their number and ages where they are few, else 0 and 16 bytes.</summary>
    public void Slots(SlotSet slots)
    {
        if (slots.Count > FewSlots)
        {
            Byte(0);
            Bits(slots.Bits);
            return;
        }

        Byte((byte)slots.Count);
        for (; !slots.IsEmpty; slots = slots.WithoutNewest())
        {
            Byte((byte)slots.NewestAge);
        }
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
    }

    /// <summary>Begins something whose length stands before it.</summary>
    /// <returns>Where it begins, for <see cref="End"/>.</returns>
    public int Begin()
    {
        Byte(0);
        return _length;
    }

    /// <summary>Ends what was begun: writes its length.</summary>
    /// <param name="start">Where it begins.</param>
    public void End(int start)
    {
        var length = _length - start;
        if (length < 0x80)
        {
            _buffer[start - 1] = (byte)length;
        }
        else
        {
            // It needs more room than was left for it.
            var bytes = _buffer[start.._length].ToArray();
            _length = start - 1;
            Natural((ulong)length);
            Raw(bytes);
        }
    }

    /// <summary>What was written.</summary>
    public readonly byte[] ToArray() => _buffer[.._length].ToArray();

    private void Long(ulong value)
    {
        Ensure(10);
        var at = _length;
        for (; value >= 0x80; value >>= 7)
        {
            _buffer[at++] = (byte)(value | 0x80);
        }

        _buffer[at++] = (byte)value;
        _length = at;
    }

    private void Ensure(int bytes)
    {
        if (_length + bytes > _buffer.Length)
        {
            Grow(bytes);
        }
    }

    private void Grow(int bytes)
    {
        var larger = new byte[Math.Max(_buffer.Length * 2, _length + bytes)];
        _buffer[.._length].CopyTo(larger);
        _buffer = larger;
    }
}
