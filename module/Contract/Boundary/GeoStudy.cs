namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What thresholds of countries would do.</summary>
/// <param name="Thresholds">By window, then by threshold.</param>
/// <param name="Good">Accounts marked good.</param>
public sealed record GeoStudy(IReadOnlyList<GeoThreshold> Thresholds, int Good) : GeoLogStudy(Good);
