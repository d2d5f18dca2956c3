namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>
/// Entries on disk, in a folder of segments. Only the newest segment is written; it stays even when all others are
/// dropped, so that its name carries the numbering over a restart.
/// </summary>
internal sealed class SegmentStore : IPartitionStore
{
    private readonly string directory;
    private readonly SegmentLimits limits;
    private readonly TimeProvider time;
    private readonly List<Segment> segments;

    private SegmentStore(string directory, SegmentLimits limits, TimeProvider time, List<Segment> segments)
    {
        this.directory = directory;
        this.limits = limits;
        this.time = time;
        this.segments = segments;
        LastEnqueuedMilliseconds = segments.Max(segment => segment.LastEnqueuedMilliseconds);
    }

    public long FirstSequenceNumber => segments[0].FirstSequenceNumber;
    public long NextSequenceNumber => segments[^1].NextSequenceNumber;
    public long LastEnqueuedMilliseconds { get; private set; }

    /// <summary>Opens the folder, or begins it.</summary>
    /// <param name="directory">The folder of one partition.</param>
    /// <param name="limits">How long to keep events.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cutBytes">The bytes of a write that had not ended when the last process did, and so was never accepted; they were cut.</param>
    /// <exception cref="InvalidDataException">A file other than the last is damaged or missing.</exception>
    public static SegmentStore Open(string directory, SegmentLimits limits, TimeProvider time, out long cutBytes)
    {
        Directory.CreateDirectory(directory);
        var paths = Directory.GetFiles(directory, "*" + Segment.Extension);
        Array.Sort(paths, StringComparer.Ordinal);
        cutBytes = 0;
        var segments = new List<Segment>();
        try
        {
            foreach (var path in paths)
            {
                var last = path == paths[^1];
                segments.Add(Segment.Open(path, cut: last, out cutBytes));
                if (!last && cutBytes > 0)
                {
                    throw new InvalidDataException($"{path} is damaged: its last {cutBytes} bytes are not records.");
                }

                if (segments.Count > 1 && segments[^2].NextSequenceNumber != segments[^1].FirstSequenceNumber)
                {
                    throw new InvalidDataException($"{path} does not continue the file before it.");
                }
            }

            if (segments.Count == 0)
            {
                segments.Add(Segment.Create(directory, FirstSequence.Of(time.GetUtcNow())));
            }

            var store = new SegmentStore(directory, limits, time, segments);
            store.Drop();
            return store;
        }
        catch
        {
            segments.ForEach(segment => segment.Dispose());
            throw;
        }
    }

    public void Append(ReadOnlySpan<LogEntry> entries)
    {
        var current = segments[^1];
        if (current.NextSequenceNumber - current.FirstSequenceNumber >= limits.SegmentEvents || current.Length >= limits.SegmentBytes)
        {
            current = Segment.Create(directory, current.NextSequenceNumber);
            segments.Add(current);
            Drop();
        }

        current.Append(entries);
        LastEnqueuedMilliseconds = entries[^1].EnqueuedMilliseconds;
    }

    public IReadOnlyList<LogEntry> Read(long from, int maximum) => SegmentOf(from).Read(from, maximum);

    public long EnqueuedMilliseconds(long sequenceNumber) => SegmentOf(sequenceNumber).EnqueuedMilliseconds(sequenceNumber);

    public void Dispose() => segments.ForEach(segment => segment.Dispose());

    private void Drop()
    {
        var oldest = (time.GetUtcNow() - limits.Age).ToUnixTimeMilliseconds();
        while (segments.Count > 1
            && (NextSequenceNumber - segments[1].FirstSequenceNumber >= limits.Events || segments[0].LastEnqueuedMilliseconds < oldest))
        {
            segments[0].Dispose();
            File.Delete(segments[0].Path);
            segments.RemoveAt(0);
        }
    }

    private Segment SegmentOf(long sequenceNumber)
    {
        var low = 0;
        var high = segments.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (segments[middle].FirstSequenceNumber <= sequenceNumber)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return segments[low];
    }
}
