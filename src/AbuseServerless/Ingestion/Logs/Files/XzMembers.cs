using SharpCompress.Compressors.Xz;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>What all members of an xz file hold, one behind the other, as where files were put together.</summary>
/// <param name="file">The file at its beginning.</param>
internal sealed class XzMembers(Stream file) : ForwardStream
{
    private static readonly byte[] Magic = [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    // At a break what was decoded by then is lost to the library: little, and with it a line or two.
    private const int MaximumRead = 1024;

    private XZStream? _member = new(new UnendingStream(file));

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_member is not null)
        {
            var read = _member.Read(buffer, offset, Math.Min(count, MaximumRead));
            if (read > 0 || count == 0)
            {
                return read;
            }

            _member = IsAtMember() ? new XZStream(new UnendingStream(file)) : null;
        }

        return 0;
    }

    // Behind a member there may be zeros, to a multiple of four bytes.
    private bool IsAtMember()
    {
        int first;
        do
        {
            first = file.ReadByte();
        }
        while (first == 0);

        if (first < 0)
        {
            return false;
        }

        file.Position--;
        var start = file.Position;
        var begin = new byte[Magic.Length];
        var isMember = file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.AsSpan().SequenceEqual(Magic);
        file.Position = start;
        return isMember;
    }
}
