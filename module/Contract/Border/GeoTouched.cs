namespace AbuseServerless.PowerShell.Border;

/// <summary>How many of the remembered accounts were seen at what an exemption names.</summary>
/// <param name="Accounts">Accounts; of a network at least so many, since of each place one address is remembered.</param>
/// <param name="Remembered">All accounts that something is remembered of.</param>
public sealed record GeoTouched(int Accounts, int Remembered);
