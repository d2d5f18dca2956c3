namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Stored plans.</summary>
/// <param name="Plans">Those that can be read, by name.</param>
/// <param name="Wrong">What is wrong with others, in sentences that say what to do.</param>
public sealed record GeoPlans(IReadOnlyList<GeoPlan> Plans, IReadOnlyList<string> Wrong);
