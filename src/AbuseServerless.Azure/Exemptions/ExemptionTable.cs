using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Exemptions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Exemptions;

/// <summary>The table of exemptions.</summary>
/// <remarks>A change is put on record before it is made: after a crash in between, the log tells of one that was not made, and never misses one that was.</remarks>
public sealed class ExemptionTable(Tables tables, AuditTable audit)
{
    internal const string Partition = "exemptions";

    /// <summary>Gives an exemption, or replaces the one of the same kind and value.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task PutAsync(Exemption exemption, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(ExemptionChange.Giving(exemption), cancellationToken).ConfigureAwait(false);
        var row = ExemptionEntity.Write(exemption, Partition, ExemptionEntity.RowKey(exemption.Kind, exemption.Value));
        await tables.RunAsync(
            Tables.Exemptions, "Writing an exemption", table => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes an exemption back, also one whose row cannot be read.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="value">Its value in normal form.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>What was taken back; null where there was none.</returns>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<Exemption?> RemoveAsync(ExemptionKind kind, string value, DateTimeOffset now, string by, string reason, CancellationToken cancellationToken)
    {
        if (await FindRowAsync(kind, value, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        // One that cannot be read goes too: on record is what was named.
        var found = TryRead(row) ?? Exemption.Of(kind, value, by, reason, now);
        await audit.RecordAsync(new ExemptionChange(now, found, false, by, reason), cancellationToken).ConfigureAwait(false);
        await tables.RunAsync(
            Tables.Exemptions,
            "Removing an exemption",
            table => table.DeleteEntityAsync(Partition, ExemptionEntity.RowKey(kind, value), ETag.All, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>An exemption; null where there is none, or none that can be read.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="value">Its value in normal form.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<Exemption?> FindAsync(ExemptionKind kind, string value, CancellationToken cancellationToken) =>
        await FindRowAsync(kind, value, cancellationToken).ConfigureAwait(false) is { } row ? TryRead(row) : null;

    /// <summary>Streams the exemptions, those that are over too; not those that cannot be read.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Exemption> ReadAsync(CancellationToken cancellationToken) =>
        tables.QueryAsync(Tables.Exemptions, TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken).Select(TryRead).OfType<Exemption>();

    /// <summary>Of which exemption a row is, by its key alone; null where it is none's.</summary>
    public static (ExemptionKind Kind, string Value)? NamedBy(string rowKey)
    {
        ArgumentNullException.ThrowIfNull(rowKey);
        try
        {
            return rowKey.Split(':', 2) is [var name, var text] && Enum.TryParse<ExemptionKind>(name, out var kind)
                && Exemption.Of(kind, TableKey.UnescapeText(text), "", "", default).Value is var value && ExemptionEntity.RowKey(kind, value) == rowKey
                ? (kind, value)
                : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }

    // Written by hand or by another version: the others hold all the same.
    private Exemption? TryRead(TableEntity row) => tables.Unreadable.TryRead(Tables.Exemptions, row, ExemptionEntity.Read);

    private Task<TableEntity?> FindRowAsync(ExemptionKind kind, string value, CancellationToken cancellationToken) =>
        tables.FindAsync(Tables.Exemptions, "Reading an exemption", Partition, ExemptionEntity.RowKey(kind, value), cancellationToken);
}
