using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.SharedOrigins;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Retention;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Retention;

/// <summary>Deletes what the settings no longer keep: of each table a bounded number of rows a run, the rest in the next ones.</summary>
/// <remarks>A row goes under the version at which it was found to be over. Whoever writes it meanwhile keeps it; whoever writes it afterwards finds none and makes it anew.</remarks>
public sealed partial class ExpiredRows(
    Tables tables, ActivityTable activity, DayCalendar calendar, IOptions<RetentionOptions> options, TimeProvider time, ILogger<ExpiredRows> logger)
{
    /// <summary>Rows of a table that a run deletes, at most; of that of origins ten times as many.</summary>
    public const int MaximumRows = 50_000;

    // Of the table of origins, which has the most rows a day but for the accounts': 12,000,000 a day, for some 50,000,000 accounts.
    private const int MaximumOrigins = 500_000;

    // How long a suspension that was removed stays, unseen: longer than anybody goes on refusing by what was read before.
    private static readonly TimeSpan RemovedFor = TimeSpan.FromDays(1);

    // Of the 64, so that each is looked at three times a day.
    private const int BucketsARun = 8;

    private readonly SweepPosition _position = new(tables, nameof(ExpiredRows));

    /// <summary>Deletes what is over.</summary>
    /// <returns>Number of rows deleted.</returns>
    /// <exception cref="StorageException">Storage failed: the next run goes on.</exception>
    public async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (utcDay, day, keep) = (DateOnly.FromDateTime(now.UtcDateTime), calendar.DayOf(now), options.Value);
        (string Table, IAsyncEnumerable<TableEntity> Rows)[] expired =
        [
            (Tables.AuditLog, Before(Tables.AuditLog, utcDay.AddDays(-keep.AuditLog), cancellationToken)),
            (Tables.DeadLetters, Before(Tables.DeadLetters, utcDay.AddDays(-keep.DeadLetters), cancellationToken)),
            (Tables.DeliveryCounts, Before(Tables.DeliveryCounts, day.AddDays(-keep.DeliveryCounts), cancellationToken)),
            (Tables.DailyStats, Before(Tables.DailyStats, day.AddDays(-keep.DailyStats), cancellationToken)),
            (Tables.DailyStats, Days(day.AddDays(-keep.DailyStats), cancellationToken)),
            (Tables.Suspensions, Ended(now.AddDays(-keep.Suspensions), cancellationToken)),
            (Tables.Suspensions, Removed(now - RemovedFor, cancellationToken)),
            .. PresenceTable.Places.Select(place => (place, Reported(place, PresenceTable.Partition, now - PresenceTable.Kept, cancellationToken))),
            (Tables.Gates, Reported(Tables.Gates, ImportedLogTable.Partition, now - ImportedLogTable.Kept, cancellationToken)),
            (Tables.Gates, Reported(Tables.Gates, QueueAnswerTable.Partition, now - QueueAnswerTable.Kept, cancellationToken)),
            (Tables.Exemptions, Exemptions(now.AddDays(-keep.Exemptions), cancellationToken)),
            (Tables.SharedOrigins, Origins(utcDay, now - OriginTable.Kept, cancellationToken)),
            (Tables.DailyStats, Partials(day.AddDays(-BucketDayTable.Kept), cancellationToken)),
        ];
        var all = await DeleteAsync(expired, cancellationToken).ConfigureAwait(false);

        // The accounts are by far the most: whatever ends a run, the next one goes on with the bucket that this one had not finished.
        var first = await _position.ReadAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < BucketsARun; i++)
        {
            var bucket = (first + i) % AccountBucket.Count;
            all += await DeleteAsync(
                [(Tables.Gates, Usage(bucket, now - MailUsageTable.Kept, cancellationToken)), (ActivityTable.NameOf(bucket), Accounts(bucket, now.AddDays(-keep.AccountActivity), cancellationToken))],
                cancellationToken).ConfigureAwait(false);
            await _position.WriteAsync((bucket + 1) % AccountBucket.Count, cancellationToken).ConfigureAwait(false);
        }

        return all;
    }

    private async Task<int> DeleteAsync((string Table, IAsyncEnumerable<TableEntity> Rows)[] expired, CancellationToken cancellationToken)
    {
        var all = 0;
        foreach (var (table, rows) in expired)
        {
            var deleted = await RowDeletion.DeleteAsync(tables, table, rows, table == Tables.SharedOrigins ? MaximumOrigins : MaximumRows, cancellationToken).ConfigureAwait(false);
            all += deleted;
            if (deleted > 0)
            {
                Log.Deleted(logger, deleted, table);
            }
        }

        return all;
    }

    // Of the tables that are partitioned by day.
    private IAsyncEnumerable<TableEntity> Before(string table, DateOnly day, CancellationToken cancellationToken) =>
        tables.SweepAsync(table, "expired rows", TableClient.CreateQueryFilter($"PartitionKey lt {TableKey.OfDay(day)}"), cancellationToken);

    private IAsyncEnumerable<TableEntity> Days(DateOnly day, CancellationToken cancellationToken) =>
        tables.QueryAsync(Tables.DailyStats, TableClient.CreateQueryFilter($"PartitionKey eq {DailyStatsTable.Days} and RowKey lt {TableKey.OfDay(day)}"), cancellationToken);

    private IAsyncEnumerable<TableEntity> Partials(DateOnly day, CancellationToken cancellationToken) =>
        tables.QueryAsync(Tables.DailyStats, TableClient.CreateQueryFilter($"PartitionKey eq {BucketDayTable.Partition} and RowKey lt {TableKey.OfDay(day)}"), cancellationToken);

    private IAsyncEnumerable<TableEntity> Ended(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (first, end) = (SuspensionEntity.Prefix, TableKey.End(SuspensionEntity.Prefix));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {SuspensionEntity.Partition} and RowKey ge {first} and RowKey lt {end} and Since lt {before}")
            + TableClient.CreateQueryFilter($" and (State eq {nameof(SuspensionState.Lifted)} or State eq {nameof(SuspensionState.Expired)} or State eq {nameof(SuspensionState.Historical)})");
        return tables.SweepAsync(Tables.Suspensions, "expired rows", filter, cancellationToken);
    }

    private IAsyncEnumerable<TableEntity> Removed(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (first, end) = (SuspensionEntity.Prefix, TableKey.End(SuspensionEntity.Prefix));
        return tables.SweepAsync(
            Tables.Suspensions,
            "expired rows",
            TableClient.CreateQueryFilter($"PartitionKey eq {SuspensionEntity.Partition} and RowKey ge {first} and RowKey lt {end} and Removed eq true and Since lt {before}"),
            cancellationToken);
    }

    // Rows in which programs report: keys and version are enough to delete them.
    private IAsyncEnumerable<TableEntity> Reported(string table, string partition, DateTimeOffset before, CancellationToken cancellationToken) =>
        tables.SweepAsync(table, "expired rows", TableClient.CreateQueryFilter($"PartitionKey eq {partition} and Time lt {before}"), cancellationToken, ["PartitionKey", "RowKey", "Timestamp"]);

    // By when they were written, too: the days of an old log are told now, and must last until all of it is.
    private IAsyncEnumerable<TableEntity> Origins(DateOnly today, DateTimeOffset before, CancellationToken cancellationToken) =>
        tables.SweepAsync(Tables.SharedOrigins, "expired rows", TableClient.CreateQueryFilter($"PartitionKey lt {TableKey.OfDay(today.AddDays(-1))} and Written lt {before}"), cancellationToken, ["PartitionKey", "RowKey", "Timestamp"]);

    private IAsyncEnumerable<TableEntity> Exemptions(DateTimeOffset before, CancellationToken cancellationToken) =>
        tables.SweepAsync(Tables.Exemptions, "expired rows", TableClient.CreateQueryFilter($"Until lt {before}"), cancellationToken);

    private IAsyncEnumerable<TableEntity> Usage(int bucket, DateTimeOffset before, CancellationToken cancellationToken) =>
        tables.SweepAsync(
            Tables.Gates, "expired rows", TableClient.CreateQueryFilter($"PartitionKey eq {MailUsageTable.PartitionOf(bucket)} and Written lt {before}"), cancellationToken, ["PartitionKey", "RowKey", "Timestamp"]);

    // Neither seen nor reset since, by the mail servers' clocks, and nothing told of them since, by the hub's: logs of last month are told now, and an account that is being told of must not lose the first
    // half of its evidence before the second has come. What is remembered of the others is in no window, and a decision on evidence from before the reset is refused for the suspension's sake.
    private IAsyncEnumerable<TableEntity> Accounts(int bucket, DateTimeOffset before, CancellationToken cancellationToken) =>
        from row in activity.ReadBucketAsync(bucket, cancellationToken)
        where IsOver(row, before)
        select new TableEntity(AccountBucket.NameOf(bucket), TableKey.Of(row.Account)) { ETag = new ETag(row.Version.ToString()) };

    // Of a row that cannot be read it is known when it was written.
    private static bool IsOver(ActivityRow row, DateTimeOffset before) => row.Read() is { } remembered
        ? remembered.ForgottenUntil < before && (remembered.Places.Count == 0 || remembered.Head.End < before) && EndOf(remembered.Of(OutcomeEvidence.Kind)) < before && remembered.Applied.All(told => told.Enqueued < before)
        : row.Version.Ticks > 0 && row.Version.Ticks < before.UtcTicks;

    private static DateTimeOffset EndOf(OutcomeEvidence outcomes) => outcomes.IsEmpty ? DateTimeOffset.MinValue : DateTimeOffset.UnixEpoch.AddDays(outcomes.NewestDay + 1);

    private static partial class Log
    {
        [LoggerMessage(1430, LogLevel.Information, "Deleted {Rows} expired rows of table {Table}.")]
        public static partial void Deleted(ILogger logger, int rows, string table);
    }
}
