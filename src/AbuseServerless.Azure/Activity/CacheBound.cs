namespace AbuseServerless.Azure.Activity;

/// <summary>
/// Keeps what all buckets take within a number of bytes. Where it is exceeded, buckets that got no events while others got many go first: their partitions are with another worker. Then rows of least recent
/// use of the largest buckets go, an eighth of a bucket at once.
/// </summary>
/// <remarks>A bucket that a batch is at work in is left alone until that is done; so the bound may be exceeded for a time by what the batches in hand read.</remarks>
internal sealed class CacheBound(IReadOnlyList<CachedBucket> buckets, long most)
{
    /// <summary>Entries of other buckets after which one is taken for lost.</summary>
    internal const int Lost = 10_000;

    private const int Part = 8;

    private readonly long[] _bytes = new long[buckets.Count];
    private long _total;
    private long _entries;

    /// <summary>Bytes that all buckets take.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Bytes that there is room for.</summary>
    public long Free => most - Total;

    /// <summary>Notes that a bucket was entered. Whoever is in it calls this.</summary>
    public void Enter(int bucket) => buckets[bucket].LastEntry = Interlocked.Increment(ref _entries);

    /// <summary>Notes what a bucket takes now. Whoever is in it calls this.</summary>
    public void Note(int bucket)
    {
        var bytes = buckets[bucket].Bytes;
        var change = bytes - _bytes[bucket];
        Volatile.Write(ref _bytes[bucket], bytes);
        Interlocked.Add(ref _total, change);
        CacheMetrics.CountBytes(change);
    }

    /// <summary>Forgets until there is room again, or every bucket that takes something has a batch in it. Nobody who is in a bucket may call this.</summary>
    public void Keep()
    {
        if (Free >= 0)
        {
            return;
        }

        foreach (var bucket in Enumerable.Range(0, buckets.Count).Where(IsLost).OrderBy(bucket => buckets[bucket].LastEntry))
        {
            if (Free < 0)
            {
                Change(bucket, cached => cached.Clear());
            }
        }

        for (var tries = 0; Free < 0 && tries < buckets.Count; tries++)
        {
            // The largest first. One that somebody is in will be looked at when he leaves it.
            foreach (var bucket in Enumerable.Range(0, buckets.Count).OrderByDescending(bucket => Volatile.Read(ref _bytes[bucket])))
            {
                if (Change(bucket, cached => cached.Forget((cached.Bytes / Part) + 1)))
                {
                    break;
                }
            }
        }
    }

    private bool IsLost(int bucket) => Volatile.Read(ref _bytes[bucket]) > 0 && Interlocked.Read(ref _entries) - buckets[bucket].LastEntry > Lost;

    private bool Change(int bucket, Action<CachedBucket> change)
    {
        using var entered = buckets[bucket].TryEnter();
        if (entered is null)
        {
            return false;
        }

        var before = buckets[bucket].Count;
        change(buckets[bucket]);
        CacheMetrics.CountAccounts(buckets[bucket].Count - before);
        Note(bucket);
        return true;
    }
}
