using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using AbuseServerless.Queue;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>The rows of the audit log: of a day each, in the order of their times.</summary>
internal static class AuditEntity
{
    public const string Enforcement = nameof(Enforcement);
    public const string Act = nameof(Act);
    private const string Given = nameof(ExemptionChange.Given);
    private const string ChangedBy = nameof(ChangedBy);
    private const string ChangedFor = nameof(ChangedFor);
    private const string Changed = nameof(Changed);
    private const string Command = nameof(Command);
    private const string CommandId = nameof(CommandId);
    private const string Plan = nameof(Plan);
    private const int TicksLength = 19;
    private const int MaximumTextLength = 30_000;

    /// <summary>What every transition's row has, and no other: filters by it leave the rest out.</summary>
    public const string IsTransition = $"{nameof(Suspension.Transitions)} ge 1";

    /// <summary>Filter for the changes of the mode of enforcement. Rows without the column are not greater than anything.</summary>
    public const string IsEnforcement = $"{Enforcement} ge 'A'";

    /// <summary>Filter for the restores of a backup.</summary>
    public const string IsRestore = $"{Act} eq '{nameof(OperatorActKind.StateRestored)}'";

    /// <summary>Filter for commands about queued mail.</summary>
    public const string IsCommand = $"{Command} ge 'A'";

    /// <summary>Filter for acts on plans.</summary>
    public const string IsAboutPlans = $"{Act} eq '{nameof(OperatorActKind.PlanSet)}' or {Act} eq '{nameof(OperatorActKind.PlanRemoved)}'";

    /// <summary>What a command's row is read from.</summary>
    public static readonly string[] ColumnsOfCommand = [Command, CommandId, nameof(QueueCommand.Account), nameof(QueueCommand.Until), nameof(QueueCommand.HeldByOthers), Changed, ChangedBy, ChangedFor];

    /// <summary>What the keys of a time begin with.</summary>
    public static string Ticks(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The time that a row's key begins with; of a key that was written by hand, the beginning of time.</summary>
    public static DateTimeOffset TimeOf(TableEntity row) =>
        row.RowKey.Length >= TicksLength && long.TryParse(row.RowKey.AsSpan(0, TicksLength), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : DateTimeOffset.MinValue;

    /// <summary>Writes a transition. Its key ends with its number, which tells it from the others.</summary>
    public static TableEntity Write(Suspension transition) =>
        SuspensionEntity.Write(transition, TableKey.OfDay(transition.Since), FormattableString.Invariant($"{Ticks(transition.Since)}:{TableKey.Of(transition.Account)}:{transition.Transitions:D10}"));

    /// <summary>Writes a change of the exemptions.</summary>
    public static TableEntity Write(ExemptionChange change)
    {
        var exemption = change.Exemption;
        var rowKey = $"{Ticks(change.Time)}:exemption:{(change.Given ? "given" : "taken")}:{ExemptionEntity.RowKey(exemption.Kind, exemption.Value)}";
        var row = ExemptionEntity.Write(exemption, TableKey.OfDay(change.Time), rowKey);
        row[Changed] = change.Time;
        row[Given] = change.Given;
        row[ChangedBy] = change.By;
        row[ChangedFor] = change.Reason;
        if (exemption.Kind == ExemptionKind.Account)
        {
            row[nameof(Suspension.Account)] = exemption.Value;
        }

        return row;
    }

    /// <summary>Writes a change of the mode of enforcement.</summary>
    public static TableEntity Write(EnforcementChange change) => Write(change, TableKey.OfDay(change.Time), $"{Ticks(change.Time)}:enforcement:{change.Mode}");

    /// <summary>Writes a change of the mode of enforcement under a given key.</summary>
    public static TableEntity Write(EnforcementChange change, string partitionKey, string rowKey) => new(partitionKey, rowKey)
    {
        [Enforcement] = change.Mode.ToString(),
        [Changed] = change.Time,
        [ChangedBy] = change.By,
        [ChangedFor] = change.Reason,
    };

    /// <summary>Reads a change of the mode of enforcement.</summary>
    public static EnforcementChange ReadEnforcement(TableEntity row) => new(row.Known<EnforcementMode>(Enforcement), row.Time(Changed), row.TextIfAny(ChangedBy)!, row.TextIfAny(ChangedFor)!);

    /// <summary>Writes another act of an operator.</summary>
    public static TableEntity Write(OperatorAct act, string id)
    {
        var row = new TableEntity(TableKey.OfDay(act.Time), $"{Ticks(act.Time)}:act:{act.Kind}:{id}")
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

    /// <summary>Writes a command about queued mail.</summary>
    public static TableEntity Write(QueueCommand command) => new(TableKey.OfDay(command.Time), $"{Ticks(command.Time)}:command:{command.Id}")
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

    /// <summary>Whether a row is a command's.</summary>
    public static bool IsCommandRow(TableEntity row) => row[Command] is string;

    /// <summary>Reads a command; null where its kind is one of a later version, or a value is missing: one bad row does not stop a gate.</summary>
    public static QueueCommand? ReadCommand(TableEntity row)
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

    /// <summary>Reads whatever a row holds.</summary>
    /// <exception cref="FormatException">The row is no entry, or one of a later version.</exception>
    public static AuditEntry Read(TableEntity row) =>
        row.TruthIfAny(Given) is { } given
            ? new AuditEntry(null, new ExemptionChange(row.Time(Changed), ExemptionEntity.Read(row), given, row.TextIfAny(ChangedBy)!, row.TextIfAny(ChangedFor)!))
        : row.ContainsKey(Enforcement) ? new AuditEntry(null, null, ReadEnforcement(row))
        : row.TextIfAny(Act) is not null ? new AuditEntry(null, null, Act: ReadAct(row))
        : IsCommandRow(row) ? new AuditEntry(null, null, Command: ReadCommand(row) ?? throw new FormatException("It is a command of a later version, or a value is missing."))
        : new AuditEntry(SuspensionEntity.Read(row), null);

    private static OperatorAct ReadAct(TableEntity row) => new(row.Time(Changed), row.Known<OperatorActKind>(Act), row.TextIfAny(ChangedBy)!, row.TextIfAny(ChangedFor)!)
    {
        Account = row.TextIfAny(nameof(OperatorAct.Account)) ?? "",
        Plan = row.TextIfAny(Plan) ?? "",
        Wildcards = [.. (row.TextIfAny(nameof(OperatorAct.Wildcards)) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(text => AccountName.TryParse(text, out _)).Select(PlanPattern.Parse)],
        IsOfOne = row.TruthIfAny(nameof(OperatorAct.IsOfOne)) ?? false,
        Command = row.TextIfAny(CommandId),
    };

    // A text of a row holds 32,768 characters; what does not fit is left out.
    private static string? WriteWildcards(IReadOnlyList<PlanPattern> wildcards)
    {
        var text = string.Join('\n', wildcards);
        return text.Length == 0 ? null : text.Length <= MaximumTextLength ? text : text[..text.LastIndexOf('\n', MaximumTextLength)];
    }
}
