using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AbuseServerless.Azure.Deliveries;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Statistics;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Statistics;

/// <summary>
/// The table of the daily statistics: a partition for each day with a row for each provider and one for all, and a partition <c>days</c> with a row for each day.
/// </summary>
/// <remarks>A day's comparisons with the days before it are no columns. They are made when the table is read, so they follow whatever day was counted again.</remarks>
public sealed class DailyStatsTable(Tables tables)
{
    /// <summary>The partition of the days' own rows; behind every day.</summary>
    internal const string Days = "days";

    private const int MaximumRows = 100;
    private const string Provider = nameof(ProviderDay.Provider);
    private const string Version = nameof(Version);
    private const string Summed = nameof(Summed);

    /// <summary>Streams the providers of some days, day by day, each with <see cref="ProviderDay.All"/> among them.</summary>
    /// <param name="from">The first day, inclusive.</param>
    /// <param name="to">The last day, inclusive.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<ProviderDay> ReadProvidersAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => CompareAsync(from, to, "", cancellationToken);

    /// <summary>Streams <see cref="ProviderDay.All"/> of some days, day by day, as <see cref="ReadProvidersAsync"/> does and without reading the others.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<ProviderDay> ReadTotalsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        CompareAsync(from, to, TableClient.CreateQueryFilter($" and RowKey eq {ProviderDay.All}"), cancellationToken);

    /// <summary>Streams what some days were like for the accounts, day by day.</summary>
    /// <param name="from">The first day, inclusive.</param>
    /// <param name="to">The last day, inclusive.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<DayStatistics> ReadDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        tables.QueryAsync(Tables.DailyStats, Between(from, to), cancellationToken).Select(row => TryRead(row, ReadDay)).OfType<DayStatistics>();

    /// <summary>When the accounts of any day were counted last, which ends each summary; null where none ever was. Of rows that an earlier version wrote, when they were written.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<DateTimeOffset?> FindLastSummaryAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? last = null;
        string[] columns = [nameof(TableEntity.Timestamp), nameof(DayStatistics.Counted), nameof(DayStatistics.AccountsByCountries)];
        await foreach (var row in tables.QueryAsync(Tables.DailyStats, TableClient.CreateQueryFilter($"PartitionKey eq {Days}"), cancellationToken, columns).ConfigureAwait(false))
        {
            var counted = row[nameof(DayStatistics.Counted)] as DateTimeOffset? ?? (row.ContainsKey(nameof(DayStatistics.AccountsByCountries)) ? row.Timestamp : null);
            last = last > counted ? last : counted ?? last;
        }

