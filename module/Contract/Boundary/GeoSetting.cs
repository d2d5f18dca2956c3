namespace AbuseServerless.PowerShell.Boundary;

/// <summary>A setting of the nets and what it is tried with.</summary>
/// <param name="Name">Such as <c>Nets:Volume:MessagesPerDay:Suspend</c>.</param>
/// <param name="Values">At least one.</param>
public sealed record GeoSetting(string Name, IReadOnlyList<string> Values);
