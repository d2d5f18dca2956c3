namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What is to be changed of a suspension. What is null stays as it is.</summary>
/// <param name="Until">When it is to end, UTC; <see cref="DateTimeOffset.MaxValue"/> for never.</param>
/// <param name="Reason">Why it stands.</param>
/// <param name="Judgement">What it is judged to be.</param>
public sealed record GeoAmendment(DateTimeOffset? Until, string? Reason, GeoJudgement? Judgement);
