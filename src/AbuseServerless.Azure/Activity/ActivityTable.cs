using AbuseServerless.Activity;
using AbuseServerless.Azure.Storage;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace AbuseServerless.Azure.Activity;

/// <summary>The table of what is remembered of accounts: a row for each, in the partition of its bucket.</summary>
public sealed class ActivityTable(Tables tables)
{
    private const string State = nameof(State);
    private const string Account = nameof(Account);
    private const string Decision = nameof(Decision);

    // A transaction takes 100 rows and 4 MiB; rows hold at most 64 KiB of state and 64 KiB of decision.
    private const int MostRows = 100;
    private const int MostBytes = 2_500_000;

    // A filter may hold 15 comparisons: the partition and 14 rows.
    private const int MostKeys = 14;

    /// <summary>Streams a bucket's rows, 1,000 a request.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<ActivityRow> ReadBucketAsync(int bucket, CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {AccountKey.BucketName(bucket)}"), cancellationToken);

    /// <summary>Streams every account's row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<ActivityRow> ReadAllAsync(CancellationToken cancellationToken) => QueryAsync("", cancellationToken);

    /// <summary>Streams the rows of the accounts whose name begins so, bucket by bucket; of every account where the prefix is empty.</summary>
    /// <param name="prefix">In normalised form.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<ActivityRow> ReadAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A range of keys within each partition is cheap; across partitions it would read the whole table.
        for (var bucket = 0; bucket < (prefix.Length == 0 ? 1 : AccountKey.Buckets); bucket++)
        {
            var filter = prefix.Length == 0
                ? ""
                : TableClient.CreateQueryFilter($"PartitionKey eq {AccountKey.BucketName(bucket)}") + $" and ({TableKey.BeginningWith(prefix, "")})";
            await foreach (var row in QueryAsync(filter, cancellationToken).ConfigureAwait(false))
            {
                if (row.Account.Value.StartsWith(prefix, StringComparison.Ordinal))
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>Streams the rows of some accounts of a bucket, 14 a request.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<ActivityRow> ReadAsync(
        int bucket,
        IEnumerable<AccountName> accounts,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in accounts.Chunk(MostKeys))
        {
            var rows = string.Join(" or ", chunk.Select(account => TableClient.CreateQueryFilter($"RowKey eq {TableKey.Of(account)}")));
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AccountKey.BucketName(bucket)}") + $" and ({rows})";
            await foreach (var row in QueryAsync(filter, cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    /// <summary>Reads one account's row; null where there is none.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task<ActivityRow?> FindAsync(AccountName account, CancellationToken cancellationToken) =>
        tables.RunAsync(
            Tables.AccountActivity,
            "Reading an account",
            async table =>
            {
                var found = await table.GetEntityIfExistsAsync<TableEntity>(
                    AccountKey.BucketName(AccountKey.Of(account).Bucket), TableKey.Of(account), cancellationToken: cancellationToken).ConfigureAwait(false);
                return found.HasValue ? Read(found.Value!) : null;
            },
            cancellationToken);

    /// <summary>Forgets what is remembered of an account up to an instant, and remembers that instant.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task ForgetAsync(AccountName account, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        IReadOnlyList<ActivityWrite> conflicts;
        do
        {
            var row = await FindAsync(account, cancellationToken).ConfigureAwait(false);
            var activity = row is null ? new AccountActivity() : ActivityEncoding.Decode(row.State);
            if (activity.ForgottenUntil >= instant)
            {
                return;
            }

            activity.Forget(instant);
            var key = AccountKey.Of(account);
            var write = new ActivityWrite(account, key, ActivityEncoding.Encode(activity), row?.ETag.ToString(), null);
            (_, conflicts) = await WriteAsync(key.Bucket, [write], clearDecision: true, cancellationToken).ConfigureAwait(false);
        }
        while (conflicts.Count > 0);
    }

    /// <summary>
    /// Writes rows of a bucket in transactions. A transaction that meets a row which is no longer what it was read as is not carried out at all;
    /// its rows are among the conflicts.
    /// </summary>
    /// <returns>The rows written with their new ETags, and those that were not.</returns>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal async Task<(IReadOnlyList<(ActivityWrite Row, string ETag)> Written, IReadOnlyList<ActivityWrite> Conflicts)> WriteAsync(
        int bucket, IReadOnlyList<ActivityWrite> rows, bool clearDecision, CancellationToken cancellationToken)
    {
        var written = new List<(ActivityWrite, string)>(rows.Count);
        var conflicts = new List<ActivityWrite>();
        foreach (var transaction in Transactions(bucket, rows, clearDecision))
        {
            var etags = await SubmitAsync(transaction.ConvertAll(part => part.Action), cancellationToken).ConfigureAwait(false);
            if (etags is null)
            {
                conflicts.AddRange(transaction.Select(part => part.Row));
            }
            else
            {
                written.AddRange(transaction.Select((part, i) => (part.Row, etags[i])));
            }
        }

        return (written, conflicts);
    }

    private Task<string[]?> SubmitAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        tables.RunAsync(
            Tables.AccountActivity,
            "Writing accounts",
            async table =>
            {
                try
                {
                    var answer = await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
                    return Array.ConvertAll([.. answer.Value], response => response.Headers.ETag!.Value.ToString());
                }
                catch (TableTransactionFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound)
                {
                    return null;
                }
            },
            cancellationToken);

    private static IEnumerable<List<(TableTransactionAction Action, ActivityWrite Row)>> Transactions(int bucket, IEnumerable<ActivityWrite> rows, bool clearDecision)
    {
        var partition = AccountKey.BucketName(bucket);
        var transaction = new List<(TableTransactionAction, ActivityWrite)>();
        var bytes = 0;
        foreach (var row in rows)
        {
            var entity = new TableEntity(partition, TableKey.Of(row.Account)) { [State] = row.State };
            if (TableKey.IsHashed(entity.RowKey))
            {
                entity[Account] = row.Account.Value;
            }

            if (clearDecision)
            {
                entity[Decision] = "";
            }
            else if (row.Decision is not null)
            {
                entity[Decision] = DecisionJson.Write(row.Decision);
            }

            var size = 1000 + row.State.Length * 4 / 3 + 2 * (entity[Decision] as string ?? "").Length;
            if (transaction.Count == MostRows || (transaction.Count > 0 && bytes + size > MostBytes))
            {
                yield return transaction;
                transaction = [];
                bytes = 0;
            }

            bytes += size;
            transaction.Add((row.ETag is null
                ? new TableTransactionAction(TableTransactionActionType.Add, entity)
                : new TableTransactionAction(TableTransactionActionType.UpdateMerge, entity, new ETag(row.ETag)), row));
        }

        if (transaction.Count > 0)
        {
            yield return transaction;
        }
    }

    private async IAsyncEnumerable<ActivityRow> QueryAsync(string filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in tables.QueryAsync(Tables.AccountActivity, filter, cancellationToken).ConfigureAwait(false))
        {
            yield return Read(entity);
        }
    }

    private static ActivityRow Read(TableEntity entity) => new(
        TableKey.Account(entity.RowKey, entity.GetString(Account)),
        entity.GetBinary(State),
        entity.ETag,
        DecisionJson.Read(entity.GetString(Decision)));
}
