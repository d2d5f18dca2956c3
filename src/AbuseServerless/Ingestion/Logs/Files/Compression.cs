using System.IO.Compression;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;
using SharpCompress.Compressors.ZStandard;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>How a file is compressed, by its first bytes and never by its name.</summary>
internal static class Compression
{
    /// <summary>Bytes of a file that tell it.</summary>
    public const int BeginLength = 6;

    /// <summary>Opens what is compressed in a file; null where it is not compressed.</summary>
    /// <param name="begin">The first bytes of the file.</param>
    public static Func<Stream, Stream>? Find(ReadOnlySpan<byte> begin) => begin switch
    {
        [0x1f, 0x8b, ..] => static file => new GZipStream(Buffered(file), CompressionMode.Decompress, leaveOpen: true),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => static file => new DecompressionStream(Buffered(file), 0, true, true),
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => static file => new XZStream(Buffered(file)),
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => static file => BZip2Stream.Create(Buffered(file), SharpCompress.Compressors.CompressionMode.Decompress, true, true, false),
        _ => null,
    };

    // Some ask for single bytes, and a log file has no buffer of its own.
    private static BufferedStream Buffered(Stream file) => new(file, 1 << 16);
}
