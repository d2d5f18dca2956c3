using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection;

/// <summary>A window of any length, with its thresholds.</summary>
public class WindowLimits : Limits
{
    /// <summary>Length of the window: a multiple of 15 minutes, at most 24 hours, which is the default.</summary>
    [WholeSlots]
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    internal int WindowSlots => (int)(Window / Slot.Length);
}
