using System.Collections.Concurrent;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Activity;

/// <summary>What is remembered of accounts: a row for each, in the table of its bucket, whose only partition is named like it.</summary>
/// <remarks>
/// A table for each bucket, because Azurite's cost of a row grows with the rows of its table (docs/decisions/2026-11-24-a-table-per-bucket.md). To Table Storage it is all the same: there a
/// partition is the unit, whichever table it is of.
/// </remarks>
public sealed class ActivityTable(Tables tables)
{
    private const string State = nameof(State);
    private const string Account = nameof(Account);
    private const string Decision = nameof(Decision);
    private const string Historical = nameof(Historical);
    private const string Unreadable = nameof(Unreadable);

    // A transaction takes 100 rows and 4 MiB; a row holds at most 64 KiB of state and 32 Ki characters of each decision, each of which may be escaped to six bytes.
    private const int MaximumRows = 100;
    private const int MaximumBytes = 3_500_000;

    private const int BucketsAtOnce = 8;

    // A query for several row keys walks its whole partition; as many point reads as are under way at once do not.
    private const int MaximumReads = 16;

    /// <summary>Name of a bucket's table: <c>AccountActivity00</c> to <c>AccountActivity63</c>.</summary>
    public static string NameOf(int bucket) => Tables.AccountActivity + AccountBucket.NameOf(bucket);

    /// <summary>Streams a bucket's rows, 1,000 a request.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<ActivityRow> ReadBucketAsync(int bucket, CancellationToken cancellationToken) => QueryAsync(bucket, null, cancellationToken);

    /// <summary>Streams every account's row, bucket by bucket.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<ActivityRow> ReadAllAsync(CancellationToken cancellationToken) => ReadAsync("", cancellationToken);

    /// <summary>Streams the rows of the accounts whose name begins so, bucket by bucket; of every account where the prefix is empty.</summary>
    /// <param name="prefix">In normalised form.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<ActivityRow> ReadAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Of most buckets there is little: it is the 64 requests that take time, so that some are under way at once.
        var filter = prefix.Length == 0 ? null : TableKey.BeginningWith(prefix, "");
        var ahead = new Queue<(IAsyncEnumerator<ActivityRow> Rows, Task<bool> Any)>();
        try
        {
            for (var bucket = 0; bucket < AccountBucket.Count || ahead.Count > 0;)
            {
                while (bucket < AccountBucket.Count && ahead.Count < BucketsAtOnce)
                {
                    var begun = QueryAsync(bucket++, filter, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    ahead.Enqueue((begun, begun.MoveNextAsync().AsTask()));
                }

                var (rows, any) = ahead.Peek();
                for (var more = await any.ConfigureAwait(false); more; more = await rows.MoveNextAsync().ConfigureAwait(false))
                {
                    if (rows.Current.Account.Value.StartsWith(prefix, StringComparison.Ordinal))
                    {
                        yield return rows.Current;
                    }
                }

                ahead.Dequeue();
                await rows.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var (rows, any) in ahead)
            {
                // What is under way ends first, however it ends.
                await ((Task)any).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await rows.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads the rows of some accounts, a point read for each, 16 at once; those that have none are left out.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<IReadOnlyList<ActivityRow>> ReadAsync(IEnumerable<AccountName> accounts, CancellationToken cancellationToken)
    {
        var rows = new ConcurrentBag<ActivityRow>();
        await Parallel.ForEachAsync(
            accounts,
            new ParallelOptions { MaxDegreeOfParallelism = MaximumReads, CancellationToken = cancellationToken },
            async (account, cancel) =>
            {
                if (await FindAsync(account, cancel).ConfigureAwait(false) is { } row)
                {
                    rows.Add(row);
                }
            }).ConfigureAwait(false);
        return [.. rows];
    }

    /// <summary>Reads one account's row; null where there is none.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<ActivityRow?> FindAsync(AccountName account, CancellationToken cancellationToken)
    {
        var bucket = AccountBucket.Of(account);
        return await tables.FindAsync(NameOf(bucket), "Reading an account", AccountBucket.NameOf(bucket), TableKey.Of(account), cancellationToken).ConfigureAwait(false) is { } row ? Read(row) : null;
    }

    /// <summary>Forgets what is remembered of an account up to an instant, and remembers that instant.</summary>
    /// <returns>The instant: later than the given one where the account was reset by a clock that is ahead of this one, and something is remembered since.</returns>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<DateTimeOffset> ForgetAsync(AccountName account, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await FindAsync(account, cancellationToken).ConfigureAwait(false);
            var activity = new AccountActivity();
            var unreadable = row is not null && !ActivityEncoding.TryDecode(row.State, activity);
            if (activity.ForgottenUntil >= instant)
            {
                if (activity is { IsEmpty: true, Reached: Verdict.None, ReachedHistorically: Verdict.None })
                {
                    return activity.ForgottenUntil;
                }

                instant = activity.ForgottenUntil.AddMilliseconds(1);
            }

            activity.Forget(instant);
            var write = new ActivityWrite(account, ActivityEncoding.Encode(activity), row?.Version, null, Unreadable: unreadable ? row!.State : null);
            var (_, conflicts) = await WriteAsync(AccountBucket.Of(account), [write], clearDecision: true, cancellationToken).ConfigureAwait(false);
            if (conflicts.Count == 0)
            {
                return instant;
            }
        }
    }

    /// <summary>
    /// Writes rows of a bucket in transactions. A transaction that meets a row which is no longer what it was read as is not carried out at all;
    /// its rows are among the conflicts.
    /// </summary>
    /// <returns>The rows written with their new versions, and those that were not.</returns>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal async Task<(IReadOnlyList<(ActivityWrite Row, RowVersion Version)> Written, IReadOnlyList<ActivityConflict> Conflicts)> WriteAsync(
        int bucket, IReadOnlyList<ActivityWrite> rows, bool clearDecision, CancellationToken cancellationToken)
    {
        var written = new List<(ActivityWrite, RowVersion)>(rows.Count);
        var conflicts = new List<ActivityConflict>();
        var table = NameOf(bucket);
        for (var from = 0; from < rows.Count;)
        {
            using var transaction = new RowTransaction(tables.UriOf(table));
            var first = from;
            while (from < rows.Count && transaction.Count < MaximumRows && transaction.Length < MaximumBytes)
            {
                Add(transaction, bucket, rows[from++], clearDecision);
            }

            var versions = await tables.SubmitAsync(table, "Writing accounts", transaction, cancellationToken).ConfigureAwait(false);
            for (var i = first; i < from; i++)
            {
                if (versions is null)
                {
                    conflicts.Add(new ActivityConflict(rows[i].Account, i - first - transaction.Refused));
                }
                else
                {
                    written.Add((rows[i], versions[i - first]));
                }
            }
        }

        return (written, conflicts);
    }

