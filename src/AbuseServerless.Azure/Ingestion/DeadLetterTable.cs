using System.Globalization;
using AbuseServerless.Azure.Retention;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Ingestion;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>The table of rejected messages and undelivered notifications. A key follows from the message's position, so that a message that is delivered again is there once.</summary>
public sealed class DeadLetterTable(Tables tables)
{
    /// <summary>Characters kept of a body.</summary>
    public const int MaximumBodyLength = 2048;

    private const int MaximumRows = 100;

    /// <summary>Stores rejected messages.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task AddAsync(IEnumerable<DeadLetter> letters, CancellationToken cancellationToken)
    {
        foreach (var chunk in letters.GroupBy(PartitionKey).SelectMany(partition => partition.Chunk(MaximumRows)))
        {
            var actions = chunk.Select(letter => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Write(letter)));
            await tables.RunAsync(
                Tables.DeadLetters,
                "Writing dead letters",
                table => table.SubmitTransactionAsync(actions, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            foreach (var reason in chunk.GroupBy(letter => letter.Rejection.Reason))
            {
                IngestionMetrics.CountDeadLetters(reason.Key, reason.Count(), reason.Sum(letter => letter.Messages - 1));
            }
        }
    }

    /// <summary>Removes dead letters.</summary>
    /// <param name="positions">Where each stood in its hub, and when the hub took it.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="StorageException">Storage failed; some may be removed.</exception>
    public async Task<int> RemoveAsync(IEnumerable<(string Hub, int Partition, long SequenceNumber, DateTimeOffset Enqueued)> positions, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var partition in positions.Distinct().GroupBy(position => (Day: TableKey.OfDay(position.Enqueued), Partition: PartitionKey(position.Hub, position.Partition, position.Enqueued))))
        {
            var keys = partition.Select(position => RowKey(position.Hub, position.Partition, position.SequenceNumber)).Order(StringComparer.Ordinal).ToList();
            var older = await FindOlderAsync(partition.Key.Day, keys, cancellationToken).ConfigureAwait(false);
            var rows = keys.Where(older.Contains).Select(key => (partition.Key.Day, key))
                .Concat(keys.Where(key => !older.Contains(key)).Select(key => (partition.Key.Partition, key)))
                .Select(((string Partition, string Row) key) => new TableEntity(key.Partition, key.Row) { ETag = ETag.All });
            removed += await RowDeletion.DeleteAsync(tables, Tables.DeadLetters, rows.ToAsyncEnumerable(), int.MaxValue, cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    /// <summary>Streams the dead letters, by day and position.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<DeadLetter> ReadAsync(CancellationToken cancellationToken) => ReadAsync(null, null, cancellationToken);

    /// <summary>Streams the dead letters that a hub took in a time, by day and position: the service reads the partitions of its days and no others.</summary>
    /// <param name="from">Inclusive; null for the beginning.</param>
    /// <param name="to">Exclusive; null for no end.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<DeadLetter> ReadAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        string[] conditions =
        [
            .. from is { } first ? [TableClient.CreateQueryFilter($"PartitionKey ge {TableKey.OfDay(first)} and Enqueued ge {first}")] : Array.Empty<string>(),
            .. to is { } end ? [TableClient.CreateQueryFilter($"PartitionKey lt {TableKey.OfDay(end.AddDays(1))} and Enqueued lt {end}")] : Array.Empty<string>(),
        ];
        return SweepAsync(string.Join(" and ", conditions), cancellationToken);
    }

    /// <summary>Streams the dead letters of the last days, the newest day first; within a day by position.</summary>
    /// <param name="now">The present.</param>
    /// <param name="days">UTC days, today included, from 1; a request for each at the least.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<DeadLetter> ReadNewestAsync(
        DateTimeOffset now, int days, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var day = 0; day < days; day++)
        {
            await foreach (var letter in SweepAsync(TableClient.CreateQueryFilter($"PartitionKey ge {TableKey.OfDay(now.AddDays(-day))} and PartitionKey lt {TableKey.OfDay(now.AddDays(1 - day))}"), cancellationToken).ConfigureAwait(false))
            {
                yield return letter;
            }
        }
    }

