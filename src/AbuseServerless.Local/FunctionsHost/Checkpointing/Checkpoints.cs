using System.Collections.Concurrent;

namespace AbuseServerless.Local.FunctionsHost.Checkpointing;

/// <summary>
/// How far the app has read each partition. In memory, or in a file that survives kill -9.
/// </summary>
/// <remarks>
/// The storage is Azurite, which acknowledges a write at once and puts it on disk up to five seconds later. Were a
/// checkpoint saved when its batch succeeds, a crash of Azurite (alone, or with everything else) would lose rows whose
/// events are never read again. So the file gets a checkpoint only <see cref="PartitionCheckpoint.DurableAfter"/>
/// after it was reached, and when Azurite alone crashes, reading goes back to that one. The events in between are
/// processed twice, which at-least-once delivery permits anyhow. After a clean stop, in which Azurite saved
/// everything, <see cref="Flush"/> saves the exact ones.
/// </remarks>
internal sealed class Checkpoints
{
    private readonly TimeProvider _time;
    private readonly CheckpointFile? _file;
    private readonly ConcurrentDictionary<string, PartitionCheckpoint> _partitions = new();
    private readonly Lock _writing = new();
    private Dictionary<string, long> _written;

    /// <param name="time">Dates the progress.</param>
    /// <param name="directory">Folder of the file; null for memory only.</param>
    public Checkpoints(TimeProvider time, string? directory)
    {
        _time = time;
        _file = directory is null ? null : new CheckpointFile(directory);
        _written = _file?.Read() ?? [];
        foreach ((string key, long next) in _written) _partitions[key] = new PartitionCheckpoint(time, next);
    }

    /// <summary>The checkpoint of one partition.</summary>
    public PartitionCheckpoint For(string hub, string consumerGroup, string partition) =>
        _partitions.GetOrAdd($"{hub}/{consumerGroup}/{partition}", _ => new PartitionCheckpoint(_time, next: null));

    /// <summary>Writes the durable checkpoints where one has moved.</summary>
    public void Save() => Write(static checkpoint => checkpoint.Durable);

    /// <summary>Writes the exact checkpoints. For a clean stop only: when nothing is in flight and Azurite has saved its tables.</summary>
    public void Flush() => Write(static checkpoint => checkpoint.Settle());

    /// <summary>
    /// Where each partition must go back to, as of this moment. To be taken as soon as the storage is lost: later,
    /// what was processed just before would seem old enough to be on disk.
    /// </summary>
    public IReadOnlyDictionary<PartitionCheckpoint, long?> Targets(RewindTo to) =>
        _partitions.Values.ToDictionary(static checkpoint => checkpoint, checkpoint => to == RewindTo.Durable ? checkpoint.Durable : null);

    /// <summary>Goes back to what <see cref="Targets"/> said. Nothing may be in flight.</summary>
    public void Rewind(IReadOnlyDictionary<PartitionCheckpoint, long?> targets)
    {
        foreach ((PartitionCheckpoint checkpoint, long? next) in targets) checkpoint.Rewind(next);
        Save();
    }

    private void Write(Func<PartitionCheckpoint, long?> position)
    {
        lock (_writing)
        {
            var positions = new Dictionary<string, long>();
            foreach ((string key, PartitionCheckpoint checkpoint) in _partitions)
                if (position(checkpoint) is { } next) positions[key] = next;

            if (_file is null || (positions.Count == _written.Count && !positions.Except(_written).Any())) return;
            _file.Write(positions);
            _written = positions;
        }
    }
}
