using AbuseServerless.Deliveries;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Azure.Deliveries;

/// <summary>A delivery event that counts, with what it counts as and its position in the hub.</summary>
/// <param name="Event">The event.</param>
/// <param name="Provider">The known provider of the recipient; its domain where there is none.</param>
/// <param name="Reply">The class of the reply.</param>
/// <param name="Position">Where it stands in the hub.</param>
public sealed record ClassifiedDelivery(DeliveryEvent Event, string Provider, ReplyClass Reply, EventPosition Position)
{
    /// <summary>Whether it counts by a name that is not known: the recipient's domain, or a smarthost.</summary>
    public bool IsDomain => Provider == Event.RecipientDomain || (Event.IsRelayed && Provider == Event.Relay);
}
