using System.Collections.Immutable;

namespace AbuseServerless.Quotas;

/// <summary>What all hosts have written of an account's usage.</summary>
/// <param name="Writers">Counts of each host, or rather of each run of its gate, by an id of its own.</param>
/// <param name="Domains">Domains of recipients, as numbers that stand for them, and the last minute of each. Only where a plan limits them.</param>
public sealed record SharedUsage(ImmutableDictionary<string, ImmutableArray<MinuteCount>> Writers, ImmutableDictionary<ulong, int> Domains)
{
    /// <summary>Nothing.</summary>
    public static readonly SharedUsage Empty = new(ImmutableDictionary<string, ImmutableArray<MinuteCount>>.Empty, ImmutableDictionary<ulong, int>.Empty);

    // A row holds 64 KiB. More domains than a limit counts, nobody needs to know.
    private const int MaximumDomains = 2 * QuotaLimits.MaximumDomains;

    /// <summary>How much of a limit is used.</summary>
    /// <param name="measure">What is counted.</param>
    /// <param name="isDaily">Within 24 hours; else within an hour.</param>
    /// <param name="now">The minute in which the window ends.</param>
    public int Used(QuotaMeasure measure, bool isDaily, int now)
    {
        var begin = SlotCounts.Begin(now, isDaily);
        return measure == QuotaMeasure.Domains
            ? Domains.Values.Count(minute => minute >= begin)
            : Writers.Values.SelectMany(counts => counts).Where(count => count.Minute >= begin).Sum(count => measure == QuotaMeasure.Messages ? count.Messages : count.Recipients);
    }

    /// <summary>What was written when the last of it is in no window any more.</summary>
    /// <param name="now">The minute.</param>
    public bool IsOver(int now) => Prune(now) is { Writers.Count: 0, Domains.Count: 0 };

    /// <summary>The same, with what a host counts now in place of what it wrote before.</summary>
    internal SharedUsage With(string writer, SlotCounts counts, IReadOnlyDictionary<ulong, int> domains, int now)
    {
        var all = Domains.ToBuilder();
        foreach (var (domain, minute) in domains)
        {
            all[domain] = Math.Max(minute, all.GetValueOrDefault(domain));
        }

        return new SharedUsage(Writers.SetItem(writer, [.. counts.All]), all.ToImmutable()).Prune(now);
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
            writers.ToImmutable(), Domains.Where(domain => domain.Value >= begin).OrderByDescending(domain => domain.Value).Take(MaximumDomains).ToImmutableDictionary());
    }
}
