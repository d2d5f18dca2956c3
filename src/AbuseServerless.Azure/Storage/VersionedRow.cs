using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Storage;

/// <summary>A row that is read, and written only where nobody has changed it since.</summary>
internal static class VersionedRow
{
    /// <summary>How often a change is tried anew that others were faster with: 50 times. Of several that write at once, one succeeds each time.</summary>
    public const int MaximumAttempts = 50;

    /// <summary>What is thrown where others were faster each time.</summary>
    /// <param name="what">What they changed, with its verb.</param>
    public static StorageException Contended(string what) => new(StorageFault.Unavailable, $"{what} changed by other writers {MaximumAttempts} times in a row.");

    /// <summary>Reads a row; null where there is none.</summary>
    public static async Task<TableEntity?> FindAsync(this TableClient table, string partition, string key, CancellationToken cancellationToken, IEnumerable<string>? select = null)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, select, cancellationToken).ConfigureAwait(false);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Writes a row.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="row">The row.</param>
    /// <param name="version">The version at which it was read; null where there was none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="RequestFailedException">404, 409 or 412: another has changed it.</exception>
    public static Task<Response> WriteAsync(this TableClient table, TableEntity row, ETag? version, CancellationToken cancellationToken) => version is { } read
        ? table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken)
        : table.AddEntityAsync(row, cancellationToken);

    /// <summary>Writes a row, and others in the same transaction.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="row">The row.</param>
    /// <param name="version">The version at which it was read; null where there was none.</param>
    /// <param name="beside">The others, whatever they were.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The row's new version; null where another has changed it, and nothing was done.</returns>
    public static async Task<ETag?> TryWriteAsync(this TableClient table, TableEntity row, ETag? version, IEnumerable<TableEntity> beside, CancellationToken cancellationToken)
    {
        var first = version is { } read ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, read) : new TableTransactionAction(TableTransactionActionType.Add, row);
        var others = beside.Select(other => new TableTransactionAction(TableTransactionActionType.UpsertReplace, other));
        try
        {
            var answers = await table.SubmitTransactionAsync([first, .. others], cancellationToken).ConfigureAwait(false);
            return answers.Value[0].Headers.ETag;
        }
        catch (TableTransactionFailedException e) when (e.Status is 409 or 412)
        {
            return null;
        }
    }
}
