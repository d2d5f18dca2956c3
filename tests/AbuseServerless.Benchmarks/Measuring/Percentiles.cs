namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>What a set of durations looks like, in milliseconds.</summary>
internal sealed record Percentiles(int Count, double P50, double P99, double Max)
{
    public static Percentiles Of(IEnumerable<TimeSpan> durations)
    {
        double[] sorted = [.. durations.Select(duration => duration.TotalMilliseconds).Order()];
        return new(sorted.Length, At(0.50), At(0.99), At(1));

        // The nearest rank: the smallest duration that so large a share does not exceed.
        double At(double share) => sorted.Length == 0 ? 0 : Figures.Round(sorted[Math.Max((int)Math.Ceiling(share * sorted.Length) - 1, 0)]);
    }
}
