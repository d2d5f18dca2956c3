using System.Diagnostics.Metrics;
using AbuseServerless.Nets;
using AbuseServerless.Suspensions;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>Counts what the nets decide and what becomes of accounts.</summary>
public static class SuspensionMetrics
{
    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _decisions = _meter.CreateCounter<long>("abuseserverless.decisions", "{decision}", "Decisions of nets that changed where an account stands.");
    private static readonly Counter<long> _transitions = _meter.CreateCounter<long>("abuseserverless.suspensions.transitions", "{transition}", "Transitions of accounts that this process made.");
    private static readonly Counter<long> _runs = _meter.CreateCounter<long>("abuseserverless.enforcement.runs", "{run}", "Runs of the timer that does what is due about suspensions.");
    private static readonly Counter<long> _done = _meter.CreateCounter<long>("abuseserverless.enforcement.done", "{task}", "Things that were due and were done.");

    /// <summary>Counts a run of the timer.</summary>
    /// <param name="done">Things it did; null where it failed.</param>
    public static void CountRun(int? done)
    {
        _runs.Add(1, new KeyValuePair<string, object?>("outcome", done is null ? "failure" : "success"));
        if (done > 0)
        {
            _done.Add(done.Value);
        }
    }

    internal static void Count(Decision decision) => _decisions.Add(1, new("net", decision.Net), new("verdict", decision.Verdict.ToString()));

    internal static void Count(Suspension transition) =>
        _transitions.Add(1, new("from", transition.From?.ToString() ?? "None"), new("to", transition.State.ToString()));
}
