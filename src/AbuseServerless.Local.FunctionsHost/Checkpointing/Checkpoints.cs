using System.Collections.Concurrent;

namespace AbuseServerless.Local.FunctionsHost.Checkpointing;

/// <summary>
/// How far the app has read each partition. In memory, or in a file that survives kill -9.
/// </summary>
/// <remarks>
/// The storage is Azurite, which acknowledges a write at once and puts it on disk up to five seconds later, or minutes later where it or the machine stands still. Were a checkpoint saved when its batch
/// succeeds, a crash of Azurite (alone, or with everything else) would lose rows whose events are never read again. How old a checkpoint is says nothing: only Azurite can tell what it has saved. So
/// every second there is a <see cref="Mark"/> for Azurite to read when it begins to save, and the file gets a checkpoint only once a save with its mark has ended (<see cref="Saved"/>). When Azurite
/// alone crashes, reading goes back to that one. The events in between are processed twice, which at-least-once delivery permits anyhow. After a clean stop, in which Azurite saved everything,
/// <see cref="Flush"/> saves the exact ones.
/// </remarks>
public sealed class Checkpoints
{
    private readonly CheckpointFile? _file;
    private readonly ConcurrentDictionary<string, PartitionCheckpoint> _partitions = new();
    private readonly Lock _writing = new();
    private Dictionary<string, long> _written;
    private long _mark;

    /// <param name="directory">Folder of the file; null for memory only.</param>
    public Checkpoints(string? directory)
    {
        _file = directory is null ? null : new CheckpointFile(directory);
        _written = _file?.Read() ?? [];
        foreach (var (key, next) in _written)
        {
            _partitions[key] = new PartitionCheckpoint(next);
        }
    }

    /// <summary>The checkpoint of one partition.</summary>
    internal PartitionCheckpoint For(string hub, string consumerGroup, string partition) =>
        _partitions.GetOrAdd($"{hub}/{consumerGroup}/{partition}", _ => new PartitionCheckpoint(next: null));

    /// <summary>Writes the durable checkpoints where one has moved.</summary>
    public void Save() => Write(static checkpoint => checkpoint.Durable);

    /// <summary>Writes the exact checkpoints. For a clean stop only: when nothing is in flight and Azurite has saved its tables.</summary>
    public void Flush() => Write(static checkpoint => checkpoint.Settle());

    /// <summary>Notes how far each partition has come.</summary>
    /// <returns>The mark for the storage to read: a save that begins when it is there holds all that was processed before.</returns>
    public long Mark()
    {
        var mark = Interlocked.Increment(ref _mark);
        foreach (var checkpoint in _partitions.Values)
        {
            checkpoint.Mark(mark);
        }

        return mark;
    }

    /// <summary>A save that holds a mark has ended.</summary>
    public void Saved(long mark)
    {
        foreach (var checkpoint in _partitions.Values)
        {
            checkpoint.Saved(mark);
        }
    }

    /// <summary>Goes back to what the storage has kept. Nothing may be in flight, and the storage may not run.</summary>
    public void Rewind(RewindTo to)
    {
        foreach (var checkpoint in _partitions.Values)
        {
            checkpoint.Rewind(to == RewindTo.Durable ? checkpoint.Durable : null);
        }

        Save();
    }

    private void Write(Func<PartitionCheckpoint, long?> position)
    {
        lock (_writing)
        {
            var positions = new Dictionary<string, long>();
            foreach (var (key, checkpoint) in _partitions)
            {
                if (position(checkpoint) is { } next)
                {
                    positions[key] = next;
                }
            }

            if (_file is null || (positions.Count == _written.Count && !positions.Except(_written).Any()))
            {
                return;
            }

            _file.Write(positions);
            _written = positions;
        }
    }
}
