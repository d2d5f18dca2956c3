using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A tar or ZIP archive, compressed or not, whose files are read as those of a folder are: the path of one is that of the archive and its own behind it.</summary>
internal sealed class LogArchive
{
    // Of clocks before, nobody knows what they showed; reproducible archives have such dates.
    private static readonly DateTimeOffset FirstDate = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // One by one its files are asked for several times. What is compressed is unpacked once.
    private static LogArchive? _last;

    private readonly (string Path, long Length, DateTime Written) _identity;
    private readonly SafeFileHandle _content;
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);

    private LogArchive((string Path, long Length, DateTime Written) identity, SafeFileHandle content) => (_identity, _content) = (identity, content);

    /// <summary>Whether it ends early or is damaged, so that files may be missing.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The paths of its files.</summary>
    public IEnumerable<string> Paths => _members.Keys.Select(name => Path.Join(_identity.Path, name));

    /// <summary>The archive that a file is; null where it is none, or cannot be read.</summary>
    public static async Task<LogArchive?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(path) ? await OpenAsync(path, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || LogFile.IsOfDecompression(e))
        {
            // Who reads it is told why.
            return null;
        }
    }

    private static async Task<LogArchive?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        var identity = (path, file.Length, file.LastWriteTimeUtc);
        if (Volatile.Read(ref _last) is { } last && last._identity == identity)
        {
            return last;
        }

        await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var (unpack, kind) = await Compression.LookAsync(content, cancellationToken).ConfigureAwait(false);
        if (kind == ArchiveKind.None)
        {
            return null;
        }

        var archive = new LogArchive(identity, unpack is null ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : await UnpackAsync(content, unpack, cancellationToken).ConfigureAwait(false));
        archive.Read(kind);
        Volatile.Write(ref _last, archive);
        return archive;
    }

    /// <summary>Opens one of the files; null where there is none of the path.</summary>
    public static async Task<(Stream Content, DateTimeOffset? Written)?> OpenMemberAsync(string path, CancellationToken cancellationToken)
    {
        var archive = path;
        while (!File.Exists(archive))
        {
            if (Path.GetDirectoryName(archive) is not { Length: > 0 } parent)
            {
                return null;
            }

            archive = parent;
        }

        return archive.Length < path.Length && await FindAsync(archive, cancellationToken).ConfigureAwait(false) is { } found && found._members.TryGetValue(path[(archive.Length + 1)..], out var member)
            ? (member.Open(), member.Written)
            : null;
    }

    /// <summary>A date of a file, where it can be one.</summary>
    public static DateTimeOffset? Date(DateTimeOffset written) => written >= FirstDate ? written : null;

    private void Read(ArchiveKind kind)
    {
        try
        {
            if (kind == ArchiveKind.Zip)
            {
                ReadZip();
            }
            else
            {
                ReadTar();
            }
        }
        catch (Exception e) when (LogFile.IsOfDecompression(e))
        {
            IsBroken = true;
        }
    }

    private void ReadZip()
    {
        foreach (var entry in new ZipArchive(Content(), ZipArchiveMode.Read).Entries.Where(entry => entry.Length > 0))
        {
            _members[Clean(entry.FullName)] = new Member(() => new ZipMember(entry), Date(entry.LastWriteTime));
        }
    }

    private void ReadTar()
    {
        using var content = Content();
        using var reader = new TarReader(content);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile, Length: > 0 })
            {
                var (offset, length) = (entry.DataOffset, entry.Length);
                _members[Clean(entry.Name)] = new Member(() => new RegionStream(_content, offset, length), Date(entry.ModificationTime));
                if (offset + length > content.Length)
                {
                    // Who reads it comes to the end of the archive.
                    return;
                }
            }
        }
    }

    private RegionStream Content() => new(_content, 0, RandomAccess.GetLength(_content));

    // What is compressed is unpacked beside, into a file that nobody sees and that goes with this process.
    private static async Task<SafeFileHandle> UnpackAsync(FileStream file, Func<Stream, Stream> unpack, CancellationToken cancellationToken)
    {
        var copy = Path.GetTempFileName();
        var handle = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(copy);
        }

        file.Position = 0;
        var buffer = new byte[1 << 16];
        var length = 0L;
        try
        {
            await using var content = unpack(file);
            for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; length += read)
            {
                await RandomAccess.WriteAsync(handle, buffer.AsMemory(0, read), length, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (length > 0 && LogFile.IsOfDecompression(e))
        {
            // What was unpacked by then ends early, as the archive does.
        }

        return handle;
    }

    // A name in an archive is what its maker wrote: it leads to no other place.
    private static string Clean(string name) =>
        string.Join(Path.DirectorySeparatorChar, name.Split('/', '\\').Where(part => part is not ("" or ".")).Select(part => part == ".." ? "_" : string.Concat(part.Select(character => char.IsControl(character) ? '_' : character))));

    private sealed record Member(Func<Stream> Open, DateTimeOffset? Written);
}
