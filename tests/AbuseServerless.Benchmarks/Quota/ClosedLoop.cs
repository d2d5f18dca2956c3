using System.Diagnostics;
using AbuseServerless.Benchmarks.Measuring;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>Clients that each do the next thing when the last is done.</summary>
internal static class ClosedLoop
{
    /// <summary>Measures, after warming up for a third of the time.</summary>
    /// <param name="clients">Each does one thing when called.</param>
    /// <param name="seconds">How long.</param>
    /// <returns>How many ended in that time, and how long those took that began in it.</returns>
    public static async Task<Speed> MeasureAsync(IReadOnlyList<Func<Task>> clients, int seconds)
    {
        var (length, warm) = (TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds / 3.0));
        var start = Stopwatch.GetTimestamp();
        var inTime = 0;
        var all = await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            var took = new List<TimeSpan>();
            while (Stopwatch.GetElapsedTime(start) is var began && began < warm + length)
            {
                await client();
                var ended = Stopwatch.GetElapsedTime(start);
                if (ended >= warm && ended < warm + length)
                {
                    Interlocked.Increment(ref inTime);
                }

                if (began >= warm)
                {
                    took.Add(ended - began);
                }
            }

            return took;
        })));
        return new Speed(Figures.Round(inTime / length.TotalSeconds, 0), Percentiles.Of(all.SelectMany(took => took)));
    }
}
