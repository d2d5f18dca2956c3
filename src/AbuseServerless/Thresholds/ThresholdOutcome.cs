namespace AbuseServerless.Thresholds;

/// <summary>What a threshold in a window would do.</summary>
/// <param name="Window">Length of the window.</param>
/// <param name="Threshold">Countries at which an account is suspended, inclusive.</param>
/// <param name="Suspended">Accounts that would be suspended.</param>
/// <param name="Good">Those of them that operators marked good (false positives).</param>
/// <param name="Abuse">Those of them that operators marked abuse.</param>
/// <param name="Uncertain">Accounts that would not be by what is known of them, which is not all: some of their use was forgotten but for the evidence of a decision.</param>
/// <param name="Judged">All accounts marked good that were active in windows of this length: what a recommendation rests on.</param>
/// <param name="Recommended">Whether it is the smallest threshold of its window that spares every account marked good; of none where <paramref name="Judged"/> is less than <see cref="MinimumJudged"/>.</param>
public sealed record ThresholdOutcome(TimeSpan Window, int Threshold, int Suspended, int Good, int Abuse, int Uncertain, int Judged, bool Recommended)
{
    /// <summary>Accounts marked good and active without which nothing is recommended: 10.</summary>
    public const int MinimumJudged = 10;

    /// <summary>Whether there are enough of them to recommend a threshold.</summary>
    public bool IsJudgedEnough => Judged >= MinimumJudged;
}
