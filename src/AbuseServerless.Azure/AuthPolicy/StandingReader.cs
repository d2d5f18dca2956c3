using System.Globalization;
using System.Runtime.CompilerServices;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Reads where accounts stand, without the evidence.</summary>
/// <param name="tables">The tables.</param>
/// <param name="withWatched">Whether those who ask need to know who is watched.</param>
/// <param name="withFalsePositivesOf">How long after they were lifted those who ask need to know of suspensions that were errors; null where they do not.</param>
/// <param name="time">The clock.</param>
public sealed class StandingReader(Tables tables, bool withWatched = false, TimeSpan? withFalsePositivesOf = null, TimeProvider? time = null)
{
    private const string IsActive = $"State eq '{nameof(SuspensionState.Active)}'";
    private const string OrWatched = $" or State eq '{nameof(SuspensionState.Watched)}'";
    private const string OrFalsePositive = $" or (State eq '{nameof(SuspensionState.Lifted)}' and Judgement eq '{nameof(Judgement.FalsePositive)}' and ";

    private static readonly string[] Columns = [nameof(Suspension.Account), nameof(Suspension.State), nameof(Suspension.Until), nameof(Suspension.Transitions), nameof(Suspension.Since), nameof(Suspension.Judgement)];
    private static readonly string[] ColumnsOfRecord = [.. Columns, AuditTable.Enforcement];

    /// <summary>Streams every active suspension, and every watched account and error of late where that is asked for, 1,000 a request.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<AccountStanding> ReadActiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string end = "b";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {SuspensionEntity.Partition} and RowKey ge {SuspensionEntity.Prefix} and RowKey lt {end}") + $" and ({IsActive}{(withWatched ? OrWatched : "")}{FalsePositives()})";
        await foreach (var row in tables.QueryAsync(Tables.Suspensions, filter, cancellationToken, Columns).ConfigureAwait(false))
        {
            yield return Read(row);
        }
    }

    /// <summary>Streams the transitions of a span of time, a request for each UTC day and 1,000 transitions; null stands for a change of the mode of enforcement.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Days after this one are not read.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<AccountStanding?> ReadTransitionsAsync(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = from.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
        for (var day = from.UtcDateTime.Date; day <= to.UtcDateTime.Date; day = day.AddDays(1))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AuditTable.Day(new DateTimeOffset(day, TimeSpan.Zero))} and RowKey ge {first}") + $" and ({AuditTable.IsTransition} or {AuditTable.IsEnforcement})";
            await foreach (var row in tables.QueryAsync(Tables.AuditLog, filter, cancellationToken, ColumnsOfRecord).ConfigureAwait(false))
            {
                yield return row.GetString(AuditTable.Enforcement) is null ? Read(row) : null;
            }
        }
    }

    private static AccountStanding Read(TableEntity row) => new(
        AccountName.Parse(row.GetString(nameof(Suspension.Account))),
        // A state of a later version is none of refusing: those come with a new reader first.
        Enum.TryParse<SuspensionState>(row.GetString(nameof(Suspension.State)), out var state) ? state : SuspensionState.Expired,
        row.GetDateTimeOffset(nameof(Suspension.Until)),
        row.GetInt32(nameof(Suspension.Transitions))!.Value)
    {
        Since = row.GetDateTimeOffset(nameof(Suspension.Since)) ?? default,
        FalsePositive = row.GetString(nameof(Suspension.Judgement)) == nameof(Judgement.FalsePositive),
    };

    private string FalsePositives() => withFalsePositivesOf is not { } span ? ""
        : OrFalsePositive + TableClient.CreateQueryFilter($"Since ge {(time ?? TimeProvider.System).GetUtcNow() - span}") + ")";
}
