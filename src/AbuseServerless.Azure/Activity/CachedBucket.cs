using AbuseServerless.Activity;

namespace AbuseServerless.Azure.Activity;

/// <summary>What a worker has read or written of one bucket. Entered by one batch at a time.</summary>
internal sealed class CachedBucket : IDisposable
{
    private readonly PackedRows _rows = new();
    private readonly Dictionary<AccountName, string> _oddETags = [];
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

    public bool Contains(AccountName account) => TryGet(account, out _);

    public bool TryGet(AccountName account, out CachedRow row) => _rows.TryGet(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]), out row);

    /// <summary>Keeps a row.</summary>
    public void Keep(AccountName account, ReadOnlySpan<byte> state, string etag, bool confirmed)
    {
        _oddETags.Remove(account);
        if (!CompactETag.TryPack(etag, out var ticks))
        {
            _oddETags[account] = etag;
        }

        _rows.Set(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]), new CachedRow(state, ticks, confirmed));
    }

    /// <summary>The version at which a kept row was read or written.</summary>
    public string ETag(AccountName account, CachedRow row) => _oddETags.TryGetValue(account, out var etag) ? etag : CompactETag.Unpack(row.ETagTicks);

    /// <summary>Whether this process knows that what the account has reached is on record.</summary>
    public bool IsConfirmed(AccountName account) => TryGet(account, out var row) && row.Confirmed;

    /// <summary>Notes that what the account has reached is on record.</summary>
    public void Confirm(AccountName account)
    {
        if (TryGet(account, out var row))
        {
            _rows.Set(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]), new CachedRow(row.State, row.ETagTicks, confirmed: true));
        }
    }

    /// <summary>Forgets a row; it will be read again.</summary>
    public void Drop(AccountName account)
    {
        _rows.Remove(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]));
        _oddETags.Remove(account);
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

    private sealed class Exit(SemaphoreSlim entrance) : IDisposable
    {
        public void Dispose() => entrance.Release();
    }
}
