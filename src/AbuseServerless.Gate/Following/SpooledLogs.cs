using AbuseServerless.Gate.Spool;

namespace AbuseServerless.Gate.Following;

/// <summary>Where the events of followed logs wait for their hubs.</summary>
/// <param name="Logins">That of AUTH events, which has those of Dovecot too.</param>
/// <param name="Deliveries">That of deliveries, apart: what holds up one hub does not hold up the other.</param>
internal sealed record SpooledLogs(EventSpool Logins, EventSpool Deliveries)
{
    /// <summary>Name of the folder of deliveries, and key of its services.</summary>
    public const string DeliveriesFolder = "deliveries";
}
