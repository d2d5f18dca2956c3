namespace AbuseServerless.Thresholds.Trials;

/// <summary>What several settings of the nets would have done to the same log.</summary>
/// <param name="Accounts">Accounts with a successful login.</param>
/// <param name="Good">Those of them that are known to be good.</param>
/// <param name="Abuse">Those of them that are known to be abused.</param>
/// <param name="Outcomes">In the order of the trials.</param>
public sealed record TrialStudy(int Accounts, int Good, int Abuse, IReadOnlyList<TrialOutcome> Outcomes);
