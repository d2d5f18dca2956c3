namespace AbuseServerless.Statistics;

/// <summary>An account and the number of countries in which it was seen on a day.</summary>
/// <param name="Account">The normalised SASL login name.</param>
/// <param name="Countries">Distinct countries, from 1.</param>
public sealed record BusyAccount(string Account, int Countries);
