using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Notifications;

/// <summary>The notifications that are due: rows of the suspensions' table.</summary>
public sealed class NotificationTable(Tables tables)
{
    private const int MaximumRows = 100;

    /// <summary>Streams what is due on a channel, the longest due first; null for a notification that cannot be read.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal IAsyncEnumerable<(TableEntity Row, DueNotification? Due)> ReadDueAsync(NotificationChannel channel, DateTimeOffset now, CancellationToken cancellationToken) =>
        tables.QueryAsync(Tables.Suspensions, DueNotification.DueAt(channel, now), cancellationToken)
            .Select(row => (row, tables.Unreadable.TryRead(Tables.Suspensions, row, DueNotification.Read)));

    /// <summary>Where an account stands now; null where nothing was ever decided about it, or where its state is not known to this version.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal async Task<SuspensionState?> FindStateAsync(AccountName account, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(Tables.Suspensions, "Reading a suspension", SuspensionEntity.Partition, SuspensionEntity.RowKey(account), cancellationToken, [nameof(Suspension.State)]).ConfigureAwait(false);
        return Enum.TryParse<SuspensionState>(row?[nameof(Suspension.State)] as string, out var state) ? state : null;
    }

    /// <summary>Deletes what was told, or nobody wants to be told.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RemoveAsync(string rowKey, CancellationToken cancellationToken) =>
        tables.RunAsync(
            Tables.Suspensions,
            "Finishing a notification",
            table => table.DeleteEntityAsync(SuspensionEntity.Partition, rowKey, ETag.All, cancellationToken),
            cancellationToken);

    /// <summary>Puts an attempt off. Nothing happens where the notification is there no more.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task PostponeAsync(DueNotification failed, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var later = failed with { Due = due, Failures = failed.Failures + 1 };
        return SubmitAsync(
            "Postponing a notification", [Deletion(failed.RowKey), new TableTransactionAction(TableTransactionActionType.UpsertReplace, later.Write())], cancellationToken);
    }

    /// <summary>Deletes all that is due on a channel that has no receiver.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal async Task DropAsync(NotificationChannel channel, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = tables.QueryAsync(Tables.Suspensions, DueNotification.DueAt(channel, now), cancellationToken, [nameof(TableEntity.RowKey)]).Select(row => row.RowKey);
        await foreach (var chunk in keys.Chunk(MaximumRows).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await SubmitAsync("Dropping notifications", chunk.Select(Deletion), cancellationToken).ConfigureAwait(false);
        }
    }

    private static TableTransactionAction Deletion(string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(SuspensionEntity.Partition, rowKey), ETag.All);

    // False where a row was deleted meanwhile: by the request before this one, whose answer was lost.
    private Task<bool> SubmitAsync(string doing, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        tables.RunAsync(
            Tables.Suspensions,
            doing,
            async table =>
            {
                try
                {
                    await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch (TableTransactionFailedException e) when (e.Status == 404)
                {
                    return false;
                }
            },
            cancellationToken);
}
