using Microsoft.Win32.SafeHandles;

namespace AbuseServerless.Gate.Spool;

/// <summary>Reads the spool from where it was acknowledged, a piece at a time. For one thread.</summary>
internal sealed class SpoolReader(SpoolSegments segments) : IDisposable
{
    private const int PieceBytes = 1 << 20;

    private readonly byte[] _buffer = new byte[PieceBytes];
    private SpoolPosition _position = segments.Acknowledged;
    private SafeFileHandle? _file;
    private string? _path;

    /// <summary>Behind the events that <see cref="Read"/> answered last.</summary>
    public SpoolPosition Position => _position;

    /// <summary>Events that were on disk and could not be read: a damaged file.</summary>
    public long Damaged { get; private set; }

    /// <summary>Goes back to where the spool is acknowledged.</summary>
    public void Rewind() => _position = segments.Acknowledged;

    /// <summary>Reads the next events; their bodies are good until the next call.</summary>
    /// <param name="events">Gets them; what was in it is gone.</param>
    /// <param name="most">Most events.</param>
    public void Read(List<SpooledEvent> events, int most)
    {
        events.Clear();
        while (events.Count == 0 && segments.Find(ref _position, out var path, out var end, out var next))
        {
            if (!TryOpen(path))
            {
                // Dropped in this moment, because the spool was full.
                continue;
            }

            var wanted = (int)Math.Min(PieceBytes, end - _position.Offset);
            var read = RandomAccess.Read(_file!, _buffer.AsSpan(0, wanted), _position.Offset);
            var taken = Take(_buffer.AsMemory(0, read), events, most);
            _position = _position with { Offset = _position.Offset + taken, Sequence = _position.Sequence + events.Count };
            if (events.Count == 0)
            {
                SkipDamaged(end, next);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static int Take(ReadOnlyMemory<byte> piece, List<SpooledEvent> events, int most)
    {
        var taken = 0;
        while (events.Count < most && SpoolFrame.Check(piece.Span[taken..], out var size) == SpoolFrameState.Whole)
        {
            events.Add(SpoolFrame.Read(piece.Slice(taken, size)));
            taken += size;
        }

        return taken;
    }

    // A piece holds the longest event, so nothing whole at its start means damage: the rest of what is written of the file tells nothing certain. The newest file goes on behind it.
    private void SkipDamaged(long end, long next)
    {
        Damaged += Math.Max(0, next - _position.Sequence);
        _position = _position with { Offset = end, Sequence = next };
    }

    private bool TryOpen(string path)
    {
        if (path == _path)
        {
            return true;
        }

        _file?.Dispose();
        _file = null;
        _path = null;
        try
        {
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _path = path;
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
