namespace AbuseServerless.Gate.Spool;

/// <summary>
/// The segment files of the spool, oldest first. One thread writes, another reads and acknowledges; both may ask for the counts.
/// </summary>
internal sealed class SpoolSegments : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly int _segmentBytes;
    private readonly long _maximumBytes;
    private readonly List<SpoolSegment> _segments = [];
    private readonly PositionFile _positionFile;
    private readonly Dictionary<string, long> _kept = new(StringComparer.Ordinal);
    private SpoolPosition _acknowledged;

    /// <summary>Opens the folder, or begins it.</summary>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public SpoolSegments(string folder, int segmentBytes, long maximumBytes)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
        _segmentBytes = segmentBytes;
        _maximumBytes = maximumBytes;
        _positionFile = new PositionFile(folder);
        _acknowledged = _positionFile.Read();
        Open();
    }

    /// <summary>Bytes of a write that had not ended when the last process did; they were cut at start.</summary>
    public long CutBytes { get; private set; }

    /// <summary>Events dropped since the start, unpublished, because the spool was full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Where what the hub does not have begins.</summary>
    public SpoolPosition Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged;
            }
        }
    }

    /// <summary>Events that wait for the hub.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
            {
                return _segments[^1].Next - _acknowledged.Sequence;
            }
        }
    }

    /// <summary>Number of the event that would be appended next.</summary>
    public long Next
    {
        get
        {
            lock (_lock)
            {
                return _segments[^1].Next;
            }
        }
    }

    /// <summary>Has the files from an event on stay, whether the hub has it or not, for who may have to read them again.</summary>
    /// <param name="owner">Who asks; it replaces what the same asked before.</param>
    /// <param name="sequence">Number of the event; null for none.</param>
    public void Keep(string owner, long? sequence)
    {
        lock (_lock)
        {
            _kept.Remove(owner);
            if (sequence is { } first)
            {
                _kept.Add(owner, first);
            }
        }
    }

    /// <summary>The events from a number on, as far as they are still there and whole.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> ReadFrom(long sequence)
    {
        List<(string Path, long First, long Length)> files;
        lock (_lock)
        {
            files = [.. _segments.Where(segment => segment.Next > sequence).Select(segment => (segment.Path, segment.First, segment.Length))];
        }

        foreach (var (path, first, length) in files)
        {
            var content = new byte[length];
            using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            {
                var read = RandomAccess.Read(file, content, 0);
                content = content[..read];
            }

            var number = first;
            for (var at = 0; SpoolFrame.Check(content.AsSpan(at), out var size) == SpoolFrameState.Whole; at += size)
            {
                if (number++ >= sequence)
                {
                    yield return SpoolFrame.Read(content.AsMemory(at, size)).Body;
                }
            }
        }
    }

    /// <summary>Bytes on disk.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return Total();
            }
        }
    }

    /// <summary>Appends frames, all or none. For the one writer.</summary>
    /// <exception cref="IOException">They cannot be written; none was added.</exception>
    public void Append(ReadOnlySpan<byte> frames, int events)
    {
        var current = _segments[^1];
        if (current.Length >= _segmentBytes)
        {
            current = SpoolSegment.Create(_folder, current.Next);
            lock (_lock)
            {
                _segments.Add(current);
            }
        }

        current.Write(frames);
        lock (_lock)
        {
            current.Add(frames.Length, events);
            DropWhatIsTooMuch();
        }
    }

    /// <summary>The segment in which a position is, as far as it is written; where it is gone, or read to its end, the next there is.</summary>
    /// <param name="position">The position; moved where its segment is gone or done.</param>
    /// <param name="path">The segment's file.</param>
    /// <param name="end">Bytes of it that are written.</param>
    /// <param name="next">Number of the event that would follow them.</param>
    /// <returns>False where there is nothing to read.</returns>
    public bool Find(ref SpoolPosition position, out string path, out long end, out long next)
    {
        lock (_lock)
        {
            var segment = _segments[0];
            foreach (var candidate in _segments)
            {
                segment = candidate;
                if (candidate.First > position.Segment || (candidate.First == position.Segment && (position.Offset < candidate.Length || candidate == _segments[^1])))
                {
                    break;
                }
            }

            if (segment.First != position.Segment)
            {
                position = new SpoolPosition(segment.First, 0, segment.First);
            }

            path = segment.Path;
            end = segment.Length;
            next = segment.Next;
            return position.Offset < end;
        }
    }

    /// <summary>Remembers that the hub has everything before a position, and deletes the files that are done.</summary>
    /// <exception cref="IOException">The position cannot be written; its events may be published again after a restart.</exception>
    public void Acknowledge(SpoolPosition position)
    {
        lock (_lock)
        {
            if (position.Sequence <= _acknowledged.Sequence)
            {
                return;
            }

            _acknowledged = position;
            var done = Math.Min(position.Sequence, _kept.Count > 0 ? _kept.Values.Min() : long.MaxValue);
            while (_segments.Count > 1 && _segments[1].First <= done)
            {
                DeleteOldest();
            }
        }

        _positionFile.Write(position);
    }

    /// <inheritdoc/>
    public void Dispose() => _segments.ForEach(segment => segment.Dispose());

    private void Open()
    {
        var paths = Directory.GetFiles(_folder, "*" + SpoolSegment.Extension);
        Array.Sort(paths, StringComparer.Ordinal);
        for (var i = 0; i < paths.Length - 1; i++)
        {
            _segments.Add(SpoolSegment.OpenEarlier(paths[i], SpoolSegment.FirstOf(paths[i + 1])));
        }

        if (paths.Length > 0)
        {
            _segments.Add(SpoolSegment.OpenLast(paths[^1], out var cut));
            CutBytes = cut;
        }

        // A power cut may have taken events that the hub has: their numbers are not given again.
        if (_segments.Count == 0 || _segments[^1].Next < _acknowledged.Sequence)
        {
            _segments.Add(SpoolSegment.Create(_folder, _acknowledged.Sequence));
        }

        // A position from before the oldest file.
        if (_acknowledged.Sequence < _segments[0].First)
        {
            _acknowledged = new SpoolPosition(_segments[0].First, 0, _segments[0].First);
        }
    }

    private void DropWhatIsTooMuch()
    {
        while (_segments.Count > 1 && Total() > _maximumBytes)
        {
            var next = _segments[1].First;
            Dropped += Math.Max(0, next - Math.Max(_acknowledged.Sequence, _segments[0].First));
            DeleteOldest();
            if (_acknowledged.Sequence < next)
            {
                _acknowledged = new SpoolPosition(next, 0, next);
            }
        }
    }

    private void DeleteOldest()
    {
        _segments[0].Dispose();
        File.Delete(_segments[0].Path);
        _segments.RemoveAt(0);
    }

    private long Total()
    {
        var total = 0L;
        foreach (var segment in _segments)
        {
            total += segment.Length;
        }

        return total;
    }
}
