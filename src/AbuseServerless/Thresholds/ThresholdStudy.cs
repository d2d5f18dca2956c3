namespace AbuseServerless.Thresholds;

/// <summary>What each threshold in each window would do to the accounts that were measured.</summary>
/// <param name="Accounts">Accounts measured.</param>
/// <param name="Good">Those that operators marked good (false positives), in part of their use at least.</param>
/// <param name="Abuse">Those that operators marked abuse, in part of their use at least.</param>
/// <param name="Outcomes">By window, then by threshold, both ascending. Nothing is recommended where fewer than <see cref="ThresholdOutcome.MinimumJudged"/> accounts marked good were active, or no threshold of the grid spares them.</param>
public sealed record ThresholdStudy(int Accounts, int Good, int Abuse, IReadOnlyList<ThresholdOutcome> Outcomes);
