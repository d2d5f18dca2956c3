namespace AbuseServerless.Thresholds;

/// <summary>The most countries in which an account was seen within each window of a grid, in its order.</summary>
/// <param name="Most">Of all its use.</param>
/// <param name="Good">Of the use that was judged to be good; null where none was.</param>
/// <param name="Abuse">Of the use that was judged to be abuse; null where none was.</param>
/// <param name="AtLeast">Whether some of its use was forgotten, so that it may have been seen in more.</param>
public sealed record AccountMeasure(IReadOnlyList<int> Most, IReadOnlyList<int>? Good, IReadOnlyList<int>? Abuse, bool AtLeast);
