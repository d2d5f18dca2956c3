using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>The audit log: one row for each transition of each account and for each exemption given or taken back, never changed.</summary>
public sealed class AuditTable(Tables tables)
{
    private const string Given = nameof(ExemptionChange.Given);
    private const string ChangedBy = nameof(ChangedBy);
    private const string ChangedFor = nameof(ChangedFor);
    private const string Changed = nameof(Changed);

    /// <summary>What every transition's row has, and no other: filters by it leave the exemptions out.</summary>
    internal const string IsTransition = $"{nameof(Suspension.Transitions)} ge 1";

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

    /// <summary>Puts a change of the exemptions on record. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(ExemptionChange change, CancellationToken cancellationToken)
    {
        var exemption = change.Exemption;

        // Told from a transition, whose key ends with its number.
        var rowKey = string.Create(
            CultureInfo.InvariantCulture, $"{change.Time.UtcTicks:D19}:exemption:{(change.Given ? "given" : "taken")}:{ExemptionEntity.RowKey(exemption.Kind, exemption.Value)}");
        var row = ExemptionEntity.Write(exemption, Day(change.Time), rowKey);
        row[Changed] = change.Time;
        row[Given] = change.Given;
        row[ChangedBy] = change.By;
        row[ChangedFor] = change.Reason;
        if (exemption.Kind == ExemptionKind.Account)
        {
            row[nameof(Suspension.Account)] = exemption.Value;
        }

        return tables.RunAsync(
            Tables.AuditLog,
            "Recording a change of the exemptions",
            table => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken),
            cancellationToken);
    }

    /// <summary>Streams transitions, oldest first.</summary>
    /// <param name="account">Of one account only; null for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Suspension> ReadAsync(AccountName? account, CancellationToken cancellationToken) =>
        tables.QueryAsync(Tables.AuditLog, account is null ? IsTransition : $"{IsTransition} and {Of(account.Value)}", cancellationToken).Select(SuspensionEntity.Read);

    /// <summary>Streams all that is on record, oldest first.</summary>
    /// <param name="account">Transitions and exemptions of one account only; null for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<AuditEntry> ReadEntriesAsync(AccountName? account, CancellationToken cancellationToken) =>
        ReadEntriesAsync(account, null, null, cancellationToken);

    /// <summary>Streams all that is on record of a time, oldest first: the service reads the partitions of its days and no others.</summary>
    /// <param name="account">Transitions and exemptions of one account only; null for all.</param>
    /// <param name="from">Inclusive; null for the beginning.</param>
    /// <param name="to">Exclusive; null for no end.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<AuditEntry> ReadEntriesAsync(AccountName? account, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        // A key begins with the time.
        string[] conditions =
        [
            .. from is { } first ? [TableClient.CreateQueryFilter($"PartitionKey ge {Day(first)} and RowKey ge {Ticks(first)}")] : Array.Empty<string>(),
            .. to is { } end ? [TableClient.CreateQueryFilter($"PartitionKey le {Day(end)} and RowKey lt {Ticks(end)}")] : Array.Empty<string>(),
            .. account is { } name ? [Of(name)] : Array.Empty<string>(),
        ];
        return tables.QueryAsync(Tables.AuditLog, string.Join(" and ", conditions), cancellationToken).Select(Read);
    }

    private static string Of(AccountName account) => TableClient.CreateQueryFilter($"Account eq {account.Value}");

    private static AuditEntry Read(TableEntity row) => row.GetBoolean(Given) is { } given
        ? new AuditEntry(null, new ExemptionChange(row.GetDateTimeOffset(Changed)!.Value, ExemptionEntity.Read(row), given, row.GetString(ChangedBy), row.GetString(ChangedFor)))
        : new AuditEntry(SuspensionEntity.Read(row), null);

    /// <summary>Streams the transitions of all accounts in a time, oldest first.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Suspension> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Day(from)} and PartitionKey le {Day(to)}") + $" and {IsTransition}";
        return tables.QueryAsync(Tables.AuditLog, filter, cancellationToken).Select(SuspensionEntity.Read).Where(transition => transition.Since >= from && transition.Since < to);
    }

    private static string Ticks(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The partition of a time.</summary>
    internal static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
