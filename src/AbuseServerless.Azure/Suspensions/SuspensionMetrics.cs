using System.Diagnostics.Metrics;
using AbuseServerless.Detection;
using AbuseServerless.Suspensions;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>Counts what the nets decide and what becomes of accounts.</summary>
internal static class SuspensionMetrics
{
    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _decisions = _meter.CreateCounter<long>("abuseserverless.decisions", "{decision}", "Net decisions that changed the state of an account.");
    private static readonly Counter<long> _transitions = _meter.CreateCounter<long>("abuseserverless.suspensions.transitions", "{transition}", "Account transitions made by this process.");
    private static readonly Counter<long> _done = _meter.CreateCounter<long>("abuseserverless.enforcement.done", "{task}", "Due suspension tasks that were processed.");

    public static void CountDone() => _done.Add(1);

    public static void Count(Decision decision) => _decisions.Add(1, new("net", decision.Net), new("verdict", decision.Historical ? nameof(SuspensionState.Historical) : decision.Verdict.ToString()));

    public static void Count(Suspension transition) =>
        _transitions.Add(1, new("from", transition.From?.ToString() ?? "None"), new("to", transition.State.ToString()));
}
