namespace AbuseServerless.Local.FunctionsHost.Checkpointing;

/// <summary>How far one consumer group has read one partition.</summary>
/// <param name="time">Dates the progress.</param>
/// <param name="next">Sequence number of the next event; null for the oldest that there is.</param>
internal sealed class PartitionCheckpoint(TimeProvider time, long? next)
{
    /// <summary>
    /// Azurite saves its tables every five seconds; a save of large tables takes seconds more, and its death must be
    /// noticed. What was processed this long before is on disk.
    /// </summary>
    public static readonly TimeSpan DurableAfter = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset Time, long Next)> _recent = new();
    private long? _next = next;
    private long? _durable = next;
    private TaskCompletionSource _advanced = Promise();

    /// <summary>Sequence number of the next event to process; null for the oldest that there is.</summary>
    public long? Next
    {
        get { lock (_lock) return _next; }
    }

    /// <summary>The same, as it was <see cref="DurableAfter"/> ago.</summary>
    public long? Durable
    {
        get
        {
            lock (_lock)
            {
                DateTimeOffset limit = time.GetUtcNow() - DurableAfter;
                while (_recent.TryPeek(out var entry) && entry.Time <= limit)
                {
                    _durable = entry.Next;
                    _recent.Dequeue();
                }

                return _durable;
            }
        }
    }

    /// <summary>Everything before <paramref name="next"/> was processed.</summary>
    public void Advance(long next)
    {
        // Keeps the queue short: what is old enough leaves it.
        _ = Durable;
        lock (_lock)
        {
            _next = next;
            _recent.Enqueue((time.GetUtcNow(), next));
            _advanced.TrySetResult();
            _advanced = Promise();
        }
    }

    /// <summary>What was processed until now is on disk, whatever its age.</summary>
    /// <returns>The same as <see cref="Next"/>.</returns>
    public long? Settle()
    {
        lock (_lock)
        {
            _recent.Clear();
            return _durable = _next;
        }
    }

    /// <summary>Goes back; also <see cref="Durable"/> is then <paramref name="next"/>.</summary>
    public void Rewind(long? next)
    {
        lock (_lock)
        {
            _recent.Clear();
            _next = _durable = next;
        }
    }

    /// <summary>Waits until the event of this sequence number was processed.</summary>
    public async Task WaitForAsync(long sequenceNumber, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task advanced;
            lock (_lock)
            {
                if (_next > sequenceNumber) return;
                advanced = _advanced.Task;
            }

            await advanced.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
