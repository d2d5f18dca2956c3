namespace AbuseServerless.StorageLimits;

/// <summary>Counts what passes and says what does not.</summary>
internal sealed class TrafficMeter(TableLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<TableOperation, int> _requests = [];
    private readonly SortedDictionary<string, int> _walked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RateBucket> _partitions = [];
    private RateBucket _account = new(limits.AccountRate, time);
    private int _written;
    private int _read;
    private int _busy;
    private int _timedOut;
    private int _emptyPages;

    /// <summary>What has passed.</summary>
    public Traffic Read()
    {
        lock (_lock)
        {
            var busiest = _partitions.OrderByDescending(partition => partition.Value.Busiest).FirstOrDefault();
            return new Traffic(new Dictionary<TableOperation, int>(_requests), _written, _read, new Dictionary<string, int>(_walked), _busy, _timedOut, _emptyPages, busiest.Key, busiest.Value?.Busiest ?? 0, _account.Busiest);
        }
    }

    /// <summary>Begins to count anew.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _requests.Clear();
            _walked.Clear();
            _partitions.Clear();
            _account = new RateBucket(limits.AccountRate, time);
            (_written, _read, _busy, _timedOut, _emptyPages) = (0, 0, 0, 0, 0);
        }
    }

    /// <summary>Counts a request.</summary>
    /// <returns>How long it must not be tried again; zero where it is let through.</returns>
    public TimeSpan Enter(TableRequest request)
    {
        lock (_lock)
        {
            _requests[request.Operation] = _requests.GetValueOrDefault(request.Operation) + 1;
            var partition = request.Partition is null ? null : Partition(request.Table, request.Partition);
            var wait = TimeSpan.FromTicks(Math.Max(_account.Wait().Ticks, partition?.Wait().Ticks ?? 0));
            if (wait > TimeSpan.Zero)
            {
                _busy++;
                return wait;
            }

            if (request.Operation is not (TableOperation.KeyRange or TableOperation.Walk))
            {
                _account.Take(request.Rows);
                partition?.Take(request.Rows);
            }

            _written += request.IsWrite ? request.Rows : 0;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Charges the rows that a page of a key range answered, or a page of a walk went by; one at the least.</summary>
    public void Charge(TableRequest request, IReadOnlyCollection<string> partitions, int answered)
    {
        lock (_lock)
        {
            _account.Take(Math.Max(partitions.Count, 1));
            foreach (var partition in partitions.CountBy(partition => partition))
            {
                Partition(request.Table, partition.Key).Take(partition.Value);
            }

            _read += answered;
            if (request.Operation == TableOperation.Walk)
            {
                _walked[request.Table] = _walked.GetValueOrDefault(request.Table) + partitions.Count;
            }
        }
    }

    /// <summary>Counts a write whose answer was lost.</summary>
    public void TimedOut() => Interlocked.Increment(ref _timedOut);

    /// <summary>Counts a page without rows.</summary>
    public void EmptyPage() => Interlocked.Increment(ref _emptyPages);

    private RateBucket Partition(string table, string partition)
    {
        var key = $"{table}/{partition}";
        if (!_partitions.TryGetValue(key, out var bucket))
        {
            _partitions.Add(key, bucket = new RateBucket(limits.PartitionRate, time));
        }

        return bucket;
    }
}
