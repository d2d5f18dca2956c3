namespace AbuseServerless.Thresholds.Trials;

/// <summary>What the settings of a <see cref="RuleTrial"/> would have done to the accounts of a log.</summary>
/// <param name="Name">The settings.</param>
/// <param name="Suspended">Accounts that would have been suspended.</param>
/// <param name="Watched">Accounts that would have been watched and not suspended.</param>
/// <param name="Good">Suspended accounts that are known to be good.</param>
/// <param name="Abuse">Suspended accounts that are known to be abused.</param>
/// <param name="Later">
/// How late the abused ones were suspended: the median of the logins that each made between the first suspension by any of the settings tried and this one; null where none was suspended.
/// </param>
/// <param name="IsOnFront">Whether no other settings tried suspend as many abused accounts with fewer good ones, or more with no more good ones.</param>
/// <param name="Recommended">
/// Whether it is the one to take: of the settings that suspend no good account, the one that suspends most abused ones, then the fewest accounts, then the abused ones earliest. None is where fewer than
/// <see cref="ThresholdOutcome.MinimumJudged"/> accounts are known to be good, or none to be abused.
/// </param>
public sealed record TrialOutcome(string Name, int Suspended, int Watched, int Good, int Abuse, long? Later, bool IsOnFront, bool Recommended);
