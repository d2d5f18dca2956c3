namespace AbuseServerless.Gate.Snapshots;

/// <summary>How soon the suspended accounts are written again: the queue helper hears of a suspension by that.</summary>
/// <param name="LastWrite">How long the last write took.</param>
internal readonly record struct SavePace(TimeSpan LastWrite)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Of a write that takes longer, there is so much to write that the disk is to be spared.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    // Then writing takes a twentieth of the time at most, and where it is urgent half of it.
    private const int PausesPerWrite = 20;

    /// <summary>Whether the next write may begin.</summary>
    /// <param name="pause">Time since the last write ended.</param>
    /// <param name="isUrgent">Whether somebody was suspended since, or an operator ordered something.</param>
    public bool IsDue(TimeSpan pause, bool isUrgent) =>
        isUrgent ? LastWrite <= Short || pause >= LastWrite : pause >= Interval && (LastWrite <= Short || pause >= LastWrite * PausesPerWrite);
}