        return last;
    }

    /// <summary>Streams the providers of some days without comparisons.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal IAsyncEnumerable<ProviderDay> ReadTalliesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => ReadTalliesAsync(from, to, "", cancellationToken);

    /// <summary>Which state of the counts each of some days was last summarised from, with all that follows from it, and which was last summed up.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal async Task<Dictionary<DateOnly, (string? Version, string? Summed)>> ReadVersionsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<DateOnly, (string? Version, string? Summed)>();
        string[] columns = [nameof(TableEntity.RowKey), Version, Summed];
        await foreach (var row in tables.QueryAsync(Tables.DailyStats, Between(from, to), cancellationToken, columns).ConfigureAwait(false))
        {
            // A day whose row cannot be read is summarised again, which mends it.
            if (TryRead(row, one => new DayVersion(Parse(one.RowKey), one.TextIfAny(Version), one.TextIfAny(Summed))) is { } found)
            {
                versions[found.Day] = (found.Version, found.Summed);
            }
        }

        return versions;
    }

    /// <summary>Writes the providers of a day, 100 a transaction.</summary>
    /// <exception cref="StorageException">Storage failed; some may be written.</exception>
    internal async Task WriteProvidersAsync(DateOnly day, IEnumerable<KeyValuePair<string, CountedDeliveries>> providers, CancellationToken cancellationToken)
    {
        foreach (var chunk in providers.Chunk(MaximumRows))
        {
            var actions = chunk.Select(provider => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Write(day, provider.Key, provider.Value)));
            await tables.RunAsync(
                Tables.DailyStats, "Writing the statistics of a day", table => table.SubmitTransactionAsync(actions, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes from which state of the counts a day was summed up: a run that is broken off behind it does not do it again.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task WriteSummedAsync(DateOnly day, string version, CancellationToken cancellationToken) => MergeAsync(new TableEntity(Days, TableKey.OfDay(day)) { [Summed] = version }, cancellationToken);

    /// <summary>Notes from which state of the counts a day was summarised, once everything that follows from it is done.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task WriteVersionAsync(DateOnly day, string version, bool isOver, CancellationToken cancellationToken) =>
        MergeAsync(new TableEntity(Days, TableKey.OfDay(day)) { [Version] = version, [nameof(DayStatistics.IsOver)] = isOver }, cancellationToken);

    /// <summary>Writes what a day was like for the accounts.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task WriteDayAsync(DayStatistics day, CancellationToken cancellationToken) =>
        MergeAsync(
            new TableEntity(Days, TableKey.OfDay(day.Day))
            {
                [nameof(DayStatistics.IsOver)] = day.IsOver,
                [nameof(DayStatistics.Counted)] = day.Counted,
                [nameof(DayStatistics.AccountsByCountries)] = JsonSerializer.Serialize(day.AccountsByCountries, DayJson.Default.IReadOnlyDictionaryInt32Int64),
                [nameof(DayStatistics.BusiestAccounts)] = JsonSerializer.Serialize(day.BusiestAccounts, DayJson.Default.IReadOnlyListBusyAccount),
                [nameof(DayStatistics.Suspensions)] = day.Suspensions,
                [nameof(DayStatistics.FalsePositives)] = day.FalsePositives,
                [nameof(DayStatistics.Historical)] = day.Historical,
            },
            cancellationToken);

    private async IAsyncEnumerable<ProviderDay> CompareAsync(DateOnly from, DateOnly to, string rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var trailing = new TrailingDays();
        var first = from.DayNumber > TrailingDays.Maximum ? from.AddDays(-TrailingDays.Maximum) : DateOnly.MinValue;
        await foreach (var day in ReadTalliesAsync(first, to, rows, cancellationToken).ConfigureAwait(false))
        {
            var compared = trailing.Compare(day);
            if (day.Day >= from)
            {
                yield return compared;
            }
        }
    }

    private IAsyncEnumerable<ProviderDay> ReadTalliesAsync(DateOnly from, DateOnly to, string rows, CancellationToken cancellationToken)
    {
        var days = TableClient.CreateQueryFilter($"PartitionKey ge {TableKey.OfDay(from)} and PartitionKey le {TableKey.OfDay(to)}");
        return tables.SweepAsync(Tables.DailyStats, "statistics of days", days + rows, cancellationToken).Select(row => TryRead(row, ReadTally)).OfType<ProviderDay>();
    }

    private static ProviderDay ReadTally(TableEntity row)
    {
        var counted = DeliveryColumns.Read(row);
        return new ProviderDay(Parse(row.PartitionKey), row.Text(Provider), counted.Tally) { Samples = counted.Samples };
    }

    // One row that was edited by hand hides no other day and no other provider.
    private T? TryRead<T>(TableEntity row, Func<TableEntity, T?> read)
        where T : class => tables.Unreadable.TryRead(Tables.DailyStats, row, read);

    private Task<Response> MergeAsync(TableEntity row, CancellationToken cancellationToken) =>
        tables.RunAsync(Tables.DailyStats, "Writing the statistics of a day", table => table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken), cancellationToken);

    private static string Between(DateOnly from, DateOnly to) => TableClient.CreateQueryFilter($"PartitionKey eq {Days} and RowKey ge {TableKey.OfDay(from)} and RowKey le {TableKey.OfDay(to)}");

    private static DateOnly Parse(string key) => DateOnly.ParseExact(key, "O", CultureInfo.InvariantCulture);

    private static TableEntity Write(DateOnly day, string provider, CountedDeliveries counted)
    {
        var row = new TableEntity(TableKey.OfDay(day), TableKey.OfText(provider)) { [Provider] = provider };
        DeliveryColumns.Write(row, counted);
        return row;
    }

    private static DayStatistics ReadDay(TableEntity row) => new(Parse(row.RowKey))
    {
        IsOver = row.TruthIfAny(nameof(DayStatistics.IsOver)) ?? false,
        Counted = row.TimeIfAny(nameof(DayStatistics.Counted)),
        AccountsByCountries = row.TextIfAny(nameof(DayStatistics.AccountsByCountries)) is not null
            ? row.Parsed(nameof(DayStatistics.AccountsByCountries), text => JsonSerializer.Deserialize(text, DayJson.Default.IReadOnlyDictionaryInt32Int64))!
            : new SortedDictionary<int, long>(),
        BusiestAccounts = row.TextIfAny(nameof(DayStatistics.BusiestAccounts)) is not null
            ? row.Parsed(nameof(DayStatistics.BusiestAccounts), text => JsonSerializer.Deserialize(text, DayJson.Default.IReadOnlyListBusyAccount))!
            : [],
        Suspensions = row.NumberIfAny(nameof(DayStatistics.Suspensions)) ?? 0,
        FalsePositives = row.NumberIfAny(nameof(DayStatistics.FalsePositives)) ?? 0,
        Historical = row.NumberIfAny(nameof(DayStatistics.Historical)) ?? 0,
    };

    private sealed record DayVersion(DateOnly Day, string? Version, string? Summed);
}
