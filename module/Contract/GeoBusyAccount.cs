namespace AbuseServerless.PowerShell;

/// <summary>An account and the number of countries in which it was seen on a day.</summary>
/// <param name="Account">The account.</param>
/// <param name="Countries">Number of countries, from 1.</param>
public sealed record GeoBusyAccount(string Account, int Countries)
{
    /// <summary>Such as <c>alice@example.jp (12)</c>.</summary>
    public override string ToString() => $"{Account} ({Countries})";
}
