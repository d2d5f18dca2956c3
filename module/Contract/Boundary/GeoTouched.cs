namespace AbuseServerless.PowerShell.Boundary;

/// <summary>How many of the remembered accounts were seen at what an exemption names.</summary>
/// <param name="Accounts">Accounts; of a network at least so many, since of each place one address is remembered; of an autonomous system too, since of old days not all are.</param>
/// <param name="Remembered">All accounts that something is remembered of; of an autonomous system those of which any is known, none where the functions have no ASN database.</param>
public sealed record GeoTouched(int Accounts, int Remembered);
