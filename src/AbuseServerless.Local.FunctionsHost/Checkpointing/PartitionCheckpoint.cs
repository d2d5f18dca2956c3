namespace AbuseServerless.Local.FunctionsHost.Checkpointing;

/// <summary>How far one consumer group has read one partition.</summary>
/// <param name="next">Sequence number of the next event; null for the oldest that there is.</param>
internal sealed class PartitionCheckpoint(long? next)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Mark, long Next)> _marked = new();
    private long? _next = next;
    private long? _durable = next;
    private TaskCompletionSource _advanced = Promise();

    /// <summary>Sequence number of the next event to process; null for the oldest that there is.</summary>
    public long? Next
    {
        get
        {
            lock (_lock)
            {
                return _next;
            }
        }
    }

    /// <summary>The same, as far as the storage has certainly saved what came of it.</summary>
    public long? Durable
    {
        get
        {
            lock (_lock)
            {
                return _durable;
            }
        }
    }

    /// <summary>Everything before <paramref name="next"/> was processed, and the storage has acknowledged it.</summary>
    public void Advance(long next)
    {
        lock (_lock)
        {
            _next = next;
            _advanced.TrySetResult();
            _advanced = Promise();
        }
    }

    /// <summary>A save that begins from now on, and holds this mark, holds all that was processed until now.</summary>
    /// <param name="mark">Greater than any before.</param>
    public void Mark(long mark)
    {
        lock (_lock)
        {
            if (_next is { } next && next != (_marked.TryPeek(out _) ? _marked.Last().Next : _durable))
            {
                _marked.Enqueue((mark, next));
            }
        }
    }

    /// <summary>The storage has saved what it had acknowledged at a mark.</summary>
    public void Saved(long mark)
    {
        lock (_lock)
        {
            while (_marked.TryPeek(out var entry) && entry.Mark <= mark)
            {
                _durable = _marked.Dequeue().Next;
            }
        }
    }

    /// <summary>What was processed until now is on disk, whatever was marked.</summary>
    /// <returns>The same as <see cref="Next"/>.</returns>
    public long? Settle()
    {
        lock (_lock)
        {
            _marked.Clear();
            return _durable = _next;
        }
    }

    /// <summary>Goes back; also <see cref="Durable"/> is then <paramref name="next"/>.</summary>
    public void Rewind(long? next)
    {
        lock (_lock)
        {
            _marked.Clear();
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
                if (_next > sequenceNumber)
                {
                    return;
                }

                advanced = _advanced.Task;
            }

            await advanced.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
