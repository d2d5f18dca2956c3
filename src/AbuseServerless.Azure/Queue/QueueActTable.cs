using AbuseServerless.Accounts;
using AbuseServerless.Azure.Retention;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Queue;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Queue;

/// <summary>
/// What mail hosts did to queued mail. Gates may write nothing to the audit log: they leave a row for each act and host in their own table, and the functions put it on record.
/// </summary>
public sealed class QueueActTable(Tables tables)
{
    /// <summary>Rows that a run puts on record, at most.</summary>
    public const int MaximumFolded = 2_000;

    private const string Partition = "queue-acts";
    private const string Host = nameof(Host);
    private const int MaximumRows = 100;
    private const int LongestHost = 255;

    // A host tells of the last day.
    private static readonly TimeSpan Oldest = QueueTally.Kept + TimeSpan.FromDays(1);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    /// <summary>Leaves what this host did, 100 a transaction. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed; some may be written.</exception>
    public async Task WriteAsync(string host, IReadOnlyList<QueueDone> done, CancellationToken cancellationToken)
    {
        foreach (var chunk in done.Select(one => Write(host, one)).DistinctBy(row => row.RowKey).Chunk(MaximumRows))
        {
            await tables.RunAsync(
                Tables.Gates,
                "Writing what was done to queued mail",
                table => table.SubmitTransactionAsync(chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts what hosts did on record. Where that breaks off, the next run goes on; each act is on record once.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task FoldAsync(AuditTable audit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var left = tables.QueryAsync(Tables.Gates, TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken).Take(MaximumFolded).Chunk(MaximumRows);
        await foreach (var chunk in left.ConfigureAwait(false))
        {
            foreach (var row in chunk)
            {
                if (row.RowKey.Length <= TableKey.LongestName && Read(row, now) is { } act)
                {
                    await audit.RecordAsync(act, row.RowKey, cancellationToken).ConfigureAwait(false);
                }
            }

            await RowDeletion.DeleteAsync(tables, Tables.Gates, chunk.ToAsyncEnumerable(), MaximumRows, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TableEntity Write(string host, QueueDone done) => new(Partition, TableKey.OfText(FormattableString.Invariant($"{done.Time.UtcTicks:D19}:{host}:{done.Act}:{done.Transitions}:{done.Command}:{done.Account}")))
    {
        [Host] = host,
        [nameof(QueueDone.Time)] = done.Time,
        [nameof(QueueDone.Act)] = done.Act.ToString(),
        [nameof(QueueDone.Account)] = done.Account,
        [nameof(QueueDone.Messages)] = done.Messages,
        [nameof(QueueDone.Transitions)] = done.Transitions,
        [nameof(QueueDone.Command)] = done.Command,
    };

    // Any mail host may write here: a row that no gate writes is not put on record.
    private static OperatorAct? Read(TableEntity row, DateTimeOffset now)
    {
        try
        {
            return row.GetString(Host) is { Length: > 0 and <= LongestHost } host && !host.Any(char.IsControl)
                && AccountName.TryParse(row.GetString(nameof(QueueDone.Account)), out var account)
                && row.GetDateTimeOffset(nameof(QueueDone.Time)) is { } time && time > now - Oldest && time < now + ClockDifference
                && row.GetInt32(nameof(QueueDone.Messages)) is > 0 and var messages
                && Enum.TryParse<QueueAct>(row.GetString(nameof(QueueDone.Act)), out var act) && KindOf(act) is { } kind
                ? new OperatorAct(time, kind, $"gate:{host}", Told(messages, row.GetInt32(nameof(QueueDone.Transitions)), CommandOf(row)))
                {
                    Account = account.Value,
                    Command = CommandOf(row),
                }
                : null;
        }
        catch (InvalidOperationException)
        {
            // A column of another type.
            return null;
        }
    }

    private static OperatorActKind? KindOf(QueueAct act) => act switch
    {
        QueueAct.Held => OperatorActKind.QueuedMailHeld,
        QueueAct.Released => OperatorActKind.QueuedMailReleased,
        QueueAct.Deleted => OperatorActKind.QueuedMailDeleted,
        _ => null,
    };

    private static string Told(int messages, int? transitions, string? command)
    {
        var what = FormattableString.Invariant($"{messages} {(messages == 1 ? "message" : "messages")}");
        return command is not null ? $"{what}, for the command {command}."
            : FormattableString.Invariant($"{what}, for the suspension at transition {transitions}.");
    }

    private static string? CommandOf(TableEntity row) =>
        row.GetString(nameof(QueueDone.Command)) is { Length: > 0 and <= 64 } command && command.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? command : null;
}