    private static void Add(RowTransaction transaction, int bucket, ActivityWrite write, bool clearDecision)
    {
        var rowKey = TableKey.Of(write.Account);
        var row = transaction.BeginRow(AccountBucket.NameOf(bucket), rowKey, write.Version);
        row.WriteBase64String(State, write.State);
        row.WriteString(State + "@odata.type", "Edm.Binary");
        if (write.Unreadable is not null)
        {
            row.WriteBase64String(Unreadable, write.Unreadable);
            row.WriteString(Unreadable + "@odata.type", "Edm.Binary");
        }

        if (TableKey.IsHashed(rowKey))
        {
            row.WriteString(Account, write.Account.Value);
        }

        if (clearDecision)
        {
            row.WriteString(Decision, "");
            row.WriteString(Historical, "");
        }

        if (write.Decision is not null)
        {
            row.WriteString(Decision, DecisionJson.Write(write.Decision));
        }

        if (write.Historical is not null)
        {
            row.WriteString(Historical, DecisionJson.Write(write.Historical));
        }

        transaction.EndRow();
    }

    // In a bucket there may have been no account yet.
    private IAsyncEnumerable<ActivityRow> QueryAsync(int bucket, string? filter, CancellationToken cancellationToken)
    {
        var partition = TableClient.CreateQueryFilter($"PartitionKey eq {AccountBucket.NameOf(bucket)}");
        return (filter is null ? tables.QueryAsync(NameOf(bucket), partition, cancellationToken) : tables.SweepAsync(NameOf(bucket), "accounts by name", $"{partition} and ({filter})", cancellationToken)).OrNoneAsync(cancellationToken).Select(Read);
    }

    private static ActivityRow Read(TableEntity entity) => new(
        TableKey.Account(entity.RowKey, entity.GetString(Account)),
        entity.GetBinary(State),
        RowVersion.Parse(entity.ETag.ToString()),
        DecisionJson.Read(entity.GetString(Decision)),
        DecisionJson.Read(entity.GetString(Historical)));
}
