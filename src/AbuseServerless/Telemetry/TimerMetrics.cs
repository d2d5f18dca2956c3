using System.Diagnostics.Metrics;

namespace AbuseServerless.Telemetry;

/// <summary>Counts the runs of timers.</summary>
public static class TimerMetrics
{
    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _runs = _meter.CreateCounter<long>("abuseserverless.timer.runs", "{run}", "Runs of timer functions.");

    /// <summary>Counts a run.</summary>
    /// <param name="function">Name of the timer function.</param>
    /// <param name="succeeded">Whether it did what it is for.</param>
    public static void CountRun(string function, bool succeeded) => _runs.Add(1, new("function", function), new("outcome", succeeded ? "success" : "failure"));
}
