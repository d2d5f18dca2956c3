namespace AbuseServerless.PowerShell.Boundary;

/// <summary>How many of the stored accounts an exemption covers.</summary>
/// <param name="Accounts">Number of accounts; for a network a lower bound, because one address per place is stored; also for an autonomous system, because not all of them are stored for old days.</param>
/// <param name="Stored">All stored accounts; for an autonomous system, those with any known one, and none if the functions have no ASN database.</param>
public sealed record GeoExemptionReach(int Accounts, int Stored);
