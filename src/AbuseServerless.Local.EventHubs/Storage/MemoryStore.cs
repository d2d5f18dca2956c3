using System.Runtime.InteropServices;

namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>
/// Entries in memory, for as long as the process runs. Nothing is dropped: a run is short, and a test wants all of it.
/// An event costs its message plus about 40 bytes.
/// </summary>
internal sealed class MemoryStore(long firstSequenceNumber) : IPartitionStore
{
    private readonly List<LogEntry> entries = [];

    public long FirstSequenceNumber => firstSequenceNumber;

    public long NextSequenceNumber => firstSequenceNumber + entries.Count;

    public long LastEnqueuedMilliseconds => entries.Count == 0 ? 0 : entries[^1].EnqueuedMilliseconds;

    public void Append(ReadOnlySpan<LogEntry> entries)
    {
        var size = 0;
        foreach (var entry in entries)
        {
            size += entry.Message.Length;
        }

        // One array a batch, of the right size: the messages came as parts of a larger receive buffer.
        var bytes = new byte[size];
        var position = 0;
        foreach (var entry in entries)
        {
            var message = bytes.AsMemory(position, entry.Message.Length);
            entry.Message.CopyTo(message);
            position += message.Length;
            this.entries.Add(entry with { Message = message });
        }
    }

    public IReadOnlyList<LogEntry> Read(long from, int maximum)
    {
        var index = (int)(from - firstSequenceNumber);
        return CollectionsMarshal.AsSpan(entries).Slice(index, Math.Min(maximum, entries.Count - index)).ToArray();
    }

    public long EnqueuedMilliseconds(long sequenceNumber) => entries[(int)(sequenceNumber - firstSequenceNumber)].EnqueuedMilliseconds;

    public void Dispose() => entries.Clear();
}
