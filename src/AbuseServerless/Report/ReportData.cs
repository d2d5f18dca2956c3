using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Reputation;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;

namespace AbuseServerless.Report;

/// <summary>What the tables hold for the operator's report.</summary>
/// <param name="Made">When they were read, UTC.</param>
/// <param name="TimeZone">The time zone of the statistics.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive: the one on which it was made.</param>
public sealed record ReportData(DateTimeOffset Made, TimeZoneInfo TimeZone, DateOnly From, DateOnly To)
{
    /// <summary>Whether suspended accounts are refused; null where that is not known.</summary>
    public EnforcementMode? Mode { get; init; }

    /// <summary>Deliveries by provider and day, in any order.</summary>
    public IReadOnlyList<ProviderDay> Deliveries { get; init; } = [];

    /// <summary>Where the reputation stands with each provider that ever refused mail for it; in any order.</summary>
    public IReadOnlyList<ReputationChange> Reputations { get; init; } = [];

    /// <summary>The settings of the statistics, with the thresholds of reputation; null where they are not known.</summary>
    public StatisticsOptions? Statistics { get; init; }

    /// <summary>The days' statistics, in any order.</summary>
    public IReadOnlyList<DayStatistics> Days { get; init; } = [];

    /// <summary>When days were summarised last, UTC; null where none ever was.</summary>
    public DateTimeOffset? Summarised { get; init; }

    /// <summary>The thresholds in force; null where they are not known.</summary>
    public CountryThresholds? Thresholds { get; init; }

    /// <summary>Accounts that are or were suspended, the last changed first: the newest, and those that an operator has something to do about, as far as a report tells of them.</summary>
    public IReadOnlyList<Suspension> Suspensions { get; init; } = [];

    /// <summary>How many there are of those that an operator has something to do about (<see cref="Suspension.IsToDo"/>).</summary>
    public int OpenSuspensions { get; init; }

    /// <summary>Number of accounts by current state.</summary>
    public IReadOnlyDictionary<SuspensionState, int> Standings { get; init; } = new SortedDictionary<SuspensionState, int>();

    /// <summary>What was rejected of late.</summary>
    public RejectedMessages Rejected { get; init; } = new(0, false, []);

    /// <summary>What other thresholds would do; null where that was not studied.</summary>
    public ThresholdStudy? Study { get; init; }

    /// <summary>What each net contributes; null where that was not studied.</summary>
    public NetStudy? Nets { get; init; }

    /// <summary>The newest slot in which an account was seen, as far as was looked; UTC. Null where none was.</summary>
    public DateTimeOffset? NewestSighting { get; init; }

    /// <summary>How well events are processed.</summary>
    public ProcessingState Processing { get; init; } = new(null, null, null, null);

    /// <summary>Logs that are read on mail servers.</summary>
    public IReadOnlyList<FollowedLog> Logs { get; init; } = [];
}
