using AbuseServerless.Deliveries;

namespace AbuseServerless.Report.Model;

/// <summary>A <see cref="DeliveryTally"/> in numbers.</summary>
/// <param name="Attempts">Sent, deferred and bounced.</param>
/// <param name="Outcomes">Final ones: sent, bounced and expired.</param>
/// <param name="Errors">Bounced and expired.</param>
/// <param name="ErrorRate">Errors over final outcomes; null without any.</param>
/// <param name="Deferred">Attempts that were deferred.</param>
/// <param name="DeferredShare">Deferred over attempts; null without any.</param>
/// <param name="ReputationShare">Attempts deferred or refused for reputation over attempts; null without any.</param>
public sealed record DeliveryNumbers(long Attempts, long Outcomes, long Errors, double? ErrorRate, long Deferred, double? DeferredShare, double? ReputationShare)
{
    internal static DeliveryNumbers Of(DeliveryTally tally) => new(
        tally.Attempts, tally.Outcomes, tally.Outcomes - tally.Sent, tally.ErrorRate, tally.Deferred.Values.Sum(), tally.DeferredShare, tally.ReputationShare);
}
