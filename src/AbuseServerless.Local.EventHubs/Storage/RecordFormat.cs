using System.Buffers.Binary;
using System.Text;

namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>
/// An entry on disk, little-endian: length (4 bytes) and CRC-32C (4) of what follows; sequence number (8); enqueued time
/// in milliseconds since the Unix epoch (8); length of the partition key in bytes (4, −1 for none); the key in UTF-8; the
/// message.
/// </summary>
internal static class RecordFormat
{
    public const int EnqueuedAt = FrameLength + 8;
    private const int FrameLength = 8;
    private const int KeyLengthAt = FrameLength + 16;
    private const int KeyAt = FrameLength + 20;

    /// <summary>The bytes that an entry takes, frame included.</summary>
    public static int SizeOf(in LogEntry entry) =>
        KeyAt + (entry.PartitionKey is null ? 0 : Encoding.UTF8.GetByteCount(entry.PartitionKey)) + entry.Message.Length;

    /// <summary>The bytes that the record at the start of <paramref name="source"/> says it takes, frame included.</summary>
    public static int SizeOf(ReadOnlySpan<byte> source) => FrameLength + BinaryPrimitives.ReadInt32LittleEndian(source);

    /// <summary>Writes the entry at the start of <paramref name="target"/> and returns its size in bytes.</summary>
    public static int Write(in LogEntry entry, Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target[FrameLength..], entry.SequenceNumber);
        BinaryPrimitives.WriteInt64LittleEndian(target[EnqueuedAt..], entry.EnqueuedMilliseconds);
        var key = entry.PartitionKey is null ? -1 : Encoding.UTF8.GetBytes(entry.PartitionKey, target[KeyAt..]);
        BinaryPrimitives.WriteInt32LittleEndian(target[KeyLengthAt..], key);
        var messageAt = KeyAt + Math.Max(key, 0);
        entry.Message.Span.CopyTo(target[messageAt..]);

        var size = messageAt + entry.Message.Length;
        BinaryPrimitives.WriteInt32LittleEndian(target, size - FrameLength);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Crc32C.Of(target[FrameLength..size]));
        return size;
    }

    /// <summary>The size in bytes of the whole and undamaged record at the start of <paramref name="source"/>; zero where there is none.</summary>
    public static int Check(ReadOnlySpan<byte> source)
    {
        if (source.Length < KeyAt)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(source);
        if (length < KeyAt - FrameLength || length > source.Length - FrameLength)
        {
            return 0;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        return crc == Crc32C.Of(source.Slice(FrameLength, length)) ? FrameLength + length : 0;
    }

    /// <summary>Reads a record that is known to be whole. The message is a part of <paramref name="source"/>.</summary>
    public static LogEntry Read(ReadOnlyMemory<byte> source, out int size)
    {
        var span = source.Span;
        size = SizeOf(span);
        var key = BinaryPrimitives.ReadInt32LittleEndian(span[KeyLengthAt..]);
        var messageAt = KeyAt + Math.Max(key, 0);
        return new LogEntry(
            SequenceNumber(span),
            BinaryPrimitives.ReadInt64LittleEndian(span[EnqueuedAt..]),
            key < 0 ? null : Encoding.UTF8.GetString(span.Slice(KeyAt, key)),
            source[messageAt..size]);
    }

    public static long SequenceNumber(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[FrameLength..]);
}
