namespace AbuseServerless.Detection;

/// <summary>What a net found, before it becomes a <see cref="Decision"/>.</summary>
/// <param name="Net">Name of the net.</param>
/// <param name="Verdict">Watch or suspend.</param>
/// <param name="Measured">What was counted.</param>
/// <param name="Threshold">What it was held against.</param>
/// <param name="EndAge">Age of the window's last slot, inclusive; negative where that is newer than the head of the ring.</param>
/// <param name="WindowSlots">Slots in the window.</param>
/// <param name="Summary">What was found, in a few English words without names or addresses.</param>
public sealed record Finding(string Net, Verdict Verdict, long Measured, long Threshold, int EndAge, int WindowSlots, string Summary)
{
    /// <summary>The graver of two findings; the first of two that are alike.</summary>
    public static Finding? Graver(Finding? first, Finding? second) => (second?.Verdict ?? Verdict.None) > (first?.Verdict ?? Verdict.None) ? second : first;
}
