using System.Collections.Concurrent;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Statistics;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Deliveries;

/// <summary>Counts batches of deliveries, each event once, however often and in whatever batches it is delivered.</summary>
/// <remarks>
/// The counts of a day and partition stand beside the position of the last event in them, and both change in one transaction under the position's ETag. A batch that changes more rows than a
/// transaction holds is written in several, each with the position that it reaches. So wherever a crash falls, and whoever else writes, the position says which events are counted, and what an
/// event counts as is decided once: a domain that found no row left is not given one when its event is delivered again.
/// </remarks>
public sealed class DeliveryRecorder(DeliveryCountTable table, DayCalendar calendar, IOptions<DeliveriesOptions> options)
{
    // A batch takes what it needs out of here, so nothing is shared; what meets a fault is not put back.
    private readonly ConcurrentDictionary<(int Partition, DateOnly Day), PartitionDay> _known = new();

    /// <summary>Counts a batch.</summary>
    /// <param name="partition">Number of the hub's partition.</param>
    /// <param name="deliveries">Its events, in the order of their positions.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">Storage failed. Part of the batch may have been counted; the same batch can be recorded again.</exception>
    public async Task RecordAsync(int partition, IEnumerable<ClassifiedDelivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var day in deliveries.GroupBy(delivery => calendar.DayOf(delivery.Event.Time)))
        {
            await RecordAsync(day.Key, partition, [.. day], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RecordAsync(DateOnly day, int partition, IReadOnlyList<ClassifiedDelivery> deliveries, CancellationToken cancellationToken)
    {
        _known.TryRemove((partition, day), out var known);
        for (var attempt = 0; attempt < VersionedRow.MaximumAttempts; attempt++)
        {
            known ??= await table.LoadAsync(day, partition, cancellationToken).ConfigureAwait(false);
            known = await TryCountAsync(known, deliveries.Where(delivery => !known.IsCounted(delivery.Position)).ToArray(), cancellationToken).ConfigureAwait(false);
            if (known is not null)
            {
                Keep(known);
                return;
            }
        }

        throw VersionedRow.Contended($"Counts of partition {partition} were");
    }

    // Null where another has counted meanwhile.
    private async Task<PartitionDay?> TryCountAsync(PartitionDay known, ReadOnlyMemory<ClassifiedDelivery> rest, CancellationToken cancellationToken)
    {
        while (!rest.IsEmpty)
        {
            var (rows, domains, events) = known.Count(rest.Span, options.Value.MaximumDomains, DeliveryCountTable.MaximumRows);
            var position = rest.Span[events - 1].Position;
            if (await table.TryWriteAsync(known, rows, position, domains, cancellationToken).ConfigureAwait(false) is not { } etag)
            {
                return null;
            }

            known = known.Commit(rows, position, etag, domains);
            rest = rest[events..];
        }

        return known;
    }

    // Two days of a partition: events come late, but seldom later than that.
    private void Keep(PartitionDay known)
    {
        _known[(known.Partition, known.Day)] = known;
        foreach (var (partition, day) in _known.Keys)
        {
            if (partition == known.Partition && day < known.Day.AddDays(-1))
            {
                _known.TryRemove((partition, day), out _);
            }
        }
    }
}
