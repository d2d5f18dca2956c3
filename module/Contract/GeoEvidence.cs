namespace AbuseServerless.PowerShell;

/// <summary>A country in the evidence of a decision.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="First">Earliest sighting there in the window, UTC; to the quarter of an hour where the exact time is of another window.</param>
/// <param name="Last">Start of the last quarter of an hour of the window in which the account was seen there, UTC; <paramref name="First"/> where that is later.</param>
/// <param name="Address">Client address of the earliest sighting remembered there.</param>
public sealed record GeoEvidence(string Country, DateTimeOffset First, DateTimeOffset Last, string Address)
{
    /// <summary>One line, such as <c>JP  2026-11-24 01:02:03Z – 2026-11-24 01:15:00Z  203.0.113.9</c>.</summary>
    public override string ToString() => $"{Country}  {First.UtcDateTime:u} – {Last.UtcDateTime:u}  {Address}";
}
