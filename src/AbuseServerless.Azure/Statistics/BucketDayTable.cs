using System.Globalization;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Statistics;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Statistics;

/// <summary>What some days were like for the accounts of each bucket: what a run of <see cref="AccountSummary"/> leaves for the next one. A partition of the table of the daily statistics.</summary>
internal sealed class BucketDayTable(Tables tables)
{
    /// <summary>The partition of the rows; behind every day.</summary>
    internal const string Partition = "buckets";

    /// <summary>Days for which a row is kept: longer than accounts are remembered, by which a day is counted.</summary>
    internal const int Kept = 3;

    private const string Counted = nameof(Counted);

    /// <summary>Reads what was counted of some days.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<IReadOnlyList<BucketDay>> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        await tables.QueryAsync(
                Tables.DailyStats, TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {TableKey.OfDay(from)} and RowKey lt {TableKey.OfDay(to.AddDays(1))}"), cancellationToken)
            .Select(row => tables.Unreadable.TryRead(Tables.DailyStats, row, Read))
            .OfType<BucketDay>()
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Writes what was counted of one bucket, in one transaction.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task WriteAsync(IEnumerable<BucketDay> days, CancellationToken cancellationToken) => tables.RunAsync(
        Tables.DailyStats,
        "Writing what a bucket's accounts did",
        table => table.SubmitTransactionAsync(days.Select(day => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Write(day))), cancellationToken),
        cancellationToken);

    private static TableEntity Write(BucketDay day) => new(Partition, $"{TableKey.OfDay(day.Day)}:{AccountBucket.NameOf(day.Bucket)}")
    {
        [Counted] = day.Counted,
        [nameof(DayStatistics.AccountsByCountries)] = JsonSerializer.Serialize(day.ByCountries, DayJson.Default.IReadOnlyDictionaryInt32Int64),
        [nameof(DayStatistics.BusiestAccounts)] = JsonSerializer.Serialize(day.Busiest, DayJson.Default.IReadOnlyListBusyAccount),
    };

    private static BucketDay Read(TableEntity row) => new(
        DateOnly.ParseExact(row.RowKey[..10], "O", CultureInfo.InvariantCulture),
        int.Parse(row.RowKey.AsSpan(11), CultureInfo.InvariantCulture),
        row.Time(Counted),
        row.Parsed(nameof(DayStatistics.AccountsByCountries), text => JsonSerializer.Deserialize(text, DayJson.Default.IReadOnlyDictionaryInt32Int64))!,
        row.Parsed(nameof(DayStatistics.BusiestAccounts), text => JsonSerializer.Deserialize(text, DayJson.Default.IReadOnlyListBusyAccount))!);
}
