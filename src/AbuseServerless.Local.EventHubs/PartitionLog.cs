using AbuseServerless.Local.EventHubs.Protocol;
using AbuseServerless.Local.EventHubs.Storage;

namespace AbuseServerless.Local.EventHubs;

/// <summary>
/// The events of one partition, in order. One lock for each batch that is appended or read; sequence numbers and
/// enqueued times never go back. Safe for use by many threads.
/// </summary>
public sealed class PartitionLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly IPartitionStore store;
    private readonly TimeProvider time;
    private TaskCompletionSource? arrival;
    private bool disposed;

    internal PartitionLog(string id, IPartitionStore store, TimeProvider time)
    {
        Id = id;
        this.store = store;
        this.time = time;
    }

    /// <summary>The partition's number within its hub, in decimal digits.</summary>
    public string Id { get; }

    /// <summary>The sequence number of the oldest retained event; that of the next one where there is none.</summary>
    public long FirstSequenceNumber => Locked(static store => store.FirstSequenceNumber);

    /// <summary>The sequence number that the next event will get.</summary>
    public long NextSequenceNumber => Locked(static store => store.NextSequenceNumber);

    /// <summary>When the newest event was accepted; the Unix epoch where there was none.</summary>
    public DateTimeOffset LastEnqueuedTime =>
        DateTimeOffset.FromUnixTimeMilliseconds(Locked(static store => store.LastEnqueuedMilliseconds));

    /// <summary>
    /// Appends the events, all or none. With a store on disk, the operating system holds them when this returns: they
    /// outlive the process, though not a power cut (there is no fsync).
    /// </summary>
    /// <exception cref="IOException">The store could not be written; none of the events was accepted.</exception>
    internal void Append(IReadOnlyList<EncodedEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        TaskCompletionSource? woken;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var next = store.NextSequenceNumber;
            var now = Math.Max(store.LastEnqueuedMilliseconds, time.GetUtcNow().ToUnixTimeMilliseconds());
            var entries = new LogEntry[events.Count];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = new LogEntry(next + i, now, events[i].PartitionKey, events[i].Message);
            }

            store.Append(entries);
            woken = arrival;
            arrival = null;
        }

        woken?.TrySetResult();
    }

    /// <summary>As <see cref="Append(IReadOnlyList{EncodedEvent})"/>, for one event without AMQP.</summary>
    public void Append(ReadOnlyMemory<byte> body, string? partitionKey) => Append([BareMessage.OfBody(body, partitionKey)]);

    /// <summary>
    /// Reads up to <paramref name="maximum"/> events from <paramref name="fromSequenceNumber"/> (inclusive) on, oldest
    /// first. Where older ones were dropped, it starts at the oldest that is left. A call may answer fewer than there
    /// are; it answers none only where there is none.
    /// </summary>
    public IReadOnlyList<StoredEvent> Read(long fromSequenceNumber, int maximum)
    {
        var entries = ReadEntries(fromSequenceNumber, maximum);
        var events = new StoredEvent[entries.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = BareMessage.ToStoredEvent(entries[i]);
        }

        return events;
    }

    /// <summary>As <see cref="Read"/>, with the messages still encoded.</summary>
    internal IReadOnlyList<LogEntry> ReadEntries(long fromSequenceNumber, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var from = Math.Max(fromSequenceNumber, store.FirstSequenceNumber);
            return from >= store.NextSequenceNumber ? [] : store.Read(from, maximum);
        }
    }

    /// <summary>The sequence number of the first event accepted later than <paramref name="enqueuedMilliseconds"/> (since the Unix epoch); the next one where there is none.</summary>
    public long FirstEnqueuedAfter(long enqueuedMilliseconds)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return Bisection.FirstEnqueuedAfter(store, enqueuedMilliseconds);
        }
    }

    /// <summary>Completes once an event with this sequence number or a higher one exists.</summary>
    public async Task WaitForAsync(long sequenceNumber, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrived;
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                if (store.NextSequenceNumber > sequenceNumber)
                {
                    return;
                }
                // Continuations run elsewhere: a producer must not run its consumers' code.
                arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrived = arrival.Task;
            }

            await arrived.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Closes the store. Whoever waits is told with an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        TaskCompletionSource? woken;
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            store.Dispose();
            woken = arrival;
        }

        woken?.TrySetResult();
    }

    private long Locked(Func<IPartitionStore, long> read)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return read(store);
        }
    }
}
