namespace AbuseServerless.PowerShell.Boundary;

/// <summary>How many of the remembered accounts were seen at what an exemption names.</summary>
/// <param name="Accounts">Number of accounts; for a network a lower bound, because one address per place is stored; also for an autonomous system, because not all of them are stored for old days.</param>
/// <param name="Remembered">All stored accounts; for an autonomous system, those with any known one, and none if the functions have no ASN database.</param>
public sealed record GeoTouched(int Accounts, int Remembered);
