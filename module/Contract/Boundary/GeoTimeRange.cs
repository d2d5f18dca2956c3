namespace AbuseServerless.PowerShell.Boundary;

/// <summary>A time with a beginning and an end.</summary>
/// <param name="From">Inclusive, UTC; null for the beginning of all.</param>
/// <param name="To">Exclusive, UTC; null for no end.</param>
public sealed record GeoTimeRange(DateTimeOffset? From, DateTimeOffset? To);
