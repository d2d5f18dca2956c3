using AbuseServerless.Accounts;
using AbuseServerless.Azure.SharedOrigins;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.SharedOrigins;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Activity;

/// <summary>
/// Remembers batches of events: applies them to the accounts' rows, a bucket at a time, and records what the nets decide.
/// </summary>
/// <remarks>
/// <para>The order of writes makes a crash at any point harmless. An account's row is written with the verdict it reached and its evidence, under the ETag it was read at;
/// then the suspension. A batch that is delivered again finds the verdict in the row and records the suspension if it is not there yet.</para>
/// <para>Then the origins of unfamiliar use are noted, and who shares one is told. That does not depend on what changed in the accounts' rows, so that a batch that is delivered again makes up for what a crash left out.</para>
/// <para>A cached row may be older than an operator's reset. Whatever is written meets the ETag, is read again and applied anew. Whatever would not be written
/// because nothing changed could go unnoticed, so rows of watched and suspended accounts, the ones that are reset, are written each time.</para>
/// </remarks>
public sealed class ActivityRecorder : IDisposable
{
    private const int Parallelism = 4;

    private readonly ActivityTable _table;
    private readonly SuspensionTable _suspensions;
    private readonly Func<CancellationToken, Task<AccountRules>> _rules;
    private readonly OriginRecorder _origins;
    private readonly CacheBound _bound;
    private readonly CachedBucket[] _buckets = [.. Enumerable.Range(0, AccountBucket.Count).Select(_ => new CachedBucket())];

    /// <summary>Starts with an empty cache.</summary>
    public ActivityRecorder(ActivityTable table, SuspensionTable suspensions, AccountRulesSnapshot rules, OriginRecorder origins, IOptions<ActivityOptions> options)
        : this(table, suspensions, rules.GetAsync, origins, options.Value.CacheMegabytes * 1_048_576L)
    {
    }

    /// <summary>Starts with an empty cache of so many bytes.</summary>
    internal ActivityRecorder(ActivityTable table, SuspensionTable suspensions, Func<CancellationToken, Task<AccountRules>> rules, OriginRecorder origins, long cacheBytes)
    {
        _origins = origins;
        _table = table;
        _suspensions = suspensions;
        _rules = rules;
        _bound = new CacheBound(_buckets, cacheBytes);
    }

    /// <summary>Remembers a batch.</summary>
    /// <returns>The events that came too late to count.</returns>
    /// <exception cref="StorageException">Storage failed. Part of the batch may have been remembered; the same batch can be recorded again.</exception>
    public async Task<IReadOnlyList<LocatedEvent>> RecordAsync(IReadOnlyCollection<LocatedEvent> events, CancellationToken cancellationToken)
    {
        var buckets = AuthBatch.Group(events);
        var rules = await _rules(cancellationToken).ConfigureAwait(false);
        await RecordAsync(buckets, rules, cancellationToken).ConfigureAwait(false);
        await TellAsync([.. buckets.SelectMany(bucket => bucket.Accounts).SelectMany(account => account.Uses)], rules, cancellationToken).ConfigureAwait(false);
        await TellAsync(NewUses(buckets), rules, cancellationToken).ConfigureAwait(false);
        return [.. buckets.SelectMany(bucket => bucket.Accounts).SelectMany(account => account.TooLate)];
    }

