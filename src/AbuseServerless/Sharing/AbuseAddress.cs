using System.Net;

namespace AbuseServerless.Sharing;

/// <summary>A client address that was used with accounts whose abuse operators confirmed.</summary>
/// <param name="Address">The address.</param>
/// <param name="First">Its earliest sighting, UTC.</param>
/// <param name="Last">Its country's latest sighting in the evidence, UTC, to the quarter of an hour; <paramref name="First"/> at the least.</param>
/// <param name="Countries">Where it was, ISO 3166-1 alpha-2, in alphabetical order.</param>
/// <param name="Accounts">How many accounts it was used with.</param>
/// <param name="Known">When the latest of these was judged, or the address last seen, UTC: nothing here is newer.</param>
public sealed record AbuseAddress(IPAddress Address, DateTimeOffset First, DateTimeOffset Last, IReadOnlyList<string> Countries, int Accounts, DateTimeOffset Known);
