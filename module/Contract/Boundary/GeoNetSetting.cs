namespace AbuseServerless.PowerShell.Boundary;

/// <summary>A setting of a net that a plan may have of its own.</summary>
/// <param name="Key">Its name without <c>Nets:</c>, list items as number 0.</param>
/// <param name="Value">Its default; empty where it has none.</param>
/// <param name="CanBeOff">Whether it is a threshold.</param>
public sealed record GeoNetSetting(string Key, string Value, bool CanBeOff);
