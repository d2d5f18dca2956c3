namespace AbuseServerless.Suspensions;

/// <summary>How long a suspension by a net lasts: <c>Duration × Growth^before</c>, at most <c>MaximumDuration</c>.</summary>
internal static class GrowingDuration
{
    /// <summary>The duration, to the millisecond below.</summary>
    /// <param name="options">Where it begins, how it grows, where it ends.</param>
    /// <param name="before">How often the account was active before; from 0.</param>
    /// <returns>Null for a suspension that lasts until it is lifted.</returns>
    public static TimeSpan? Of(EnforcementOptions options, int before)
    {
        if (options.Duration is not { } first)
        {
            return null;
        }

        // Infinite after some hundred repeats, which is more than the longest too.
        var grown = first.TotalMilliseconds * Math.Pow(options.Growth, before);
        return TimeSpan.FromMilliseconds((long)Math.Min(grown, options.MaximumDuration.TotalMilliseconds));
    }
}
