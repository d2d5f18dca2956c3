using System.IO.Compression;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A file in a ZIP archive, which can be begun again.</summary>
/// <param name="file">The file.</param>
internal sealed class ZipMember(ZipArchiveEntry file) : ForwardStream
{
    private Stream _content = file.Open();
    private long _position;

    /// <inheritdoc/>
    public override long Length => file.Length;

    /// <summary>Bytes that were read; 0 begins again.</summary>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(value, 0);
            if (_position > 0)
            {
                _content.Dispose();
                (_content, _position) = (file.Open(), 0);
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _content.Read(buffer, offset, count);
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _content.Dispose();
        base.Dispose(disposing);
    }
}
