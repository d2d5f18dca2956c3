namespace AbuseServerless.Deliveries;

/// <summary>Numbers of deliveries, each from 0. Tallies add up.</summary>
/// <remarks>
/// Each recipient of a message has any number of attempts and one final outcome. An error rate holds for one of the two, and says which: <see cref="ErrorRate"/> for outcomes,
/// <see cref="DeferredShare"/> and <see cref="ReputationShare"/> for attempts.
/// </remarks>
public sealed record DeliveryTally
{
    /// <summary>Nothing was delivered.</summary>
    public static DeliveryTally Empty { get; } = new();

    /// <summary>Taken by the remote server.</summary>
    public long Sent { get; init; }

    /// <summary>Attempts that were deferred, by class; a class without any is left out.</summary>
    public IReadOnlyDictionary<ReplyClass, long> Deferred { get; init; } = new SortedDictionary<ReplyClass, long>();

    /// <summary>Refused for good, by class.</summary>
    public IReadOnlyDictionary<ReplyClass, long> Bounced { get; init; } = new SortedDictionary<ReplyClass, long>();

    /// <summary>Given up after deferrals, by the class of the last one.</summary>
    public IReadOnlyDictionary<ReplyClass, long> Expired { get; init; } = new SortedDictionary<ReplyClass, long>();

    /// <summary>Attempts: sent, deferred and bounced.</summary>
    public long Attempts => Sent + Deferred.Values.Sum() + Bounced.Values.Sum();

    /// <summary>Final outcomes: sent, bounced and expired.</summary>
    public long Outcomes => Sent + Bounced.Values.Sum() + Expired.Values.Sum();

    /// <summary>Bounced and expired over final outcomes, 0 to 1; null without outcomes.</summary>
    public double? ErrorRate => Share(Bounced.Values.Sum() + Expired.Values.Sum(), Outcomes);

    /// <summary>Deferred over attempts, 0 to 1; null without attempts.</summary>
    public double? DeferredShare => Share(Deferred.Values.Sum(), Attempts);

    /// <summary>Attempts that were deferred or bounced for the reputation of address or domain.</summary>
    public long Reputation =>
        Of(Deferred, ReplyClass.ReputationAddress) + Of(Deferred, ReplyClass.ReputationDomain) + Of(Bounced, ReplyClass.ReputationAddress) + Of(Bounced, ReplyClass.ReputationDomain);

    /// <summary><see cref="Reputation"/> over attempts, 0 to 1; null without attempts.</summary>
    public double? ReputationShare => Share(Reputation, Attempts);

    /// <summary>Deferred and bounced attempts that no rule classified, over all that were deferred or bounced, 0 to 1; null without any.</summary>
    public double? UnclassifiedShare => Share(
        Of(Deferred, ReplyClass.Other) + Of(Bounced, ReplyClass.Other), Deferred.Values.Sum() + Bounced.Values.Sum());

    /// <summary>One more.</summary>
    /// <param name="status">What became of it.</param>
    /// <param name="reply">Its class; does not matter for <see cref="DeliveryStatus.Sent"/>.</param>
    public DeliveryTally Add(DeliveryStatus status, ReplyClass reply) => status switch
    {
        DeliveryStatus.Sent => this with { Sent = Sent + 1 },
        DeliveryStatus.Deferred => this with { Deferred = Sum(Deferred, new Dictionary<ReplyClass, long> { [reply] = 1 }) },
        DeliveryStatus.Bounced => this with { Bounced = Sum(Bounced, new Dictionary<ReplyClass, long> { [reply] = 1 }) },
        DeliveryStatus.Expired => this with { Expired = Sum(Expired, new Dictionary<ReplyClass, long> { [reply] = 1 }) },
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>Both together.</summary>
    public DeliveryTally Add(DeliveryTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            Sent = Sent + other.Sent,
            Deferred = Sum(Deferred, other.Deferred),
            Bounced = Sum(Bounced, other.Bounced),
            Expired = Sum(Expired, other.Expired),
        };
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static long Of(IReadOnlyDictionary<ReplyClass, long> counts, ReplyClass reply) => counts.TryGetValue(reply, out var count) ? count : 0;

    private static SortedDictionary<ReplyClass, long> Sum(IReadOnlyDictionary<ReplyClass, long> first, IReadOnlyDictionary<ReplyClass, long> second)
    {
        var sum = new SortedDictionary<ReplyClass, long>(new Dictionary<ReplyClass, long>(first));
        foreach (var (reply, count) in second)
        {
            sum[reply] = Of(sum, reply) + count;
        }

        return sum;
    }
}
