using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Suspensions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Writes beside a suspension when somebody last tried to log in. No transition: nothing is put on record.</summary>
public sealed class RefusedAttemptTable(Tables tables)
{
    private const int MostRows = 100;

    /// <summary>Writes the times of the accounts that have a suspension, 100 a transaction.</summary>
    /// <exception cref="StorageException">Storage failed; some may be written.</exception>
    public async Task WriteAsync(IEnumerable<KeyValuePair<AccountName, DateTimeOffset>> attempts, CancellationToken cancellationToken)
    {
        foreach (var chunk in attempts.Chunk(MostRows))
        {
            var rows = chunk.Select(attempt => new TableEntity(SuspensionEntity.Partition, SuspensionEntity.RowKey(attempt.Key)) { [nameof(Suspension.LastAttempt)] = attempt.Value }).ToList();
            while (rows.Count > 0 && await TryWriteAsync(rows, cancellationToken).ConfigureAwait(false) is { } missing)
            {
                rows.RemoveAt(missing);
            }
        }
    }

    // The index of a row that is not there; null where all are written. Whoever changes the row meanwhile has its ETag, reads again and keeps the time.
    private Task<int?> TryWriteAsync(IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        tables.RunAsync(
            Tables.Suspensions,
            "Writing refused attempts",
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
