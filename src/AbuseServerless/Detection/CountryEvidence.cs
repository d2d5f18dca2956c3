namespace AbuseServerless.Detection;

/// <summary>A country in the evidence of a decision.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="First">Earliest sighting there in the window, UTC; to the slot where the exact time is of another window.</param>
/// <param name="Last">Start of the last slot of the window in which the account was seen there, UTC; <paramref name="First"/> where that is later.</param>
/// <param name="Address">Client address of the earliest sighting remembered there.</param>
public sealed record CountryEvidence(string Country, DateTimeOffset First, DateTimeOffset Last, string Address);
