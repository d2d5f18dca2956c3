using System.Runtime.CompilerServices;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Reads where accounts stand, without the evidence.</summary>
/// <param name="tables">The tables.</param>
/// <param name="withWatched">Whether those who ask need to know who is watched.</param>
/// <param name="withVerdictsOf">How long after the last transition of an account those who ask need to know what its suspensions were judged to be; null where they do not.</param>
/// <param name="time">The clock.</param>
/// <param name="withQueueCommands">Whether those who ask need to know what operators order about queued mail.</param>
/// <param name="logger">Is told that there are rows that cannot be read, once.</param>
public sealed partial class StandingReader(Tables tables, bool withWatched = false, TimeSpan? withVerdictsOf = null, TimeProvider? time = null, bool withQueueCommands = false, ILogger<StandingReader>? logger = null)
{
    private const string IsActive = $"State eq '{nameof(SuspensionState.Active)}'";
    private const string OrWatched = $" or State eq '{nameof(SuspensionState.Watched)}'";
    private const string OrJudged = $" or ((Judgement eq '{nameof(Judgement.FalsePositive)}' or Judgement eq '{nameof(Judgement.Abuse)}' or {nameof(Suspension.EarlierVerdicts)} gt '') and ";

    private static readonly string[] ColumnsOfRecord = [nameof(TableEntity.RowKey), .. SuspensionEntity.ColumnsOfStanding, AuditEntity.Enforcement, AuditEntity.Act, .. AuditEntity.ColumnsOfCommand];

    private int _saidUnreadable;

    /// <summary>Streams every active suspension, and every watched account and whatever was judged of late where that is asked for, 1,000 a request.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<AccountStanding> ReadActiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string end = "b";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {SuspensionEntity.Partition} and RowKey ge {SuspensionEntity.Prefix} and RowKey lt {end}") + $" and ({IsActive}{(withWatched ? OrWatched : "")}{OrJudgedOfLate()})";
        await foreach (var row in tables.SweepAsync(Tables.Suspensions, "active suspensions", filter, cancellationToken, SuspensionEntity.ColumnsOfStanding).ConfigureAwait(false))
        {
            if (TryRead(row) is { } standing)
            {
                yield return standing;
            }
        }
    }

    /// <summary>Whether something was due by then that the timer has not done: a transition that is not on record yet would be such.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<bool> IsAnythingOverdueAsync(DateTimeOffset then, CancellationToken cancellationToken) =>
        await tables.QueryAsync(Tables.Suspensions, DueWork.DueAt(then), cancellationToken, [nameof(TableEntity.RowKey)], most: 1).AnyAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Streams what is on record of a span of time for those who refuse: transitions, changes of the mode, restores, and commands to queues where they are asked for. A request for each UTC day and 1,000 entries.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Days after this one are not read.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<AuditNews> ReadNewsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(from, to, $"({AuditEntity.IsTransition} or {AuditEntity.IsEnforcement} or {AuditEntity.IsRestore}{(withQueueCommands ? $" or {AuditEntity.IsCommand}" : "")})", cancellationToken).Select(News);

    /// <summary>Streams the commands to queues of a span of time, likewise.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<QueueCommand> ReadCommandsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(from, to, AuditEntity.IsCommand, cancellationToken).Select(row => AuditEntity.ReadCommand(row)).OfType<QueueCommand>();

    private async IAsyncEnumerable<TableEntity> ReadAsync(DateTimeOffset from, DateTimeOffset to, string kinds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = AuditEntity.Ticks(from);
        for (var day = from.UtcDateTime.Date; day <= to.UtcDateTime.Date; day = day.AddDays(1))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.OfDay(DateOnly.FromDateTime(day))} and RowKey ge {first}") + $" and {kinds}";
            await foreach (var row in tables.SweepAsync(Tables.AuditLog, "news", filter, cancellationToken, ColumnsOfRecord).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    // A command of a later version is none that is known here.
    private AuditNews News(TableEntity row)
    {
        var time = AuditEntity.TimeOf(row);
        return row.GetString(AuditEntity.Enforcement) is not null ? new AuditNews(time, IsMode: true)
            : row.GetString(AuditEntity.Act) is not null ? new AuditNews(time, IsRestore: true)
            : AuditEntity.IsCommandRow(row) ? new AuditNews(time, Command: AuditEntity.ReadCommand(row))
            : new AuditNews(time, TryRead(row));
    }

    // Written by hand or by another version: the others count all the same.
    private AccountStanding? TryRead(TableEntity row)
    {
        try
        {
            return SuspensionEntity.ReadStanding(row, withVerdictsOf is not null);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            if (logger is not null && Interlocked.Exchange(ref _saidUnreadable, 1) == 0)
            {
                Log.Unreadable(logger);
            }

            return null;
        }
    }

    private string OrJudgedOfLate() => withVerdictsOf is not { } span ? ""
        : OrJudged + TableClient.CreateQueryFilter($"Since ge {(time ?? TimeProvider.System).GetUtcNow() - span}") + ")";

    private static partial class Log
    {
        [LoggerMessage(1316, LogLevel.Warning, "Some rows of table Suspensions or AuditLog cannot be read and are ignored: their accounts are not refused.")]
        public static partial void Unreadable(ILogger logger);
    }
}
