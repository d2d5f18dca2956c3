namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What an allowance would change if it were set.</summary>
/// <param name="Account">The account or domain, in its normal form.</param>
/// <param name="Country">The countries, in their normal form.</param>
/// <param name="Standing">The allowance that it would replace; null where there is none.</param>
/// <param name="IsUnseen">Whether it is an account that was never seen.</param>
public sealed record GeoAllowanceImpact(string Account, string[] Country, GeoAllowance? Standing, bool IsUnseen);
