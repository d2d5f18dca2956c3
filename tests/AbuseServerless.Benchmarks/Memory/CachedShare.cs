using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;

namespace AbuseServerless.Benchmarks.Memory;

/// <summary>The cache of one of several workers that share all accounts by their buckets, as the partitions of the hub share them.</summary>
internal sealed class CachedShare : IDisposable
{
    private const int BatchSize = 5_000;

    // The first accounts are used in each batch, as one that sends all day.
    private const int Busy = 500;

    private readonly CachedBucket[] _buckets = [.. Enumerable.Range(0, AccountBucket.Count).Select(_ => new CachedBucket())];
    private readonly CacheBound _bound;
    private readonly byte[][] _rows;
    private readonly int[] _own;
    private int _uses;

    /// <param name="accounts">Accounts of all workers.</param>
    /// <param name="workers">How many share them.</param>
    /// <param name="rows">What is remembered of accounts: of each one of these.</param>
    /// <param name="most">Bytes that the cache may take.</param>
    public CachedShare(int accounts, int workers, byte[][] rows, long most)
    {
        (_rows, _bound) = (rows, new CacheBound(_buckets, most));
        _own = [.. Enumerable.Range(0, accounts).Where(number => AccountBucket.Of(Name(number)) < AccountBucket.Count / workers)];
    }

    /// <summary>Accounts of this worker.</summary>
    public int Accounts => _own.Length;

    /// <summary>Accounts in the cache.</summary>
    public int Cached => _buckets.Sum(bucket => bucket.Count);

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => _bound.Total;

    /// <summary>The most bytes that it took between two batches.</summary>
    public long Peak { get; private set; }

    /// <summary>Uses every account once, in the order of their numbers, and a few in each batch.</summary>
    public async Task UseAllAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in _own.Skip(Busy).Chunk(BatchSize))
        {
            await UseAsync([.. batch, .. _own.Take(Busy)], cancellationToken);
        }
    }

    /// <summary>Uses accounts at random, with the density 1 / (2 √x) of the realistic day.</summary>
    /// <returns>How many of a thousand uses found their account in the cache.</returns>
    public async Task<double> UseAtRandomAsync(int uses, CancellationToken cancellationToken)
    {
        var (random, found) = (new Random(uses), 0L);
        for (var left = uses; left > 0; left -= BatchSize)
        {
            found += await UseAsync([.. Enumerable.Range(0, Math.Min(left, BatchSize)).Select(_ => _own[(int)(_own.Length * Math.Pow(random.NextDouble(), 2))])], cancellationToken);
        }

        return found * 1000.0 / uses;
    }

    /// <summary>After <see cref="UseAllAsync"/>: rows that are gone although one of their bucket is there that was last used by an earlier batch.</summary>
    public int ForgottenOutOfTurn()
    {
        var (kept, wrong) = (new bool[_buckets.Length], 0);
        foreach (var batch in _own.Skip(Busy).Chunk(BatchSize).Append([.. _own.Take(Busy)]))
        {
            var there = batch.Select(Name).ToLookup(AccountBucket.Of, account => _buckets[AccountBucket.Of(account)].Contains(account));
            wrong += there.Where(bucket => kept[bucket.Key]).Sum(bucket => bucket.Count(isThere => !isThere));
            foreach (var bucket in there)
            {
                kept[bucket.Key] |= bucket.Contains(true);
            }
        }

        return wrong;
    }

    public void Dispose() => Array.ForEach(_buckets, bucket => bucket.Dispose());

    // As a worker does it: bucket by bucket, read and written. Answers how many were there.
    private async Task<int> UseAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var found = 0;
        foreach (var batch in numbers.Select(Name).GroupBy(AccountBucket.Of))
        {
            using (await _buckets[batch.Key].EnterAsync(cancellationToken))
            {
                _bound.Enter(batch.Key);
                foreach (var account in batch)
                {
                    found += _buckets[batch.Key].Contains(account) ? 1 : 0;
                    _buckets[batch.Key].Keep(account, _rows[_uses++ % _rows.Length], RowVersion.Of(1), confirmed: false);
                }

                _bound.Note(batch.Key);
            }

            _bound.Keep();
            Peak = Math.Max(Peak, _bound.Total);
        }

        return found;
    }

    private static AccountName Name(int number) => AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"user{number:00000000}@example.jp"));
}
