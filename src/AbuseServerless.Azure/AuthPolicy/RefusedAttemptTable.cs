using AbuseServerless.Accounts;
using AbuseServerless.Azure.Retention;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Suspensions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>When somebody last tried to log in to a suspended account. No transition: nothing is put on record.</summary>
/// <remarks>
/// Gates may read suspensions and write none, so they and the workers leave the times in the table of gates, and the functions fold them into the suspensions. Gates up to 0.1.0 write them there themselves.
/// </remarks>
public sealed class RefusedAttemptTable(Tables tables)
{
    /// <summary>Rows that a run folds, at most: two thirds of a minute at the pace of Table Storage.</summary>
    public const int MaximumFolded = 20_000;

    private const string Partition = "attempts";
    private const int MaximumRows = 100;

    /// <summary>Leaves the times of accounts that were refused, 100 a transaction.</summary>
    /// <exception cref="StorageException">Storage failed; some may be written.</exception>
    public async Task WriteAsync(IEnumerable<KeyValuePair<AccountName, DateTimeOffset>> attempts, CancellationToken cancellationToken)
    {
        foreach (var chunk in attempts.Chunk(MaximumRows))
        {
            var rows = chunk.Select(attempt => Row(Partition, TableKey.Of(attempt.Key), attempt.Value));
            await tables.RunAsync(
                Tables.Gates,
                "Writing refused attempts",
                table => table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Brings the times to the suspensions, 100 a transaction. A time of an account that has none is forgotten; one that is left meanwhile stays for the next run.</summary>
    /// <exception cref="StorageException">Storage failed: the next run goes on.</exception>
    public async Task FoldAsync(CancellationToken cancellationToken)
    {
        var left = tables.QueryAsync(Tables.Gates, TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken).Take(MaximumFolded).Chunk(MaximumRows);
        await foreach (var chunk in left.ConfigureAwait(false))
        {
            var rows = chunk.Select(row => (row.RowKey, Time: row.GetDateTimeOffset(nameof(Suspension.LastAttempt)))).Where(row => row.Time is not null)
                .Select(row => Row(SuspensionEntity.Partition, SuspensionEntity.Prefix + row.RowKey, row.Time!.Value)).ToList();
            while (rows.Count > 0 && await TryFoldAsync(rows, cancellationToken).ConfigureAwait(false) is { } missing)
            {
                rows.RemoveAt(missing);
            }

            await RowDeletion.DeleteAsync(tables, Tables.Gates, chunk.ToAsyncEnumerable(), MaximumRows, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TableEntity Row(string partitionKey, string rowKey, DateTimeOffset time) => new(partitionKey, rowKey) { [nameof(Suspension.LastAttempt)] = time };

    // The index of a row that is not there; null where all are written. Whoever changes the row meanwhile has its ETag, reads again and keeps the time.
    private Task<int?> TryFoldAsync(IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        tables.RunAsync(
            Tables.Suspensions,
            "Folding refused attempts",
            async table =>
            {
                try
                {
                    await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, ETag.All)), cancellationToken).ConfigureAwait(false);
                    return (int?)null;
                }
                catch (TableTransactionFailedException e) when (e is { Status: 404, FailedTransactionActionIndex: { } index })
                {
                    return index;
                }
            },
            cancellationToken);
}