    private IAsyncEnumerable<DeadLetter> SweepAsync(string filter, CancellationToken cancellationToken) =>
        Read(tables.SweepAsync(Tables.DeadLetters, "dead letters", filter, cancellationToken));

    private IAsyncEnumerable<DeadLetter> Read(IAsyncEnumerable<TableEntity> rows) => rows.Select(row => tables.Unreadable.TryRead(Tables.DeadLetters, row, Read)).OfType<DeadLetter>();

    private static DeadLetter Read(TableEntity row) => new(
        row.GetString(nameof(DeadLetter.Hub)),
        row.GetInt32(nameof(DeadLetter.Partition))!.Value,
        row.GetInt64(nameof(DeadLetter.SequenceNumber))!.Value,
        row.GetDateTimeOffset(nameof(DeadLetter.Enqueued))!.Value,
        new Rejection(row.Known<RejectReason>(nameof(Rejection.Reason)), row.GetString(nameof(Rejection.Detail))),
        row.GetString(nameof(DeadLetter.Body)))
    {
        Messages = row.GetInt32(nameof(DeadLetter.Messages)) ?? 1,
    };

    // Up to release 0.1.0 a day had one partition. Which of some rows, in the order of their keys, are there.
    private ValueTask<HashSet<string>> FindOlderAsync(string day, List<string> keys, CancellationToken cancellationToken) =>
        tables.QueryAsync(
                Tables.DeadLetters,
                TableClient.CreateQueryFilter($"PartitionKey eq {day} and RowKey ge {keys[0]} and RowKey le {keys[^1]}"),
                cancellationToken,
                [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)])
            .Select(row => row.RowKey)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    private static string PartitionKey(DeadLetter letter) => PartitionKey(letter.Hub, letter.Partition, letter.Enqueued);

    // The day first, for what is read and purged by day; what may be written at once by several instances is not in one partition. Notifications have one for all.
    private static string PartitionKey(string hub, int partition, DateTimeOffset enqueued) =>
        string.Create(CultureInfo.InvariantCulture, $"{TableKey.OfDay(enqueued)}:{TableKey.EscapeText(hub.Split('/')[0])}:{partition:D3}");

    private static string RowKey(string hub, int partition, long sequenceNumber) =>
        string.Create(CultureInfo.InvariantCulture, $"{TableKey.EscapeText(hub)}:{partition:D3}:{sequenceNumber:D19}");

    private static TableEntity Write(DeadLetter letter) => new(
        PartitionKey(letter), RowKey(letter.Hub, letter.Partition, letter.SequenceNumber))
    {
        [nameof(DeadLetter.Hub)] = letter.Hub,
        [nameof(DeadLetter.Partition)] = letter.Partition,
        [nameof(DeadLetter.SequenceNumber)] = letter.SequenceNumber,
        [nameof(DeadLetter.Enqueued)] = letter.Enqueued,
        [nameof(Rejection.Reason)] = letter.Rejection.Reason.ToString(),
        [nameof(Rejection.Detail)] = letter.Rejection.Detail,
        [nameof(DeadLetter.Body)] = Cut(letter.Body),
        [nameof(DeadLetter.Messages)] = letter.Messages,
    };

    // A row that the service refused would hold up the partition for good, so nothing but text goes in.
    private static string Cut(string body)
    {
        var cut = body.AtMost(MaximumBodyLength);
        return string.Create(cut.Length, cut, static (span, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var noText = char.GetUnicodeCategory(text[i]) is UnicodeCategory.OtherNotAssigned || (char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r'));
                span[i] = noText ? '\uFFFD' : text[i];
            }
        });
    }
}
