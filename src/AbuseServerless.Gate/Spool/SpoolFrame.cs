using System.Buffers.Binary;
using System.IO.Hashing;
using AbuseServerless.Azure.EventHubs;

namespace AbuseServerless.Gate.Spool;

/// <summary>
/// An event on disk, little-endian: length (4 bytes) and CRC-32 (4) of what follows; the account's bucket (1); the event's JSON in UTF-8.
/// </summary>
internal static class SpoolFrame
{
    /// <summary>Bytes before the JSON.</summary>
    public const int Overhead = Head + 1;

    /// <summary>Longest JSON, in bytes: what can be published.</summary>
    public const int MaximumBodyLength = BucketPublisher.MaximumEventLength;

    private const int Head = 8;

    /// <summary>Writes all but the checksum, see <see cref="Seal"/>.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, byte bucket, ReadOnlySpan<byte> body)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, body.Length + 1);
        target[Head] = bucket;
        body.CopyTo(target[Overhead..]);
        return Overhead + body.Length;
    }

    /// <summary>Puts the checksums into frames that <see cref="Write"/> left without.</summary>
    public static void Seal(Span<byte> frames)
    {
        while (!frames.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(frames);
            BinaryPrimitives.WriteUInt32LittleEndian(frames[4..], Crc32.HashToUInt32(frames.Slice(Head, length)));
            frames = frames[(Head + length)..];
        }
    }

    /// <summary>Reads the frame at the start of what was read.</summary>
    /// <param name="source">What was read.</param>
    /// <param name="size">Bytes that the frame takes.</param>
    public static SpoolFrameState Check(ReadOnlySpan<byte> source, out int size)
    {
        size = 0;
        if (source.Length < Head)
        {
            return SpoolFrameState.Incomplete;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(source);
        if (length is < 1 or > MaximumBodyLength + 1)
        {
            return SpoolFrameState.Damaged;
        }

        if (source.Length < Head + length)
        {
            return SpoolFrameState.Incomplete;
        }

        size = Head + length;
        return Crc32.HashToUInt32(source.Slice(Head, length)) == BinaryPrimitives.ReadUInt32LittleEndian(source[4..])
            ? SpoolFrameState.Whole
            : SpoolFrameState.Damaged;
    }

    /// <summary>The event of a whole frame; its body is a part of <paramref name="frame"/>.</summary>
    public static SpooledEvent Read(ReadOnlyMemory<byte> frame) => new(frame.Span[Head], frame[Overhead..]);
}
