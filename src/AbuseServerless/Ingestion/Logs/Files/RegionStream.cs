using Microsoft.Win32.SafeHandles;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A part of a file, such as a member of a tar archive, with a position of its own.</summary>
/// <param name="file">The file; stays open.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="length">Its bytes.</param>
internal sealed class RegionStream(SafeFileHandle file, long offset, long length) : Stream
{
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The file ends within the part.</exception>
    public override int Read(byte[] buffer, int start, int count) => Read(buffer.AsSpan(start, count));

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The file ends within the part.</exception>
    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, Math.Max(0, length - _position));
        if (wanted == 0)
        {
            return 0;
        }

        var read = RandomAccess.Read(file, buffer[..wanted], offset + _position);
        _position += read;
        return read > 0 ? read : throw new EndOfStreamException();
    }

    /// <inheritdoc/>
    public override long Seek(long target, SeekOrigin origin) => _position = target + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => _position, _ => length });

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int start, int count) => throw new NotSupportedException();
}
