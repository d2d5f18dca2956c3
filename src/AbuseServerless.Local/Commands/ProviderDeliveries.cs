using AbuseServerless.Deliveries;

namespace AbuseServerless.Local.Commands;

/// <summary>The deliveries to a provider, attempts and outcomes with the classes of their replies.</summary>
internal sealed record ProviderDeliveries(
    string Provider,
    long Attempts,
    long Outcomes,
    long Sent,
    IReadOnlyDictionary<ReplyClass, long> Deferred,
    IReadOnlyDictionary<ReplyClass, long> Bounced,
    IReadOnlyDictionary<ReplyClass, long> Expired)
{
    public static ProviderDeliveries Of(string provider, DeliveryTally tally) => new(provider, tally.Attempts, tally.Outcomes, tally.Sent, tally.Deferred, tally.Bounced, tally.Expired);
}
