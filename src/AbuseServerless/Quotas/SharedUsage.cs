using System.Collections.Immutable;

namespace AbuseServerless.Quotas;

/// <summary>What all hosts have written of an account's usage.</summary>
/// <param name="Writers">Counts of each host, or rather of each run of its gate, by an id of its own.</param>
/// <param name="Domains">Domains of recipients, as numbers that stand for them, and the last minute of each. Only where a plan limits them.</param>
/// <param name="Pending">The same of domains whose messages may still be refused or held at a host. Each host replaces its own.</param>
public sealed record SharedUsage(
    ImmutableDictionary<string, ImmutableArray<MinuteCount>> Writers, ImmutableDictionary<ulong, int> Domains, ImmutableDictionary<string, ImmutableDictionary<ulong, int>> Pending)
{
    /// <summary>Nothing.</summary>
    public static readonly SharedUsage Empty = new(
        ImmutableDictionary<string, ImmutableArray<MinuteCount>>.Empty, ImmutableDictionary<ulong, int>.Empty, ImmutableDictionary<string, ImmutableDictionary<ulong, int>>.Empty);

    // More domains than a limit counts, nobody needs to know.
    private const int MaximumDomains = 2 * QuotaLimits.MaximumDomains;

    /// <summary>How much of a limit is used.</summary>
    /// <param name="measure">What is counted.</param>
    /// <param name="isDaily">Within 24 hours; else within an hour.</param>
    /// <param name="now">The minute in which the window ends.</param>
    public int Used(QuotaMeasure measure, bool isDaily, int now)
    {
        var begin = SlotCounts.Begin(now, isDaily);
        return measure == QuotaMeasure.Domains
            ? Domains.Concat(Pending.Values.SelectMany(pending => pending)).Where(domain => domain.Value >= begin).DistinctBy(domain => domain.Key).Count()
            : Writers.Values.SelectMany(counts => counts).Where(count => count.Minute >= begin).Aggregate(0, (sum, count) => SlotCounts.Sum(sum, measure == QuotaMeasure.Messages ? count.Messages : count.Recipients));
    }

    /// <summary>What was written when the last of it is in no window any more.</summary>
    /// <param name="now">The minute.</param>
    public bool IsOver(int now) => Prune(now) is { Writers.Count: 0, Domains.Count: 0, Pending.Count: 0 };

    /// <summary>The same without the older half of the domains and what waits: for a row that has no room. Null where that leaves no less.</summary>
    public SharedUsage? Halve() => Domains.Count + Pending.Count == 0
        ? null
        : this with { Domains = Domains.OrderByDescending(domain => domain.Value).Take(Domains.Count / 2).ToImmutableDictionary(), Pending = Empty.Pending };

    /// <summary>The same, with what a host counts now in place of what it wrote before.</summary>
    internal SharedUsage With(string writer, SlotCounts counts, RecipientDomains domains, int now)
    {
        var all = Domains.ToBuilder();
        foreach (var (domain, minute) in domains.Known)
        {
            all[domain] = Math.Max(minute, all.GetValueOrDefault(domain));
        }

        var pending = domains.Pending.ToImmutableDictionary();
        return new SharedUsage(Writers.SetItem(writer, [.. counts.All]), all.ToImmutable(), Pending.SetItem(writer, pending)).Prune(now);
    }

    private SharedUsage Prune(int now)
    {
        var begin = SlotCounts.Begin(now, isDaily: true);
        var writers = ImmutableDictionary.CreateBuilder<string, ImmutableArray<MinuteCount>>();
        foreach (var (writer, written) in Writers)
        {
            var counts = new SlotCounts(written);
            counts.Prune(now);
            if (counts.All.Count > 0)
            {
                writers.Add(writer, [.. counts.All]);
            }
        }

        return new SharedUsage(
            writers.ToImmutable(),
            Latest(Domains, begin),
            Pending.Select(waiting => KeyValuePair.Create(waiting.Key, Latest(waiting.Value, begin))).Where(waiting => !waiting.Value.IsEmpty).ToImmutableDictionary());
    }

    private static ImmutableDictionary<ulong, int> Latest(ImmutableDictionary<ulong, int> domains, int begin) =>
        domains.Where(domain => domain.Value >= begin).OrderByDescending(domain => domain.Value).Take(MaximumDomains).ToImmutableDictionary();
}
