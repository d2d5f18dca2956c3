using System.Buffers.Binary;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

/// <summary>Writes numbers in as few bytes as they need (LEB128).</summary>
internal ref struct CompactWriter(Span<byte> initial)
{
    private Span<byte> _buffer = initial;
    private int _length;

    public void Byte(byte value)
    {
        Ensure(1);
        _buffer[_length++] = value;
    }

    public void Unsigned(ulong value)
    {
        Ensure(10);
        for (; value >= 0x80; value >>= 7)
        {
            _buffer[_length++] = (byte)(value | 0x80);
        }

        _buffer[_length++] = (byte)value;
    }

    public void Signed(long value) => Unsigned((ulong)(value << 1 ^ value >> 63));

    public void Bits(UInt128 value)
    {
        Ensure(16);
        BinaryPrimitives.WriteUInt128LittleEndian(_buffer[_length..], value);
        _length += 16;
    }

    public void Address(AddressBits address)
    {
        Ensure(17);
        var length = address.Write(_buffer[(_length + 1)..]);
        _buffer[_length] = (byte)length;
        _length += 1 + length;
    }

    public readonly byte[] ToArray() => _buffer[.._length].ToArray();

    private void Ensure(int bytes)
    {
        if (_length + bytes > _buffer.Length)
        {
            var larger = new byte[Math.Max(_buffer.Length * 2, _length + bytes)];
            _buffer[.._length].CopyTo(larger);
            _buffer = larger;
        }
    }
}
