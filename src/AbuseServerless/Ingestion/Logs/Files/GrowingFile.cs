namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A plain log that may grow, or be emptied and written anew (logrotate's <c>copytruncate</c>) while it is read: what it gives is all of one log.</summary>
/// <remarks>
/// The beginning of the file is compared after each read. A log that was emptied begins with another line, so that bytes of the new log, at a position of the old one, are never taken for the old one's.
/// </remarks>
internal sealed class GrowingFile(FileStream file) : Stream
{
    private const int LongestBeginning = 512;

    private readonly byte[] _beginning = new byte[LongestBeginning];
    private readonly byte[] _now = new byte[LongestBeginning];
    private int _known;

    /// <summary>Whether the file was emptied and written anew behind what was read. Nothing more is read of it then.</summary>
    public bool IsAnother { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => file.Length;

    /// <inheritdoc/>
    public override long Position { get => file.Position; set => file.Position = value; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsAnother)
        {
            return 0;
        }

        var read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        var begins = await RandomAccess.ReadAsync(file.SafeFileHandle, _now, 0, cancellationToken).ConfigureAwait(false);
        if (begins < _known || !_now.AsSpan(0, _known).SequenceEqual(_beginning.AsSpan(0, _known)))
        {
            IsAnother = true;
            return 0;
        }

        _now.AsSpan(_known, begins - _known).CopyTo(_beginning.AsSpan(_known));
        _known = begins;
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads without a look at the beginning: only decompression reads like this, and a compressed file does not grow.</summary>
    public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await file.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
