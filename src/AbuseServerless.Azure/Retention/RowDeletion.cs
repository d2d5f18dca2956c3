using AbuseServerless.Azure.Storage;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Retention;

/// <summary>Deletes rows in transactions of up to 100, each row only while it is of the version that was judged.</summary>
internal static class RowDeletion
{
    private const int MaximumRows = 100;

    /// <summary>Deletes rows. One that was changed or deleted meanwhile is left as it is.</summary>
    /// <param name="tables">The storage account.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">Its rows: keys and versions.</param>
    /// <param name="most">Rows after which it stops, and reads no further.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Number of rows deleted.</returns>
    /// <exception cref="StorageException">Storage failed; some rows may be deleted.</exception>
    public static async Task<int> DeleteAsync(Tables tables, string table, IAsyncEnumerable<TableEntity> rows, int most, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var chunk = new List<TableEntity>(MaximumRows);
        await foreach (var row in rows.Take(most).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (chunk.Count == MaximumRows || (chunk.Count > 0 && chunk[0].PartitionKey != row.PartitionKey))
            {
                deleted += await DeleteChunkAsync(tables, table, chunk, cancellationToken).ConfigureAwait(false);
                chunk.Clear();
            }

            chunk.Add(row);
        }

        return deleted + await DeleteChunkAsync(tables, table, chunk, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> DeleteChunkAsync(Tables tables, string table, List<TableEntity> rows, CancellationToken cancellationToken)
    {
        while (rows.Count > 0 && await TryDeleteAsync(tables, table, rows, cancellationToken).ConfigureAwait(false) is { } changed)
        {
            rows.RemoveAt(changed);
        }

        return rows.Count;
    }

    // The index of a row that is no longer what it was; null where all are deleted.
    private static Task<int?> TryDeleteAsync(Tables tables, string table, IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        tables.RunAsync(
            table,
            "Deleting what is over",
            async client =>
            {
                try
                {
                    await client.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)), cancellationToken).ConfigureAwait(false);
                    return (int?)null;
                }
                catch (TableTransactionFailedException e) when (e is { Status: 404 or 412, FailedTransactionActionIndex: { } index })
                {
                    return index;
                }
            },
            cancellationToken);
}
