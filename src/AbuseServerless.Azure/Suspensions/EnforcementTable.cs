using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>Whether suspended accounts are refused, as an operator has set it: one row beside the suspensions, which no deployment touches.</summary>
/// <remarks>
/// A change is put on record before it is made. The audit log is read all the time by those who refuse: an entry of it is the bell at which they read the row, which alone is the truth. They hear it for
/// seconds after it was written, so the row may be a moment behind.
/// </remarks>
public sealed class EnforcementTable(Tables tables, AuditTable audit, TimeProvider time)
{
    private const string RowKey = "m:enforcement";

    /// <summary>What an operator has set; null where none has, or where the row cannot be read: then the settings of each process count.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<EnforcementChange?> FindAsync(CancellationToken cancellationToken) =>
        await tables.FindAsync(Tables.Suspensions, "Reading whether suspensions are enforced", SuspensionEntity.Partition, RowKey, cancellationToken).ConfigureAwait(false) is { } row
            ? tables.Unreadable.TryRead(Tables.Suspensions, row, AuditEntity.ReadEnforcement)
            : null;

    /// <summary>Sets whether suspended accounts are refused.</summary>
    /// <param name="mode">What is to hold.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why, in a sentence.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What holds from now on: the earlier act, and nothing on record, where it was set so already.</returns>
    /// <exception cref="StorageException">Storage failed. It may be on record and not be set: doing it again is safe.</exception>
    public async Task<EnforcementChange> SetAsync(EnforcementMode mode, string by, string reason, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { } set && set.Mode == mode)
        {
            return set;
        }

        var change = new EnforcementChange(mode, time.GetUtcNow().ToWholeMilliseconds(), by, reason);
        await audit.RecordAsync(change, cancellationToken).ConfigureAwait(false);
        await tables.RunAsync(
            Tables.Suspensions,
            "Setting whether suspensions are enforced",
            table => table.UpsertEntityAsync(AuditEntity.Write(change, SuspensionEntity.Partition, RowKey), TableUpdateMode.Replace, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return change;
    }
}
