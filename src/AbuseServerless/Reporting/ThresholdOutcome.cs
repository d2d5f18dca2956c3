namespace AbuseServerless.Reporting;

/// <summary>What a threshold in a window would do.</summary>
/// <param name="Window">Length of the window.</param>
/// <param name="Threshold">Countries at which an account is suspended, inclusive.</param>
/// <param name="Suspended">Accounts that would be suspended.</param>
/// <param name="Good">Those of them that operators marked good (false positives).</param>
/// <param name="Abuse">Those of them that operators marked abuse.</param>
/// <param name="Uncertain">Accounts that would not be by what is known of them, which is not all: some of their use was forgotten but for the evidence of a decision.</param>
/// <param name="Recommended">Whether it is the smallest threshold of its window that spares every account marked good.</param>
public sealed record ThresholdOutcome(TimeSpan Window, int Threshold, int Suspended, int Good, int Abuse, int Uncertain, bool Recommended);
