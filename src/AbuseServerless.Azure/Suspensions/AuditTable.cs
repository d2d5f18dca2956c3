using System.Globalization;
using AbuseServerless.Activity;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>The audit log: one row for each transition of each account, never changed.</summary>
public sealed class AuditTable(Tables tables)
{
    /// <summary>Puts a transition on record. Its key follows from the transition, so that doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(Suspension transition, CancellationToken cancellationToken)
    {
        var rowKey = string.Create(
            CultureInfo.InvariantCulture, $"{transition.Since.UtcTicks:D19}:{TableKey.Of(transition.Account)}:{transition.Transitions:D10}");
        var row = SuspensionEntity.Write(transition, Day(transition.Since), rowKey);
        return tables.RunAsync(
            Tables.AuditLog,
            "Recording a transition",
            table => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken),
            cancellationToken);
    }

    /// <summary>Streams transitions, oldest first within a day.</summary>
    /// <param name="account">Of one account only; null for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<Suspension> ReadAsync(
        AccountName? account, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = account is null ? "" : TableClient.CreateQueryFilter($"Account eq {account.Value.Value}");
        await foreach (var row in tables.QueryAsync(Tables.AuditLog, filter, cancellationToken).ConfigureAwait(false))
        {
            yield return SuspensionEntity.Read(row);
        }
    }

    /// <summary>Streams the transitions of all accounts in a time, oldest first.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Suspension> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Day(from)} and PartitionKey le {Day(to)}");
        return tables.QueryAsync(Tables.AuditLog, filter, cancellationToken).Select(SuspensionEntity.Read).Where(transition => transition.Since >= from && transition.Since < to);
    }

    /// <summary>The partition of a time.</summary>
    internal static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
