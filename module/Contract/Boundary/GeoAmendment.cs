namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Changes to a suspension. Null values stay unchanged.</summary>
/// <param name="Until">When it is to end, UTC; <see cref="DateTimeOffset.MaxValue"/> for never.</param>
/// <param name="Reason">The reason for it.</param>
/// <param name="Judgement">What it is judged to be.</param>
public sealed record GeoAmendment(DateTimeOffset? Until, string? Reason, GeoJudgement? Judgement);
