using System.Diagnostics.Metrics;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Azure.Activity;

/// <summary>Counts rows of accounts that could not be read: of another version, or damaged.</summary>
internal static class UnreadableMetrics
{
    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _rows = _meter.CreateCounter<long>("abuseserverless.activity.unreadable", "{row}", "Account rows that could not be read.");

    /// <summary>Counts a row whose bytes were set aside, and whose account begins anew.</summary>
    public static void CountSetAside() => _rows.Add(1, new KeyValuePair<string, object?>("outcome", "set_aside"));

    /// <summary>Counts a row that a report or a timer left out.</summary>
    public static void CountSkipped() => _rows.Add(1, new KeyValuePair<string, object?>("outcome", "skipped"));
}
