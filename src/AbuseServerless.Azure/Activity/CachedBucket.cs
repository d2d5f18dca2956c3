using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Azure.Activity;

/// <summary>What a worker has read or written of one bucket. Entered by one batch at a time.</summary>
internal sealed class CachedBucket : IDisposable
{
    private readonly PackedRows _rows = new();
    private readonly Dictionary<AccountName, RowVersion> _oddVersions = [];
    private readonly SemaphoreSlim _entrance = new(1, 1);

    /// <summary>Whether every row of the bucket is here, so that what is missing does not exist.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether the bucket has more rows than there is room for, so that reading it whole is of no use.</summary>
    public bool IsTooLarge { get; set; }

    /// <summary>Into which whoever is inside decodes one row after the other: to make one takes longer than to decode most rows.</summary>
    public AccountActivity Decoded { get; } = new();

    public int Count => _rows.Count;

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => _rows.Bytes;

    /// <summary>Which entry of all buckets its last one was; also read by those who are not in it.</summary>
    public long LastEntry { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _entrance.WaitAsync(cancellationToken).ConfigureAwait(false);
        _rows.BeginTurn();
        return new Exit(_entrance);
    }

    /// <summary>Enters where nobody is inside; null where somebody is.</summary>
    public IDisposable? TryEnter() => _entrance.Wait(0) ? new Exit(_entrance) : null;

    /// <summary>Forgets the rows that were not used for the longest time.</summary>
    /// <param name="bytes">Bytes to be freed, at least.</param>
    public void Forget(long bytes)
    {
        _rows.Forget(bytes);
        IsComplete = false;
        IsTooLarge = true;
        foreach (var account in _oddVersions.Keys.Where(account => !Contains(account)).ToList())
        {
            _oddVersions.Remove(account);
        }
    }

    public bool Contains(AccountName account) => _rows.Contains(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]));

    public bool TryGet(AccountName account, out CachedRow row) => _rows.TryGet(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]), out row);

    /// <summary>Keeps a row.</summary>
    /// <param name="account">Its account.</param>
    /// <param name="state">The account's activity, encoded.</param>
    /// <param name="version">The row's version.</param>
    /// <param name="confirmed">Whether what the account has reached is known to be on record; null where that is as before.</param>
    public void Keep(AccountName account, ReadOnlySpan<byte> state, RowVersion version, bool? confirmed)
    {
        if (version.Other is not null)
        {
            _oddVersions[account] = version;
        }
        else if (_oddVersions.Count > 0)
        {
            _oddVersions.Remove(account);
        }

        _rows.Set(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]), state, version.Ticks, confirmed);
    }

    /// <summary>The version at which a kept row was read or written.</summary>
    public RowVersion Version(AccountName account, CachedRow row) =>
        _oddVersions.Count > 0 && _oddVersions.TryGetValue(account, out var odd) ? odd : RowVersion.Of(row.VersionTicks);

    /// <summary>Whether this process knows that what the account has reached is on record.</summary>
    public bool IsConfirmed(AccountName account) => TryGet(account, out var row) && row.Confirmed;

    /// <summary>Notes that what the account has reached is on record.</summary>
    public void Confirm(AccountName account)
    {
        if (TryGet(account, out var row))
        {
            _rows.Set(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]), row.State, row.VersionTicks, confirmed: true);
        }
    }

    /// <summary>Forgets a row; it will be read again.</summary>
    public void Drop(AccountName account)
    {
        _rows.Remove(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]));
        _oddVersions.Remove(account);
        IsComplete = false;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _rows.Clear();
        _oddVersions.Clear();
        (IsComplete, IsTooLarge) = (false, false);
    }

    public void Dispose() => _entrance.Dispose();

    private sealed class Exit(SemaphoreSlim entrance) : IDisposable
    {
        public void Dispose() => entrance.Release();
    }
}
