using AbuseServerless.Deliveries;

namespace AbuseServerless.Statistics;

/// <summary>What the shares of a <see cref="DeliveryTally"/> are made of, so that they can be calculated for several days together: the days' tallies taken together, not their shares averaged.</summary>
/// <param name="Attempts">Sent, deferred and bounced.</param>
/// <param name="Deferred">Of the attempts, those deferred.</param>
/// <param name="Reputation">Of the attempts, those deferred or bounced for reputation.</param>
/// <param name="Outcomes">Sent, bounced and expired.</param>
/// <param name="Failed">Of the outcomes, those bounced or expired.</param>
public readonly record struct DeliveryShares(long Attempts, long Deferred, long Reputation, long Outcomes, long Failed)
{
    /// <summary>Failed over outcomes, 0 to 1; null without outcomes.</summary>
    public double? ErrorRate => Share(Failed, Outcomes);

    /// <summary>Deferred over attempts, 0 to 1; null without attempts.</summary>
    public double? DeferredShare => Share(Deferred, Attempts);

    /// <summary>Refused for reputation over attempts, 0 to 1; null without attempts.</summary>
    public double? ReputationShare => Share(Reputation, Attempts);

    /// <summary>The parts of a tally.</summary>
    public static DeliveryShares Of(DeliveryTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return new(tally.Attempts, tally.Deferred.Values.Sum(), tally.Reputation, tally.Outcomes, tally.Outcomes - tally.Sent);
    }

    /// <summary>Both together.</summary>
    public static DeliveryShares operator +(DeliveryShares left, DeliveryShares right) => new(
        left.Attempts + right.Attempts, left.Deferred + right.Deferred, left.Reputation + right.Reputation, left.Outcomes + right.Outcomes, left.Failed + right.Failed);

    /// <summary>What is left without some of the days.</summary>
    public static DeliveryShares operator -(DeliveryShares left, DeliveryShares right) => new(
        left.Attempts - right.Attempts, left.Deferred - right.Deferred, left.Reputation - right.Reputation, left.Outcomes - right.Outcomes, left.Failed - right.Failed);

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
