using System.Formats.Tar;
using System.IO.Compression;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>What all files of an archive hold, one behind the other and each from the beginning of a line, whether compressed or not: of a ZIP archive in the order of their dates, of a tar archive as they come.</summary>
/// <param name="members">The files.</param>
internal sealed class ArchiveMembers(IEnumerable<Stream> members) : ForwardStream
{
    private readonly IEnumerator<Stream> _members = members.GetEnumerator();
    private Stream? _member;
    private byte _last = (byte)'\n';

    /// <summary>Opens a ZIP archive.</summary>
    /// <exception cref="InvalidDataException">It is none, or damaged.</exception>
    public static ArchiveMembers OfZip(Stream file)
    {
        var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        return new ArchiveMembers(archive.Entries.OrderBy(entry => entry.LastWriteTime).Where(entry => entry.Length > 0).Select(entry => Compression.Open(entry.Open())));
    }

    /// <summary>Opens a tar archive.</summary>
    public static ArchiveMembers OfTar(Stream file) => new(Members(new TarReader(file, leaveOpen: true)));

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0 && (_member is not null || _members.MoveNext()))
        {
            _member ??= _members.Current;
            if (_member.Read(buffer, offset, count) is > 0 and var read)
            {
                _last = buffer[offset + read - 1];
                return read;
            }

            _member = null;
            if (_last != '\n')
            {
                buffer[offset] = _last = (byte)'\n';
                return 1;
            }
        }

        return 0;
    }

    private static IEnumerable<Stream> Members(TarReader archive)
    {
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } content)
            {
                yield return Compression.Open(content);
            }
        }
    }
}
