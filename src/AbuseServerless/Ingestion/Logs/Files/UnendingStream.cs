namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A stream whose reader knows its end by what it holds, and takes whatever comes behind for data: an end before that is a fault.</summary>
/// <param name="inner">What is read.</param>
internal sealed class UnendingStream(Stream inner) : ForwardStream
{
    /// <inheritdoc/>
    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">There is nothing more.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        return read > 0 || count == 0 ? read : throw new EndOfStreamException();
    }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">There is nothing more.</exception>
    public override int ReadByte() => inner.ReadByte() is >= 0 and var read ? read : throw new EndOfStreamException();
}
