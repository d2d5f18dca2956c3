namespace AbuseServerless.Deliveries;

/// <summary>Deliveries that were counted, with a sample reply of each class. They add up in any order.</summary>
/// <param name="Tally">The numbers.</param>
/// <param name="Samples">The earliest reply of each class; a class without a reply is left out.</param>
public sealed record CountedDeliveries(DeliveryTally Tally, IReadOnlyDictionary<ReplyClass, ReplySample> Samples)
{
    /// <summary>Nothing was delivered.</summary>
    public static CountedDeliveries None { get; } = new(DeliveryTally.Empty, new SortedDictionary<ReplyClass, ReplySample>());

    /// <summary>One more.</summary>
    /// <param name="delivery">The attempt or outcome.</param>
    /// <param name="reply">The class of its reply; does not matter for <see cref="DeliveryStatus.Sent"/>.</param>
    public CountedDeliveries Add(DeliveryEvent delivery, ReplyClass reply)
    {
        var tally = Tally.Add(delivery.Status, reply);
        return delivery.Status == DeliveryStatus.Sent || string.IsNullOrWhiteSpace(delivery.Reply)
            ? this with { Tally = tally }
            : new(tally, Merge(Samples, [KeyValuePair.Create(reply, ReplySample.Of(delivery.Time, delivery.Reply))]));
    }

    /// <summary>Both together.</summary>
    public CountedDeliveries Add(CountedDeliveries other) => new(Tally.Add(other.Tally), Merge(Samples, other.Samples));

    private static IReadOnlyDictionary<ReplyClass, ReplySample> Merge(
        IReadOnlyDictionary<ReplyClass, ReplySample> first, IEnumerable<KeyValuePair<ReplyClass, ReplySample>> second)
    {
        SortedDictionary<ReplyClass, ReplySample>? merged = null;
        foreach (var (reply, sample) in second)
        {
            if (!first.TryGetValue(reply, out var known) || ReplySample.Earlier(known, sample) != known)
            {
                merged ??= new SortedDictionary<ReplyClass, ReplySample>(first.ToDictionary());
                merged[reply] = sample;
            }
        }

        return merged ?? first;
    }
}
