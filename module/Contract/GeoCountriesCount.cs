namespace AbuseServerless.PowerShell;

/// <summary>How many accounts were seen in so many countries.</summary>
/// <param name="Countries">Number of countries, from 1.</param>
/// <param name="Accounts">Number of accounts, from 1.</param>
public sealed record GeoCountriesCount(int Countries, long Accounts)
{
    /// <summary>Such as <c>2: 311</c>.</summary>
    public override string ToString() => $"{Countries}: {Accounts}";
}
