using System.IO.Compression;
using System.Text;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>How a file is compressed, archived or encoded, by its first bytes and never by its name.</summary>
internal static class Compression
{
    // Bytes of a file that tell it.
    private const int BeginLength = 512;

    private const int TarMark = 257;

    // .NET takes a gzip file that was cut for a whole one, unless this is set before the first of them is opened in the process.
    static Compression() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    // Opens what is compressed in a file, or makes UTF-8 of UTF-16, as Windows writes it, or of UTF-32; null where it is neither.
    private static Func<Stream, Stream>? Find(ReadOnlySpan<byte> begin) => begin switch
    {
        [0x1f, 0x8b, ..] => static file => new GZipStream(Buffered(file), CompressionMode.Decompress, leaveOpen: true),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => static file => new DecompressionStream(Buffered(file), 0, true, true),
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => static file => new XzMembers(Buffered(file)),
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => static file => BZip2Stream.Create(Buffered(file), SharpCompress.Compressors.CompressionMode.Decompress, true, true, false),
        [0xff, 0xfe, 0, 0, ..] => static file => Encoding.CreateTranscodingStream(Buffered(file), Encoding.UTF32, Encoding.UTF8, leaveOpen: true),
        [0xff, 0xfe, ..] or [> 0, 0, > 0, 0, > 0, 0, ..] => static file => Encoding.CreateTranscodingStream(Buffered(file), Encoding.Unicode, Encoding.UTF8, leaveOpen: true),
        [0xfe, 0xff, ..] or [0, > 0, 0, > 0, 0, > 0, ..] => static file => Encoding.CreateTranscodingStream(Buffered(file), Encoding.BigEndianUnicode, Encoding.UTF8, leaveOpen: true),
        _ => null,
    };

    private static ArchiveKind KindOf(ReadOnlySpan<byte> begin) => begin switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => ArchiveKind.Zip,
        { Length: BeginLength } when begin[TarMark..].StartsWith("ustar"u8) => ArchiveKind.Tar,
        _ => ArchiveKind.None,
    };

    /// <summary>How a file is compressed or encoded, up to three times in each other, and which archive it is.</summary>
    /// <param name="file">The file; its position is left anywhere.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>What opens it; null where it is as it is.</returns>
    public static async Task<(Func<Stream, Stream>? Open, ArchiveKind Kind)> LookAsync(Stream file, CancellationToken cancellationToken)
    {
        Func<Stream, Stream>? open = null;
        for (var depth = 0; depth < 3; depth++)
        {
            file.Position = 0;
            var begin = new byte[BeginLength];
            var read = await ReadBeginAsync(open?.Invoke(file) ?? file, begin, cancellationToken).ConfigureAwait(false);
            if (KindOf(begin.AsSpan(0, read)) is not ArchiveKind.None and var kind)
            {
                return (open, kind);
            }

            if (Find(begin.AsSpan(0, read)) is not { } inner)
            {
                break;
            }

            var outer = open;
            open = outer is null ? inner : content => inner(outer(content));
        }

        return (open, ArchiveKind.None);
    }

    // What was cut soon behind its beginning is known by what stands before the break.
    private static async Task<int> ReadBeginAsync(Stream content, byte[] begin, CancellationToken cancellationToken)
    {
        var read = 0;
        try
        {
            while (read < begin.Length && await content.ReadAsync(begin.AsMemory(read), cancellationToken).ConfigureAwait(false) is > 0 and var more)
            {
                read += more;
            }
        }
        catch (Exception e) when (read > 0 && LogFile.IsOfDecompression(e))
        {
            // Told when the rest is read.
        }

        return read;
    }

    // Some ask for single bytes, and a log file has no buffer of its own.
    private static BufferedStream Buffered(Stream file) => new(file, 1 << 16);
}
