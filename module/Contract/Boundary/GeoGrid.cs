namespace AbuseServerless.PowerShell.Boundary;

/// <summary>The thresholds and windows of a study; every threshold is tried in every window.</summary>
/// <param name="Thresholds">Countries; null for 2 to 30.</param>
/// <param name="Windows">Null for 1, 4, 12 and 24 hours.</param>
public sealed record GeoGrid(IReadOnlyList<int>? Thresholds, IReadOnlyList<TimeSpan>? Windows);