    /// <summary>Remembers what became of accounts' mail, where a net that is on judges by it.</summary>
    /// <exception cref="StorageException">As above.</exception>
    public async Task RecordAsync(IReadOnlyCollection<LocatedOutcome> outcomes, CancellationToken cancellationToken)
    {
        var rules = await _rules(cancellationToken).ConfigureAwait(false);
        if (rules.JudgeBy(OutcomeEvidence.Kind))
        {
            await RecordAsync(OutcomeBatch.Group(outcomes), rules, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bucket in _buckets)
        {
            bucket.Dispose();
        }
    }

    // After the uses of known accounts are noted.
    private List<OriginUse> NewUses(IReadOnlyList<(int Bucket, IReadOnlyList<AccountBatch> Accounts)> buckets)
    {
        var uses = new List<OriginUse>();
        Action<OriginUse> add = use =>
        {
            if (_origins.NotesNow(use))
            {
                uses.Add(use);
            }
        };
        foreach (var account in buckets.SelectMany(bucket => bucket.Accounts))
        {
            account.TellNewUses(add);
        }

        return uses;
    }

    private async Task TellAsync(List<OriginUse> uses, AccountRules rules, CancellationToken cancellationToken)
    {
        if (uses.Count > 0)
        {
            var told = await _origins.NoteAsync(uses, cancellationToken).ConfigureAwait(false);
            await RecordAsync(SharedOriginBatch.Group(told), rules, cancellationToken).ConfigureAwait(false);
            _origins.Done(uses);
        }
    }

    private Task RecordAsync(IReadOnlyList<(int Bucket, IReadOnlyList<AccountBatch> Accounts)> buckets, AccountRules rules, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(buckets, options, async (bucket, cancel) => await RecordBucketAsync(bucket.Bucket, bucket.Accounts, rules, cancel).ConfigureAwait(false));
    }

    private async Task RecordBucketAsync(int number, IReadOnlyList<AccountBatch> accounts, AccountRules rules, CancellationToken cancellationToken)
    {
        var bucket = _buckets[number];
        using (await bucket.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            _bound.Enter(number);
            var before = bucket.Count;
            try
            {
                await RecordAsync(number, bucket, accounts, rules, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (before == 0 && !accounts[0].IsOfOwnBucket && !bucket.IsComplete)
                {
                    // So that the first batch of the bucket's own reads it whole.
                    bucket.Clear();
                }

                CacheMetrics.CountAccounts(bucket.Count - before);
                _bound.Note(number);
            }
        }

        _bound.Keep();
    }

    private async Task RecordAsync(int number, CachedBucket bucket, IReadOnlyList<AccountBatch> accounts, AccountRules rules, CancellationToken cancellationToken)
    {
        await LoadAsync(number, bucket, accounts, cancellationToken).ConfigureAwait(false);

        var pending = accounts;
        for (var attempt = 0; pending.Count > 0; attempt++)
        {
            if (attempt == VersionedRow.MaximumAttempts)
            {
                throw VersionedRow.Contended($"Rows of bucket {number} were");
            }

            pending = await ApplyAsync(number, bucket, pending, rules, attempt, cancellationToken).ConfigureAwait(false);
        }

        await ConfirmAsync(bucket, accounts, cancellationToken).ConfigureAwait(false);
    }

    // Applies events to what is cached and writes what changed. Answers the accounts that were not written; those of them whose rows may have changed meanwhile were read again.
    private async Task<IReadOnlyList<AccountBatch>> ApplyAsync(
        int number, CachedBucket bucket, IReadOnlyList<AccountBatch> accounts, AccountRules rules, int attempt, CancellationToken cancellationToken)
    {
        var writes = BucketUpdate.Apply(bucket, accounts, rules);
        var (written, conflicts) = await _table.WriteAsync(number, writes, clearDecision: false, cancellationToken).ConfigureAwait(false);
        foreach (var (write, version) in written)
        {
            BucketUpdate.Keep(bucket, write, version);
        }

        if (conflicts.Count == 0)
        {
            return [];
        }

        var toBeRead = conflicts.ToDictionary(conflict => conflict.Account, conflict => conflict.IsToBeRead(attempt));
        AccountBatch[] again = [.. accounts.Where(account => toBeRead.ContainsKey(account.Account))];
        await ReadAgainAsync(bucket, [.. again.Where(account => toBeRead[account.Account])], cancellationToken).ConfigureAwait(false);
        return again;
    }

    // Makes sure that what the accounts have reached is in the table of suspensions.
    private async Task ConfirmAsync(CachedBucket bucket, IReadOnlyList<AccountBatch> accounts, CancellationToken cancellationToken)
    {
        foreach (var account in accounts)
        {
            if ((account.Reached, account.ReachedHistorically) == (Verdict.None, Verdict.None) || bucket.IsConfirmed(account.Account))
            {
                continue;
            }

            var isKnown = (account.Reached == Verdict.None || account.Decision is not null) && (account.ReachedHistorically == Verdict.None || account.Historical is not null);
            var row = isKnown ? null : await _table.FindAsync(account.Account, cancellationToken).ConfigureAwait(false);

            // What is historical first: where there is something newer, the account ends there.
            if ((account.Historical ?? row?.Historical) is { } historical)
            {
                await _suspensions.DecideAsync(account.Account, historical, cancellationToken).ConfigureAwait(false);
            }

            if ((account.Decision ?? row?.Decision) is { } decision)
            {
                await _suspensions.DecideAsync(account.Account, decision, cancellationToken).ConfigureAwait(false);
            }

            bucket.Confirm(account.Account);
        }
    }

    // The first batch of a bucket reads it whole; where it does not fit, and after that, the accounts of the batch that are not known.
    private async Task LoadAsync(int number, CachedBucket bucket, IReadOnlyList<AccountBatch> accounts, CancellationToken cancellationToken)
    {
        if (!accounts[0].IsOfOwnBucket)
        {
            // Another worker may have written their rows since, and what would change nothing in the cached one would not be written.
            await ReadAgainAsync(bucket, accounts, cancellationToken).ConfigureAwait(false);
            CacheMetrics.CountLookups(0, accounts.Count);
            return;
        }

        var misses = 0;
        if (bucket is { IsComplete: false, IsTooLarge: false, Count: 0 })
        {
            misses = accounts.Count;
            bucket.IsComplete = true;
            var room = _bound.Free;
            try
            {
                await foreach (var row in _table.ReadBucketAsync(number, cancellationToken).ConfigureAwait(false))
                {
                    if (bucket.Bytes >= room)
                    {
                        bucket.IsComplete = false;
                        bucket.IsTooLarge = true;
                        break;
                    }

                    bucket.Keep(row.Account, row.State, row.Version, confirmed: false);
                }
            }
            catch
            {
                bucket.Clear();
                throw;
            }
        }

        if (!bucket.IsComplete)
        {
            AccountBatch[] unknown = [.. accounts.Where(account => !bucket.Contains(account.Account))];
            misses = Math.Max(misses, unknown.Length);
            await ReadAgainAsync(bucket, unknown, cancellationToken).ConfigureAwait(false);
        }

        CacheMetrics.CountLookups(accounts.Count - misses, misses);
    }

    private async Task ReadAgainAsync(CachedBucket bucket, IReadOnlyList<AccountBatch> accounts, CancellationToken cancellationToken)
    {
        var complete = bucket.IsComplete;
        foreach (var account in accounts)
        {
            bucket.Drop(account.Account);
        }

        foreach (var row in await _table.ReadAsync(accounts.Select(account => account.Account), cancellationToken).ConfigureAwait(false))
        {
            bucket.Keep(row.Account, row.State, row.Version, confirmed: false);
        }

        bucket.IsComplete = complete;
    }
}
