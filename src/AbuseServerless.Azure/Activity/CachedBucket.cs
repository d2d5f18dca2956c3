using AbuseServerless.Activity;

namespace AbuseServerless.Azure.Activity;

/// <summary>What a worker has read or written of one bucket. Entered by one batch at a time.</summary>
internal sealed class CachedBucket : IDisposable
{
    private readonly Dictionary<Halves, CachedRow> _rows = [];
    private readonly Dictionary<AccountKey, string> _oddETags = [];
    private readonly SemaphoreSlim _entrance = new(1, 1);

    /// <summary>Whether every row of the bucket is here, so that what is missing does not exist.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether the bucket has more rows than may be kept, so that reading it whole is of no use.</summary>
    public bool IsTooLarge { get; set; }

    public int Count => _rows.Count;

    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _entrance.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Exit(_entrance);
    }

    public bool TryGet(AccountKey key, out CachedRow row) => _rows.TryGetValue(Halves.Of(key), out row);

    /// <summary>Keeps a row.</summary>
    public void Keep(AccountKey key, byte[] state, string etag, bool confirmed)
    {
        _oddETags.Remove(key);
        if (!CompactETag.TryPack(etag, out var ticks))
        {
            _oddETags[key] = etag;
        }

        _rows[Halves.Of(key)] = new CachedRow(state, ticks, confirmed);
    }

    /// <summary>The version at which a kept row was read or written.</summary>
    public string ETag(AccountKey key, CachedRow row) => _oddETags.TryGetValue(key, out var etag) ? etag : CompactETag.Unpack(row.ETagTicks);

    /// <summary>Notes that what the account has reached is on record.</summary>
    public void Confirm(AccountKey key)
    {
        if (_rows.TryGetValue(Halves.Of(key), out var row))
        {
            _rows[Halves.Of(key)] = new CachedRow(row.State, row.ETagTicks, confirmed: true);
        }
    }

    /// <summary>Forgets a row; it will be read again.</summary>
    public void Drop(AccountKey key)
    {
        _rows.Remove(Halves.Of(key));
        _oddETags.Remove(key);
        IsComplete = false;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _rows.Clear();
        _oddETags.Clear();
        IsComplete = false;
    }

    public void Dispose() => _entrance.Dispose();

    // An AccountKey that needs no alignment to 16 bytes: an entry of the dictionary takes 40 bytes instead of 56.
    private readonly record struct Halves(ulong Upper, ulong Lower)
    {
        public static Halves Of(AccountKey key) => new((ulong)(key.Bits >> 64), (ulong)key.Bits);
    }

    private sealed class Exit(SemaphoreSlim entrance) : IDisposable
    {
        public void Dispose() => entrance.Release();
    }
}
