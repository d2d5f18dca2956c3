namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A stream of which the beginning was read already.</summary>
/// <param name="begin">The beginning.</param>
/// <param name="rest">What is behind it.</param>
internal sealed class BegunStream(ReadOnlyMemory<byte> begin, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _begin = begin;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_begin.IsEmpty)
        {
            return rest.Read(buffer, offset, count);
        }

        var read = Math.Min(count, _begin.Length);
        _begin.Span[..read].CopyTo(buffer.AsSpan(offset));
        _begin = _begin[read..];
        return read;
    }
}
