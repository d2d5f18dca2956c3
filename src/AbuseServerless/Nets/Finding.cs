namespace AbuseServerless.Nets;

/// <summary>What a net found, before it becomes a <see cref="Decision"/>.</summary>
/// <param name="Net">Name of the net.</param>
/// <param name="Verdict">Watch or suspend.</param>
/// <param name="Measured">What was counted.</param>
/// <param name="Threshold">What it was held against.</param>
/// <param name="EndAge">Age of the window's last slot, inclusive.</param>
/// <param name="WindowSlots">Slots in the window.</param>
public sealed record Finding(string Net, Verdict Verdict, int Measured, int Threshold, int EndAge, int WindowSlots);
