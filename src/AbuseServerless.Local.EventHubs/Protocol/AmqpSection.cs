using System.Buffers.Binary;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>
/// Steps over the sections of an encoded message without decoding them (OASIS AMQP 1.0, parts 1.2 and 3.2). A value's
/// size follows from the upper half of its format code.
/// </summary>
internal static class AmqpSection
{
    public const byte MessageAnnotations = 0x72;
    public const byte ApplicationProperties = 0x74;
    public const byte Data = 0x75;

    // Of described values within described values; a message of zeros must not exhaust the stack.
    private const int MaximumDepth = 8;

    /// <summary>The code of the section at the start of the bytes, the place of its value, and its end.</summary>
    /// <exception cref="FormatException">The bytes are no section.</exception>
    public static byte Read(ReadOnlySpan<byte> bytes, out int valueAt, out int end)
    {
        if (bytes.Length < 4 || bytes[0] != 0x00)
        {
            throw NoSection();
        }

        (var code, valueAt) = bytes[1] switch
        {
            0x53 => (bytes[2], 3),
            0x80 when bytes.Length > 10 && BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]) <= byte.MaxValue => (bytes[9], 10),
            _ => throw NoSection(),
        };
        end = valueAt + SizeOf(bytes[valueAt..]);
        return end <= bytes.Length ? code : throw NoSection();
    }

    /// <summary>The content of a binary value.</summary>
    /// <exception cref="FormatException">The value is not binary.</exception>
    public static ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> value) => value.Span[0] switch
    {
        0xA0 => value[2..],
        0xB0 => value[5..],
        _ => throw NoSection(),
    };

    private static int SizeOf(ReadOnlySpan<byte> value, int depth = 0)
    {
        if (value.IsEmpty || depth > MaximumDepth)
        {
            throw NoSection();
        }

        if (value[0] == 0x00)
        {
            var descriptor = 1 + SizeOf(value[1..], depth + 1);
            return descriptor + SizeOf(value[Math.Min(descriptor, value.Length)..], depth + 1);
        }

        return (value[0] >> 4) switch
        {
            0x4 => 1,
            0x5 => 2,
            0x6 => 3,
            0x7 => 5,
            0x8 => 9,
            0x9 => 17,
            0xA or 0xC or 0xE when value.Length >= 2 => 2 + value[1],
            0xB or 0xD or 0xF when value.Length >= 5 && BinaryPrimitives.ReadUInt32BigEndian(value[1..]) <= value.Length => 5 + (int)BinaryPrimitives.ReadUInt32BigEndian(value[1..]),
            _ => throw NoSection(),
        };
    }

    private static FormatException NoSection() => new("The bytes are not an AMQP message.");
}
