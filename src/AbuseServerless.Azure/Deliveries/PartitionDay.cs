using AbuseServerless.Deliveries;
using AbuseServerless.Detection.Account;
using AbuseServerless.Statistics;
using Azure;

namespace AbuseServerless.Azure.Deliveries;

/// <summary>What was counted of one day from one partition of the hub.</summary>
/// <param name="Day">The day.</param>
/// <param name="Partition">Number of the partition.</param>
internal sealed record PartitionDay(DateOnly Day, int Partition)
{
    /// <summary>Whether it stands where releases up to 0.1.0 wrote it.</summary>
    public bool IsOlder { get; init; }

    /// <summary>The last event that is part of the counts; null where there is none.</summary>
    public EventPosition? Position { get; init; }

    /// <summary>The version of the row that holds it; null where there is none.</summary>
    public ETag? ETag { get; init; }

    /// <summary>Domains that have a row of their own.</summary>
    public int Domains { get; init; }

    /// <summary>The counts, by provider. Changed only by <see cref="Commit"/>.</summary>
    public Dictionary<string, CountedDeliveries> Counts { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether an event is part of the counts.</summary>
    public bool IsCounted(EventPosition position) => Position is { } last && !position.IsBehind(last);

    /// <summary>Counts events, as many as change no more than a number of rows.</summary>
    /// <param name="events">Events that are not counted yet, in the order of their positions; at least one.</param>
    /// <param name="maximumDomains">Domains that get a row of their own; what goes to others counts as <see cref="ProviderDay.Other"/>.</param>
    /// <param name="maximumRows">Rows, from 1.</param>
    /// <returns>The rows with their new counts, what is to be remembered beside them, and the number of events.</returns>
    public (IReadOnlyDictionary<string, CountedDeliveries> Rows, int Domains, int Events) Count(ReadOnlySpan<ClassifiedDelivery> events, int maximumDomains, int maximumRows)
    {
        var rows = new Dictionary<string, CountedDeliveries>(StringComparer.Ordinal);
        var domains = Domains;
        var counted = 0;
        for (; counted < events.Length; counted++)
        {
            var delivery = events[counted];
            var isNew = delivery.IsDomain && !rows.ContainsKey(delivery.Provider) && !Counts.ContainsKey(delivery.Provider);
            var provider = isNew && domains >= maximumDomains ? ProviderDay.Other : delivery.Provider;
            if (!rows.TryGetValue(provider, out var row) && rows.Count == maximumRows)
            {
                break;
            }

            row ??= Counts.GetValueOrDefault(provider) ?? CountedDeliveries.None;
            rows[provider] = row.Add(delivery.Event, delivery.Reply);
            domains += isNew && provider != ProviderDay.Other ? 1 : 0;
        }

        return (rows, domains, counted);
    }

    /// <summary>What is known once rows were written.</summary>
    public PartitionDay Commit(IReadOnlyDictionary<string, CountedDeliveries> rows, EventPosition position, ETag etag, int domains)
    {
        foreach (var (provider, counted) in rows)
        {
            Counts[provider] = counted;
        }

        return this with { Position = position, ETag = etag, Domains = domains };
    }
}
