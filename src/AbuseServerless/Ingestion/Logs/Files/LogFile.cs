namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A log file that is open, plain or compressed by gzip, xz, zstd or bzip2, also in a tar or ZIP archive, in UTF-8, UTF-16 or UTF-32. It stays the same file when it is renamed.</summary>
public sealed class LogFile : IAsyncDisposable
{
    private readonly Stream _file;
    private readonly bool _isMember;
    private LogIdentity _identity = new();
    private readonly Func<Stream, Stream>? _decompress;
    private Stream _content;
    private LineReader _lines;

    private LogFile(Stream file, Func<Stream, Stream>? decompress, DateTimeOffset? written, bool isMember)
    {
        (_file, _decompress, Written, _isMember) = (file, decompress, written, isMember);
        Rewind();
    }

    /// <summary>What tells this log from others, whatever it is called and whether it is compressed: a hash of the first line that is its own; null while it has no whole one.</summary>
    public string? Id => _identity.Id;

    /// <summary>Whether it is compressed, in UTF-16 or in an archive, and so does not grow.</summary>
    public bool IsCompressed => _isMember || _decompress is not null;

    /// <summary>Bytes of it, as it is stored; of a file in an archive those that it has outside.</summary>
    public long Length => _file.Length;

    /// <summary>When it was written last; null where nobody knows.</summary>
    internal DateTimeOffset? Written { get; }

    /// <summary>Bytes up to the end of the last line read, of the uncompressed text.</summary>
    public long Position => _lines.Position;

    /// <summary>How much of the file is read, from 0 to 1.</summary>
    public double Share => _file.Length == 0 ? 1 : Math.Min(1, (double)_file.Position / _file.Length);

    /// <summary>Whether somebody has emptied it: it is shorter than what was read of it, or begins otherwise by now.</summary>
    public bool IsTruncated => !IsCompressed && (_file is GrowingFile { IsAnother: true } || _file.Length < Position);

    /// <summary>Opens a file at its beginning. Who writes, renames or deletes it is not held up.</summary>
    /// <param name="path">The file, or one in an archive (<see cref="LogSource.ExpandAsync"/>).</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is compressed and broken.</exception>
    public static async Task<LogFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var (stream, written, isMember) = await OpenStreamAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            var (open, archive) = await Compression.LookAsync(stream, cancellationToken).ConfigureAwait(false);
            if (archive != ArchiveKind.None)
            {
                throw isMember ? new NestedArchiveException() : new InvalidDataException("The archive cannot be read.");
            }

            var file = new LogFile(stream, open, written, isMember);
            for (var lines = 0; lines < LogIdentity.MaximumLines && file.Id is null && await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not null; lines++)
            {
                // Until a line tells which log it is.
            }

            file.Rewind();
            return file;
        }
        catch (Exception e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (IsOfDecompression(e))
            {
                throw Broken(e);
            }

            throw;
        }
    }

    private static async Task<(Stream Content, DateTimeOffset? Written, bool IsMember)> OpenStreamAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) && await LogArchive.OpenMemberAsync(path, cancellationToken).ConfigureAwait(false) is var (content, written))
        {
            return (content, written, true);
        }

        // No buffer of its own: what was read would hide what is written behind it.
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        return (new GrowingFile(file), LogArchive.Date(File.GetLastWriteTimeUtc(file.SafeFileHandle)), false);
    }

    /// <summary>Goes on behind so many bytes of the uncompressed text, at its beginning where it is shorter than that. To be called before anything is read.</summary>
    /// <exception cref="InvalidDataException">It is compressed and broken.</exception>
    public async Task StartAtAsync(long position, CancellationToken cancellationToken)
    {
        try
        {
            await SkipAsync(position, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsCompressed && IsOfDecompression(e))
        {
            throw Broken(e);
        }
    }

    /// <summary>The next line; null where there is no whole one as of now. Bytes that are no UTF-8 become U+FFFD.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is compressed and broken.</exception>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        string? line;
        try
        {
            line = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsCompressed && IsOfDecompression(e))
        {
            // Half a line tells nothing.
            _lines.Drop();
            throw Broken(e);
        }

        if (line is not null)
        {
            _identity.Add(line);
        }

        return line;
    }

    /// <summary>The text behind the last line end, where nobody will write on; null where there is none.</summary>
    public string? TakeRest() => _lines.TakeRest();

    /// <summary>Whether a fault of reading says that the file is compressed and broken, or an archive within an archive.</summary>
    public static bool IsBroken(Exception fault) => fault is InvalidDataException or NestedArchiveException;

    /// <summary>Whether another log has taken its place under its name, or it was emptied.</summary>
    /// <param name="path">The name.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<bool> IsReplacedAsync(string path, CancellationToken cancellationToken)
    {
        if (IsTruncated)
        {
            return true;
        }

        try
        {
            var there = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
            await using (there.ConfigureAwait(false))
            {
                return there.Id is not null && there.Id != Id;
            }
        }
        catch (IOException)
        {
            // Renamed away, and the next one is not there yet.
            return false;
        }
    }

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async Task SkipAsync(long position, CancellationToken cancellationToken)
    {
        if (!IsCompressed)
        {
            _file.Position = position <= _file.Length ? position : 0;
            _lines.StartAt(_file.Position);
            return;
        }

        var buffer = new byte[1 << 16];
        for (var left = position; left > 0;)
        {
            var read = await _content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                Rewind();
                return;
            }

            left -= read;
        }

        _lines.StartAt(position);
    }

    private static InvalidDataException Broken(Exception fault) => new("The compressed file ends early or is damaged.", fault);

    // Libraries throw whatever they stumble over; the disk throws IOException.
    internal static bool IsOfDecompression(Exception fault) => fault is EndOfStreamException or not (IOException or OperationCanceledException or UnauthorizedAccessException);

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_content), nameof(_lines))]
    private void Rewind()
    {
        _file.Position = 0;
        _content = _decompress?.Invoke(_file) ?? _file;
        _lines = new LineReader(_content);
        _identity = _identity.Id is null ? new LogIdentity() : _identity;
    }
}
