using System.IO.Compression;
using System.Text;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>How a file is compressed, archived or encoded, by its first bytes and never by its name.</summary>
internal static class Compression
{
    /// <summary>Bytes of a file that tell it.</summary>
    public const int BeginLength = 512;

    private const int TarMark = 257;

    // .NET takes a gzip file that was cut for a whole one, unless this is set before the first of them is opened in the process.
    static Compression() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>Opens what is compressed or archived in a file, or makes UTF-8 of UTF-16, as Windows writes it, or of UTF-32; null where it is neither.</summary>
    /// <param name="begin">The first bytes of the file.</param>
    public static Func<Stream, Stream>? Find(ReadOnlySpan<byte> begin) => begin switch
    {
        [0x1f, 0x8b, ..] => static file => new GZipStream(Buffered(file), CompressionMode.Decompress, leaveOpen: true),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => static file => new DecompressionStream(Buffered(file), 0, true, true),
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => static file => new XzMembers(Buffered(file)),
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => static file => BZip2Stream.Create(Buffered(file), SharpCompress.Compressors.CompressionMode.Decompress, true, true, false),
        [0xff, 0xfe, 0, 0, ..] => static file => Encoding.CreateTranscodingStream(Buffered(file), Encoding.UTF32, Encoding.UTF8, leaveOpen: true),
        [0xff, 0xfe, ..] or [> 0, 0, > 0, 0, > 0, 0, ..] => static file => Encoding.CreateTranscodingStream(Buffered(file), Encoding.Unicode, Encoding.UTF8, leaveOpen: true),
        [0xfe, 0xff, ..] or [0, > 0, 0, > 0, 0, > 0, ..] => static file => Encoding.CreateTranscodingStream(Buffered(file), Encoding.BigEndianUnicode, Encoding.UTF8, leaveOpen: true),
        [(byte)'P', (byte)'K', 3, 4, ..] => static file => ArchiveMembers.OfZip(file),
        { Length: BeginLength } when begin[TarMark..].StartsWith("ustar"u8) => static file => ArchiveMembers.OfTar(Buffered(file)),
        _ => null,
    };

    /// <summary>What a file holds that stands in an archive.</summary>
    /// <param name="member">The file at its beginning.</param>
    /// <exception cref="InvalidDataException">It is an archive itself: one may hold itself, without an end.</exception>
    public static Stream Open(Stream member)
    {
        var begin = new byte[BeginLength];
        var read = member.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        if (begin is [(byte)'P', (byte)'K', 3, 4, ..] || begin.AsSpan(TarMark).StartsWith("ustar"u8))
        {
            throw new InvalidDataException("An archive within an archive is not read: unpack it first.");
        }

        var whole = new BegunStream(begin.AsMemory(0, read), member);
        return Find(begin.AsSpan(0, read))?.Invoke(whole) ?? whole;
    }

    // Some ask for single bytes, and a log file has no buffer of its own.
    private static BufferedStream Buffered(Stream file) => new(file, 1 << 16);
}
