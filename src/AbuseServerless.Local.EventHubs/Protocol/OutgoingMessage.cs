using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Amqp;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>
/// An event on its way to a consumer: the broker's annotations, written by hand because this is the hot path, before the
/// bytes that the producer sent.
/// </summary>
internal static class OutgoingMessage
{
    // What the annotations need beside the key and its name: two descriptors, three names, two longs, an offset of 20 digits.
    private const int FixedSize = 160;

    private static readonly byte[] SequenceNumber = Symbol(AmqpNames.SequenceNumber);
    private static readonly byte[] Offset = Symbol(AmqpNames.Offset);
    private static readonly byte[] EnqueuedTime = Symbol(AmqpNames.EnqueuedTime);
    private static readonly byte[] PartitionKey = Symbol(AmqpNames.PartitionKey);

    public static ByteBuffer Encode(in LogEntry entry)
    {
        var keyLength = entry.PartitionKey is null ? 0 : Encoding.UTF8.GetByteCount(entry.PartitionKey);
        var bytes = new byte[FixedSize + keyLength + entry.Message.Length];
        var annotations = WriteAnnotations(entry, keyLength, bytes);
        entry.Message.Span.CopyTo(bytes.AsSpan(annotations));
        return new ByteBuffer(bytes, 0, annotations + entry.Message.Length, bytes.Length);
    }

    private static int WriteAnnotations(in LogEntry entry, int keyLength, Span<byte> target)
    {
        // Described section 0x72, a map with a size of four bytes.
        target[1] = 0x53;
        target[2] = AmqpSection.MessageAnnotations;
        target[3] = 0xD1;
        BinaryPrimitives.WriteInt32BigEndian(target[8..], entry.PartitionKey is null ? 6 : 8);

        var at = 12;
        at += Number(target[at..], SequenceNumber, 0x81, entry.SequenceNumber);
        at += Number(target[at..], EnqueuedTime, 0x83, entry.EnqueuedMilliseconds);

        Offset.CopyTo(target[at..]);
        at += Offset.Length;
        target[at] = 0xA1;
        var digits = target[(at + 2)..];
        entry.SequenceNumber.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        target[at + 1] = (byte)count;
        at += 2 + count;

        if (entry.PartitionKey is not null)
        {
            PartitionKey.CopyTo(target[at..]);
            at += PartitionKey.Length;
            target[at] = 0xB1;
            BinaryPrimitives.WriteInt32BigEndian(target[(at + 1)..], keyLength);
            at += 5 + Encoding.UTF8.GetBytes(entry.PartitionKey, target[(at + 5)..]);
        }

        // A map's size counts what follows it, its count included.
        BinaryPrimitives.WriteInt32BigEndian(target[4..], at - 8);
        return at;
    }

    private static int Number(Span<byte> target, byte[] name, byte code, long value)
    {
        name.CopyTo(target);
        target[name.Length] = code;
        BinaryPrimitives.WriteInt64BigEndian(target[(name.Length + 1)..], value);
        return name.Length + 9;
    }

    private static byte[] Symbol(string name) => [0xA3, (byte)name.Length, .. Encoding.ASCII.GetBytes(name)];
}
