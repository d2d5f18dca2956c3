using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using AbuseServerless.Queue;
using AbuseServerless.Quotas;
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
    private const string Given = nameof(ExemptionChange.Given);
    private const string ChangedBy = nameof(ChangedBy);
    private const string ChangedFor = nameof(ChangedFor);
    private const string Changed = nameof(Changed);
    internal const string Enforcement = nameof(Enforcement);
    internal const string Act = nameof(Act);
    private const string Command = nameof(Command);
    private const string CommandId = nameof(CommandId);
    private const string Plan = nameof(Plan);
    private const int MaximumRows = 100;
    private const int TicksLength = 19;
    private const int MaximumTextLength = 30_000;

    /// <summary>What a command's row is read from.</summary>
    internal static readonly string[] ColumnsOfCommand = [Command, CommandId, nameof(QueueCommand.Account), nameof(QueueCommand.Until), nameof(QueueCommand.HeldByOthers), Changed, ChangedBy, ChangedFor];

    /// <summary>What every transition's row has, and no other: filters by it leave the rest out.</summary>
    internal const string IsTransition = $"{nameof(Suspension.Transitions)} ge 1";

    /// <summary>Puts a transition on record. Its key follows from the transition, so that doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(Suspension transition, CancellationToken cancellationToken)
    {
        var rowKey = string.Create(
            CultureInfo.InvariantCulture, $"{transition.Since.UtcTicks:D19}:{TableKey.Of(transition.Account)}:{transition.Transitions:D10}");
        var row = SuspensionEntity.Write(transition, Day(transition.Since), rowKey);
        return InsertAsync("Recording a transition", row, cancellationToken);
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

        return InsertAsync("Recording a change of the exemptions", row, cancellationToken);
    }

    /// <summary>Filter for the changes of the mode of enforcement. Rows without the column are not greater than anything.</summary>
    internal const string IsEnforcement = $"{Enforcement} ge 'A'";

    /// <summary>Puts a change of the mode of enforcement on record. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(EnforcementChange change, CancellationToken cancellationToken)
    {
        var row = Write(change, Day(change.Time), string.Create(CultureInfo.InvariantCulture, $"{change.Time.UtcTicks:D19}:enforcement:{change.Mode}"));
        return InsertAsync("Recording a change of the mode of enforcement", row, cancellationToken);
    }

    /// <summary>Filter for the restores of a backup.</summary>
    internal const string IsRestore = $"{Act} eq '{nameof(OperatorActKind.StateRestored)}'";

    /// <summary>Puts another act of an operator on record.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task RecordAsync(OperatorAct act, CancellationToken cancellationToken) => RecordAsync(act, Guid.NewGuid().ToString("N"), cancellationToken);

    /// <summary>Puts an act on record that has an id. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task RecordAsync(OperatorAct act, string id, CancellationToken cancellationToken) => InsertAsync("Recording an operator's act", Write(act, id), cancellationToken);

    /// <summary>Puts acts of one time on record, which stand in this order: 100 a request.</summary>
    /// <exception cref="StorageException">Storage failed; some may be on record.</exception>
    internal async Task RecordAsync(IReadOnlyList<OperatorAct> acts, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        foreach (var rows in acts.Select((act, number) => Write(act, FormattableString.Invariant($"{id}-{number:D5}"))).Chunk(MaximumRows))
        {
            await tables.RunAsync(Tables.AuditLog, "Recording an operator's acts", table => AddAsync(table, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

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

    private static TableEntity Write(OperatorAct act, string id)
    {
        var row = new TableEntity(Day(act.Time), string.Create(CultureInfo.InvariantCulture, $"{act.Time.UtcTicks:D19}:act:{act.Kind}:{id}"))
        {
            [Act] = act.Kind.ToString(),
            [Changed] = act.Time,
            [ChangedBy] = act.By,
            [ChangedFor] = act.Reason,
        };
        if (act.Account.Length > 0)
        {
            row[nameof(OperatorAct.Account)] = act.Account;
        }

        if (act.Plan.Length > 0)
        {
            row[Plan] = act.Plan;
            row[nameof(OperatorAct.Wildcards)] = WriteWildcards(act.Wildcards);
            row[nameof(OperatorAct.IsOfOne)] = act.IsOfOne;
        }

        if (act.Command is { } command)
        {
            row[CommandId] = command;
        }

        return row;
    }

    // A text of a row holds 32,768 characters; what does not fit is left out.
    private static string? WriteWildcards(IReadOnlyList<PlanPattern> wildcards)
    {
        var text = string.Join('\n', wildcards);
        return text.Length == 0 ? null : text.Length <= MaximumTextLength ? text : text[..text.LastIndexOf('\n', MaximumTextLength)];
    }

    private static OperatorAct ReadAct(TableEntity row) => new(row.Time(Changed), row.Known<OperatorActKind>(Act), row.TextIfAny(ChangedBy)!, row.TextIfAny(ChangedFor)!)
    {
        Account = row.TextIfAny(nameof(OperatorAct.Account)) ?? "",
        Plan = row.TextIfAny(Plan) ?? "",
        Wildcards = [.. (row.TextIfAny(nameof(OperatorAct.Wildcards)) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(text => AccountName.TryParse(text, out _)).Select(PlanPattern.Parse)],
        IsOfOne = row.TruthIfAny(nameof(OperatorAct.IsOfOne)) ?? false,
        Command = row.TextIfAny(CommandId),
    };

    /// <summary>Filter for commands about queued mail.</summary>
    internal const string IsCommand = $"{Command} ge 'A'";

    /// <summary>Puts a command about queued mail on record, where the gates on mail hosts hear it. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task RecordAsync(QueueCommand command, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Day(command.Time), $"{Ticks(command.Time)}:command:{command.Id}")
        {
            [Command] = command.Kind.ToString(),
            [CommandId] = command.Id,
            [nameof(QueueCommand.Account)] = command.Account.Value,
            [nameof(QueueCommand.Until)] = command.Until,
            [nameof(QueueCommand.HeldByOthers)] = command.HeldByOthers,
            [Changed] = command.Time,
            [ChangedBy] = command.By,
            [ChangedFor] = command.Reason,
        };
        return InsertAsync("Recording a command about queued mail", row, cancellationToken);
    }

    /// <summary>Whether a row is a command's.</summary>
    internal static bool IsCommandRow(TableEntity row) => row[Command] is string;

    /// <summary>Reads a command; null where its kind is one of a later version, or a value is missing: one bad row does not stop a gate.</summary>
    internal static QueueCommand? ReadCommand(TableEntity row)
    {
        if (!Enum.TryParse<QueueCommandKind>(row[Command] as string, out var kind)
            || !AccountName.TryParse(row[nameof(QueueCommand.Account)] as string, out var account)
            || row[CommandId] is not string id
            || row[Changed] is not DateTimeOffset time
            || row[nameof(QueueCommand.Until)] is not DateTimeOffset until)
        {
            return null;
        }

        return new QueueCommand(id, kind, account, time, until, row[ChangedBy] as string ?? "", row[ChangedFor] as string ?? "")
        {
            HeldByOthers = row[nameof(QueueCommand.HeldByOthers)] as bool? ?? false,
        };
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

    internal static TableEntity Write(EnforcementChange change, string partitionKey, string rowKey) => new(partitionKey, rowKey)
    {
        [Enforcement] = change.Mode.ToString(),
        [Changed] = change.Time,
        [ChangedBy] = change.By,
        [ChangedFor] = change.Reason,
    };

    internal static EnforcementChange ReadEnforcement(TableEntity row) => new(row.Known<EnforcementMode>(Enforcement), row.Time(Changed), row.TextIfAny(ChangedBy)!, row.TextIfAny(ChangedFor)!);

    /// <summary>Streams transitions, oldest first.</summary>
    /// <param name="account">Of one account only; null for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Suspension> ReadAsync(AccountName? account, CancellationToken cancellationToken) =>
        tables.SweepAsync(Tables.AuditLog, "transitions", account is null ? IsTransition : $"{IsTransition} and {Of(account.Value)}", cancellationToken).Select(TryReadTransition).OfType<Suspension>();

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
            .. from is { } first ? [TableClient.CreateQueryFilter($"PartitionKey ge {Day(first)} and RowKey ge {Ticks(first)}")] : Array.Empty<string>(),
            .. to is { } end ? [TableClient.CreateQueryFilter($"PartitionKey le {Day(end)} and RowKey lt {Ticks(end)}")] : Array.Empty<string>(),
            .. account is { } name ? [$"({Of(name)} or {IsAboutPlans})"] : Array.Empty<string>(),
        ];
        var filter = string.Join(" and ", conditions);
        var trail = account is { } whose ? new PlanTrail(whose, plan) : null;
        return tables.SweepAsync(Tables.AuditLog, "audit log", filter, cancellationToken).Select(TryRead).OfType<AuditEntry>()
            .Where(entry => trail is null || entry.Act is not { Kind: OperatorActKind.PlanSet or OperatorActKind.PlanRemoved } act || trail.Concerns(act));
    }

    private const string IsAboutPlans = $"{Act} eq '{nameof(OperatorActKind.PlanSet)}' or {Act} eq '{nameof(OperatorActKind.PlanRemoved)}'";

    private static string Of(AccountName account) => TableClient.CreateQueryFilter($"Account eq {account.Value}");

    // One entry of a later version, or one that somebody edited, keeps nobody from the others.
    private AuditEntry? TryRead(TableEntity row) => tables.Unreadable.TryRead(Tables.AuditLog, row, Read);

    private Suspension? TryReadTransition(TableEntity row) => tables.Unreadable.TryRead(Tables.AuditLog, row, SuspensionEntity.Read);

    /// <exception cref="FormatException">The row is no entry, or one of a later version.</exception>
    internal static AuditEntry Read(TableEntity row) =>
        row.TruthIfAny(Given) is { } given
            ? new AuditEntry(null, new ExemptionChange(row.Time(Changed), ExemptionEntity.Read(row), given, row.TextIfAny(ChangedBy)!, row.TextIfAny(ChangedFor)!))
        : row.ContainsKey(Enforcement) ? new AuditEntry(null, null, ReadEnforcement(row))
        : row.TextIfAny(Act) is not null ? new AuditEntry(null, null, Act: ReadAct(row))
        : IsCommandRow(row) ? new AuditEntry(null, null, Command: ReadCommand(row) ?? throw new FormatException("It is a command of a later version, or a value is missing."))
        : new AuditEntry(SuspensionEntity.Read(row), null);

    /// <summary>Streams the transitions of all accounts in a time, oldest first.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Suspension> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Day(from)} and PartitionKey le {Day(to)}") + $" and {IsTransition}";
        return tables.SweepAsync(Tables.AuditLog, "transitions", filter, cancellationToken).Select(TryReadTransition).OfType<Suspension>().Where(transition => transition.Since >= from && transition.Since < to);
    }

    /// <summary>The time that a row's key begins with; of a key that was written by hand, the beginning of time.</summary>
    internal static DateTimeOffset TimeOf(TableEntity row) =>
        row.RowKey.Length >= TicksLength && long.TryParse(row.RowKey.AsSpan(0, TicksLength), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : DateTimeOffset.MinValue;

    private static string Ticks(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The partition of a time.</summary>
    internal static string Day(DateTimeOffset time) => TableKey.OfDay(time);
}
