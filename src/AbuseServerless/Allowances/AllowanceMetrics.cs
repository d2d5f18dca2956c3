using System.Diagnostics.Metrics;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Allowances;

/// <summary>Counts what allowances say of logins. Tag <c>outcome</c> = <c>inside</c>, <c>private</c>, <c>unlocated</c>, <c>no_database</c>, <c>abroad</c> or <c>observed</c>.</summary>
public static class AllowanceMetrics
{
    /// <summary>Counter of logins of accounts with an allowance.</summary>
    public const string Checks = "abuseserverless.policy.allowance.checks";

    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _checks = _meter.CreateCounter<long>(Checks, "{answer}", "Answers about accounts that may be used from some countries only.");

    // None is not counted.
    private static readonly KeyValuePair<string, object?>[] _tags =
        [default, .. new[] { "inside", "private", "unlocated", "no_database", "abroad", "observed" }.Select(outcome => new KeyValuePair<string, object?>("outcome", outcome))];

    /// <summary>Counts an answer about an account that has an allowance.</summary>
    public static void Count(AllowanceOutcome outcome) => _checks.Add(1, _tags[(int)outcome]);
}
