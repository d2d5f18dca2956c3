using System.Globalization;
using System.IO.Hashing;
using System.Text;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection.Account;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Deliveries;

/// <summary>
/// The table of what was counted of deliveries, partitioned by day and partition of the hub (<c>2026-11-24:0007</c>): a row for each provider (<c>0007:Google</c>) and one for the position
/// (<c>0007</c>), the first of its partition.
/// </summary>
/// <remarks>
/// Up to release 0.1.0 a day was one partition, in which each transaction also wrote the row <c>changed</c>. What began so goes on so until its day is over: counts and their position must be of one
/// partition. Nothing new begins so.
/// </remarks>
public sealed class DeliveryCountTable(Tables tables)
{
    /// <summary>Rows of counts that a transaction holds beside the two others: 98 of 100.</summary>
    internal const int MaximumRows = 98;

    private const string Changed = "changed";
    private const string Version = nameof(Version);
    private const string Provider = nameof(Provider);

    /// <summary>What identifies the state of a day's counts; null where there are none.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<string?> FindVersionAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var version = new StringBuilder(await FindOlderVersionAsync(day, cancellationToken).ConfigureAwait(false));
        var partition = TableKey.OfDay(day);
        while (await FindFirstAsync(partition, TableKey.End(TableKey.OfDay(day) + ":"), cancellationToken).ConfigureAwait(false) is { } position)
        {
            partition = position.PartitionKey;
            version.Append(CultureInfo.InvariantCulture, $" {partition} {position[nameof(EventPosition.SequenceNumber)]} {position[nameof(EventPosition.Enqueued)]:O}");
        }

        return partition != TableKey.OfDay(day) ? Convert.ToHexString(XxHash128.Hash(Encoding.UTF8.GetBytes(version.ToString()))) : version.Length > 0 ? version.ToString() : null;
    }

    // The first row behind a partition: a seek for each partition of the hub, however many rows each has.
    private ValueTask<TableEntity?> FindFirstAsync(string after, string end, CancellationToken cancellationToken) =>
        tables.SweepAsync(Tables.DeliveryCounts, "partitions of a day", TableClient.CreateQueryFilter($"PartitionKey gt {after} and PartitionKey lt {end}"), cancellationToken, most: 1)
            .FirstOrDefaultAsync(cancellationToken);

    private async Task<string?> FindOlderVersionAsync(DateOnly day, CancellationToken cancellationToken) =>
        (await tables.FindAsync(Tables.DeliveryCounts, "Reading whether a day has changed", TableKey.OfDay(day), Changed, cancellationToken).ConfigureAwait(false))?[Version]?.ToString();

    /// <summary>Streams the counts of a day: each provider once for each partition that has any.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<(string Provider, CountedDeliveries Counted)> ReadAsync(
        DateOnly day, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {TableKey.OfDay(day)} and PartitionKey lt {TableKey.End(TableKey.OfDay(day) + ":")}");
        await foreach (var row in tables.SweepAsync(Tables.DeliveryCounts, "counts of a day", filter, cancellationToken).ConfigureAwait(false))
        {
            if (row.RowKey.Contains(':', StringComparison.Ordinal) && TryRead(row, ReadCounts) is { } counts)
            {
                yield return (counts.Provider, counts.Counted);
            }
        }
    }

    /// <summary>Reads what was counted of a day from one partition of the hub.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal async Task<PartitionDay> LoadAsync(DateOnly day, int partition, CancellationToken cancellationToken)
    {
        var older = await LoadAsync(new PartitionDay(day, partition) { IsOlder = true }, cancellationToken).ConfigureAwait(false);
        return older.ETag is null ? await LoadAsync(new PartitionDay(day, partition), cancellationToken).ConfigureAwait(false) : older;
    }

    private async Task<PartitionDay> LoadAsync(PartitionDay known, CancellationToken cancellationToken)
    {
        var partition = known.Partition;
        var first = PositionKey(partition);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionKey(known)} and RowKey ge {first} and RowKey lt {TableKey.End(first + ":")}");
        await foreach (var row in tables.QueryAsync(Tables.DeliveryCounts, filter, cancellationToken).ConfigureAwait(false))
        {
            if (row.RowKey != first)
            {
                if (TryRead(row, ReadCounts) is { } counts)
                {
                    known.Counts[counts.Provider] = counts.Counted;
                }

                continue;
            }

            // Without its position, a partition goes on with the events that come: some may count twice, and none waits. The next transaction writes it anew.
            var place = TryRead(row, one => new Place(
                new EventPosition(partition, one.LongIfAny(nameof(EventPosition.SequenceNumber)) ?? throw new FormatException("SequenceNumber is missing."), one.Time(nameof(EventPosition.Enqueued))),
                one.Number(nameof(PartitionDay.Domains))));
            known = known with { ETag = row.ETag, Position = place?.Position, Domains = place?.Domains ?? 0 };
        }

        return known;
    }

    private static ProviderCounts ReadCounts(TableEntity row) => new(row.Text(Provider), DeliveryColumns.Read(row));

    // What cannot be read counts for nothing, and keeps no other row from counting.
    private T? TryRead<T>(TableEntity row, Func<TableEntity, T?> read)
        where T : class => tables.Unreadable.TryRead(Tables.DeliveryCounts, row, read);

    /// <summary>Writes counts and the position up to which they go, in one transaction.</summary>
    /// <param name="known">What was read.</param>
    /// <param name="rows">The counts that changed, at most <see cref="MaximumRows"/>.</param>
    /// <param name="position">The new position.</param>
    /// <param name="domains">The new number of domains with a row.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The version of the position's row; null where it is no longer what was read, and nothing was done.</returns>
    /// <exception cref="StorageException">Storage failed.</exception>
    internal Task<ETag?> TryWriteAsync(
        PartitionDay known, IReadOnlyDictionary<string, CountedDeliveries> rows, EventPosition position, int domains, CancellationToken cancellationToken)
    {
        var (day, first) = (PartitionKey(known), PositionKey(known.Partition));
        var place = new TableEntity(day, first)
        {
            [nameof(EventPosition.SequenceNumber)] = position.SequenceNumber,
            [nameof(EventPosition.Enqueued)] = position.Enqueued,
            [nameof(PartitionDay.Domains)] = domains,
        };
        List<TableEntity> beside = known.IsOlder ? [new(day, Changed) { [Version] = Guid.NewGuid().ToString("N") }] : [];

        foreach (var (provider, counted) in rows)
        {
            // Under the ETag of the position: whoever writes a row of this partition and day writes that one too.
            var row = new TableEntity(day, $"{first}:{TableKey.OfText(provider)}") { [Provider] = provider };
            DeliveryColumns.Write(row, counted);
            beside.Add(row);
        }

        return tables.RunAsync(
            Tables.DeliveryCounts,
            "Writing counts of deliveries",
            async table =>
            {
                try
                {
                    return await table.TryWriteAsync(place, known.ETag, beside, cancellationToken).ConfigureAwait(false);
                }
                catch (TableTransactionFailedException e) when (e.Status == 404)
                {
                    // The position went with its day meanwhile.
                    return null;
                }
            },
            cancellationToken);
    }

    private sealed record ProviderCounts(string Provider, CountedDeliveries Counted);

    private sealed record Place(EventPosition Position, int Domains);

    private static string PartitionKey(PartitionDay known) => known.IsOlder ? TableKey.OfDay(known.Day) : $"{TableKey.OfDay(known.Day)}:{PositionKey(known.Partition)}";

    private static string PositionKey(int partition) => partition.ToString("D4", CultureInfo.InvariantCulture);
}
