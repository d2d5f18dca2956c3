using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

/// <summary>One AUTH that counts, located: what an account's activity is made of.</summary>
/// <param name="Time">When, UTC, in whole milliseconds.</param>
/// <param name="Place">Where the client was.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Recipients">Recipients of the message, where known; else 0.</param>
/// <param name="Asn">The autonomous system of the client; 0 where that is not known.</param>
public readonly record struct Sighting(DateTimeOffset Time, Place Place, IPAddress Address, int Recipients = 0, long Asn = 0)
{
    /// <summary>
    /// Whether the client is in an unfamiliar network of a known account. Set by <see cref="AccountActivity"/> to evidence of a tag above that of
    /// <see cref="Familiarity.FamiliarityEvidence"/>, of which it is the same in any order of events; false before that, or where no net needs to know.
    /// </summary>
    public bool IsUnfamiliar { get; init; }

    /// <summary>Whether the client is in a network of a known account that is not established: unfamiliar, or familiar for a few days only. Set as <see cref="IsUnfamiliar"/>.</summary>
    public bool IsNotEstablished { get; init; }
}
