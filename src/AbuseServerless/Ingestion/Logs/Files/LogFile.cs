namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A log file that is open, plain, compressed by gzip, xz, zstd or bzip2, or of a tar or ZIP archive, in UTF-8, UTF-16 or UTF-32. It stays the same file when it is renamed.</summary>
public sealed class LogFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private LogIdentity _identity = new();
    private readonly Func<Stream, Stream>? _decompress;
    private Stream _content;
    private LineReader _lines;

    private LogFile(FileStream file, Func<Stream, Stream>? decompress)
    {
        _file = file;
        _decompress = decompress;
        Rewind();
    }

    /// <summary>What tells this log from others, whatever it is called and whether it is compressed: a hash of the first line that is its own; null while it has no whole one.</summary>
    public string? Id => _identity.Id;

    /// <summary>Whether it is compressed or in UTF-16, and so does not grow.</summary>
    public bool IsCompressed => _decompress is not null;

    /// <summary>Bytes up to the end of the last line read, of the uncompressed text.</summary>
    public long Position => _lines.Position;

    /// <summary>How much of the file is read, from 0 to 1.</summary>
    public double Share => _file.Length == 0 ? 1 : Math.Min(1, (double)_file.Position / _file.Length);

    /// <summary>Whether it is shorter than what was read of it: somebody has emptied it.</summary>
    public bool IsTruncated => !IsCompressed && _file.Length < Position;

    /// <summary>Opens a file at its beginning. Who writes, renames or deletes it is not held up.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is compressed and broken.</exception>
    public static async Task<LogFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        // No buffer of its own: what was read would hide what is written behind it.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        try
        {
            var file = new LogFile(stream, await FindAsync(stream, cancellationToken).ConfigureAwait(false));
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

    /// <summary>Whether a fault of reading says that the file is compressed and broken.</summary>
    public static bool IsBroken(Exception fault) => fault is InvalidDataException;

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
    private static bool IsOfDecompression(Exception fault) => fault is EndOfStreamException or not (IOException or OperationCanceledException or UnauthorizedAccessException);

    // What is compressed may be UTF-16, an archive, or compressed once more.
    private static async Task<Func<Stream, Stream>?> FindAsync(FileStream file, CancellationToken cancellationToken)
    {
        Func<Stream, Stream>? open = null;
        for (var depth = 0; depth < 3; depth++)
        {
            file.Position = 0;
            var begin = new byte[Compression.BeginLength];
            var read = await (open?.Invoke(file) ?? file).ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (Compression.Find(begin.AsSpan(0, read)) is not { } inner)
            {
                break;
            }

            var outer = open;
            open = outer is null ? inner : content => inner(outer(content));
        }

        return open;
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_content), nameof(_lines))]
    private void Rewind()
    {
        _file.Position = 0;
        _content = _decompress?.Invoke(_file) ?? _file;
        _lines = new LineReader(_content);
        _identity = _identity.Id is null ? new LogIdentity() : _identity;
    }
}
