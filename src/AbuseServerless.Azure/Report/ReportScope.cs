using AbuseServerless.Detection;
using AbuseServerless.Statistics;
using AbuseServerless.Thresholds;

namespace AbuseServerless.Azure.Report;

/// <summary>What a report is to cover.</summary>
/// <param name="Days">The last days, from 1, today included.</param>
/// <param name="TimeZone">The time zone of the statistics.</param>
public sealed record ReportScope(int Days, TimeZoneInfo TimeZone)
{
    /// <summary>The thresholds in force; null where they are not known: then those of the newest decisions are told.</summary>
    public CountryThresholds? Thresholds { get; init; }

    /// <summary>The settings of the statistics; null where they are not known: then of each provider only the last crossing of a threshold is told.</summary>
    public StatisticsOptions? Statistics { get; init; }

    /// <summary>The settings of the nets; null where they are not known: then those by default are tried.</summary>
    public NetsOptions? Nets { get; init; }

    /// <summary>
    /// Whether the study of thresholds is part of it, which reads every account, a request per 1,000. Null (default): unless a day had more than <see cref="ReportReader.MaximumStudied"/> accounts.
    /// </summary>
    public bool? Study { get; init; }
}
