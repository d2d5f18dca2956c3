using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Detection.Account;

/// <summary>An AUTH event that counts, with its place and its position in the hub.</summary>
/// <param name="Event">The event.</param>
/// <param name="Place">Where its client was.</param>
/// <param name="Position">Where it stands in the hub.</param>
/// <param name="Index">Where it stands in its batch, from 0.</param>
/// <param name="Asn">The autonomous system of its client; 0 where that is not known.</param>
public sealed record LocatedEvent(AuthEvent Event, Place Place, EventPosition Position, int Index, long Asn = 0);
