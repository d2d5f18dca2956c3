namespace AbuseServerless.Local.Demo;

/// <summary>How the requests of ordinary subscribers are spread over a day: Japan's waking hours, in UTC.</summary>
internal static class DayCurve
{
    // Weights of the hours from 00:00 UTC, 09:00 in Tokyo: office hours, a lower evening, least at four in the morning (19 UTC).
    private static readonly int[] Hours = [70, 68, 64, 56, 62, 64, 62, 60, 58, 54, 50, 50, 50, 48, 42, 32, 22, 15, 11, 10, 13, 22, 38, 56];
    private static readonly int Total = Hours.Sum();

    /// <summary>The time of one of many requests; the higher its number, the later.</summary>
    /// <param name="number">0 inclusive to <paramref name="count"/> exclusive.</param>
    /// <param name="count">Requests of the day.</param>
    /// <param name="jitter">0 inclusive to 1 exclusive: where between this request and the next.</param>
    public static TimeSpan TimeOf(int number, int count, double jitter)
    {
        var passed = (number + jitter) * Total / count;
        var hour = 0;
        while (hour < Hours.Length - 1 && passed >= Hours[hour])
        {
            passed -= Hours[hour++];
        }

        var ticks = (long)((hour + Math.Min(passed / Hours[hour], 1)) * TimeSpan.TicksPerHour);
        return new TimeSpan(Math.Min(ticks, TimeSpan.TicksPerDay - TimeSpan.TicksPerMillisecond));
    }
}
