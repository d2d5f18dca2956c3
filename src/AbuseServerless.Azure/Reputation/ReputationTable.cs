using AbuseServerless.Azure.Notifications;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Notifications;
using AbuseServerless.Reputation;
using Azure;

namespace AbuseServerless.Azure.Reputation;

/// <summary>Where the reputation with each provider stands: rows of the suspensions' table.</summary>
public sealed class ReputationTable(Tables tables)
{
    /// <summary>Reads the last crossing of every provider that ever lost its reputation.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal async Task<Dictionary<string, (ReputationChange Change, ETag ETag)>> ReadAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, (ReputationChange, ETag)>(StringComparer.Ordinal);
        await foreach (var row in tables.QueryAsync(Tables.Suspensions, ReputationEntity.All, cancellationToken).ConfigureAwait(false))
        {
            if (tables.Unreadable.TryRead(Tables.Suspensions, row, ReputationEntity.Read) is { } change)
            {
                known[change.Provider] = (change, row.ETag);
            }
        }

        return known;
    }

    /// <summary>Records a crossing and, in the same transaction, who is to be told of it.</summary>
    /// <param name="change">The crossing.</param>
    /// <param name="etag">The version at which the one before was read; null where there was none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The row's new version; null where another had recorded one meanwhile, and nothing was done.</returns>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task<ETag?> TryRecordAsync(ReputationChange change, ETag? etag, CancellationToken cancellationToken)
    {
        var row = ReputationEntity.Write(change, ReputationEntity.RowKey(change.Provider));
        var told = (change.Historical ? [] : ReputationNotification.Of(change)).Select(news => DueNotification.Of(news).Write());
        return tables.RunAsync(Tables.Suspensions, "Recording a reputation", table => table.TryWriteAsync(row, etag, told, cancellationToken), cancellationToken);
    }
}
