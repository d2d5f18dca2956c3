using AbuseServerless.Accounts;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>
/// The audit log: one row for each transition of each account, for each exemption given or taken back, for each change of the mode of enforcement, and for each command to mail hosts about queued mail, which they read here. Rows
/// are inserted and never changed.
/// </summary>
public sealed class AuditTable(Tables tables)
{
    private const int MaximumRows = 100;

    /// <summary>Puts a transition on record. Its key follows from the transition, so that doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(Suspension transition, CancellationToken cancellationToken) => InsertAsync("Recording a transition", AuditEntity.Write(transition), cancellationToken);

    /// <summary>Puts a change of the exemptions on record. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(ExemptionChange change, CancellationToken cancellationToken) => InsertAsync("Recording a change of the exemptions", AuditEntity.Write(change), cancellationToken);

    /// <summary>Puts a change of the mode of enforcement on record. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(EnforcementChange change, CancellationToken cancellationToken) => InsertAsync("Recording a change of the mode of enforcement", AuditEntity.Write(change), cancellationToken);

    /// <summary>Puts another act of an operator on record.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task RecordAsync(OperatorAct act, CancellationToken cancellationToken) => RecordAsync(act, Guid.NewGuid().ToString("N"), cancellationToken);

    /// <summary>Puts an act on record that has an id. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(OperatorAct act, string id, CancellationToken cancellationToken) => InsertAsync("Recording an operator's act", AuditEntity.Write(act, id), cancellationToken);

    /// <summary>Puts acts of one time on record, which stand in this order: 100 a request.</summary>
    /// <exception cref="StorageException">Storage failed; some may be on record.</exception>
    internal async Task RecordAsync(IReadOnlyList<OperatorAct> acts, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        foreach (var rows in acts.Select((act, number) => AuditEntity.Write(act, FormattableString.Invariant($"{id}-{number:D5}"))).Chunk(MaximumRows))
        {
            await tables.RunAsync(Tables.AuditLog, "Recording an operator's acts", table => AddAsync(table, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a command about queued mail on record, where the gates on mail hosts hear it. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task RecordAsync(QueueCommand command, CancellationToken cancellationToken) => InsertAsync("Recording a command about queued mail", AuditEntity.Write(command), cancellationToken);

    private static async Task<bool> AddAsync(TableClient table, IEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // Nobody else has their id: the answer to the same request was lost.
            return false;
        }
    }

    // By insert and nothing else: the role of operators allows no more on this table (infra/app/roles.bicep). What is on record already stays as it is.
    private Task<bool> InsertAsync(string doing, TableEntity row, CancellationToken cancellationToken) => tables.RunAsync(
        Tables.AuditLog,
        doing,
        async table =>
        {
            try
            {
                await table.AddEntityAsync(row, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>Streams transitions, oldest first.</summary>
    /// <param name="account">Of one account only; null for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Suspension> ReadAsync(AccountName? account, CancellationToken cancellationToken) =>
        tables.SweepAsync(Tables.AuditLog, "transitions", account is null ? AuditEntity.IsTransition : $"{AuditEntity.IsTransition} and {Of(account.Value)}", cancellationToken).Select(TryReadTransition).OfType<Suspension>();

    /// <summary>Streams all that is on record, oldest first.</summary>
    /// <param name="account">Transitions and exemptions of one account only; null for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<AuditEntry> ReadEntriesAsync(AccountName? account, CancellationToken cancellationToken) =>
        ReadEntriesAsync(account, null, null, null, cancellationToken);

    /// <summary>Streams all that is on record of a time, oldest first: the service reads the partitions of its days and no others.</summary>
    /// <param name="account">Only what concerns one account, changes of its plans too; null for all.</param>
    /// <param name="plan">The plan that applies to it now; null where none does, or where it is not known.</param>
    /// <param name="from">Inclusive; null for the beginning.</param>
    /// <param name="to">Exclusive; null for no end.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<AuditEntry> ReadEntriesAsync(AccountName? account, string? plan, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        // A key begins with the time.
        string[] conditions =
        [
            .. from is { } first ? [TableClient.CreateQueryFilter($"PartitionKey ge {TableKey.OfDay(first)} and RowKey ge {AuditEntity.Ticks(first)}")] : Array.Empty<string>(),
            .. to is { } end ? [TableClient.CreateQueryFilter($"PartitionKey le {TableKey.OfDay(end)} and RowKey lt {AuditEntity.Ticks(end)}")] : Array.Empty<string>(),
            .. account is { } name ? [$"({Of(name)} or {AuditEntity.IsAboutPlans})"] : Array.Empty<string>(),
        ];
        var filter = string.Join(" and ", conditions);
        var trail = account is { } whose ? new PlanTrail(whose, plan) : null;
        return tables.SweepAsync(Tables.AuditLog, "audit log", filter, cancellationToken).Select(TryRead).OfType<AuditEntry>()
            .Where(entry => trail is null || entry.Act is not { Kind: OperatorActKind.PlanSet or OperatorActKind.PlanRemoved } act || trail.Concerns(act));
    }

    private static string Of(AccountName account) => TableClient.CreateQueryFilter($"Account eq {account.Value}");

    // One entry of a later version, or one that somebody edited, keeps nobody from the others.
    private AuditEntry? TryRead(TableEntity row) => tables.Unreadable.TryRead(Tables.AuditLog, row, AuditEntity.Read);

    private Suspension? TryReadTransition(TableEntity row) => tables.Unreadable.TryRead(Tables.AuditLog, row, SuspensionEntity.Read);

    /// <summary>Streams the transitions of all accounts in a time, oldest first.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Suspension> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {TableKey.OfDay(from)} and PartitionKey le {TableKey.OfDay(to)}") + $" and {AuditEntity.IsTransition}";
        return tables.SweepAsync(Tables.AuditLog, "transitions", filter, cancellationToken).Select(TryReadTransition).OfType<Suspension>().Where(transition => transition.Since >= from && transition.Since < to);
    }
}
