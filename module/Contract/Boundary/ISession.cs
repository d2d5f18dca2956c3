namespace AbuseServerless.PowerShell.Boundary;

/// <summary>An open installation. Every method may throw <see cref="EngineException"/>. Several may run at once.</summary>
public interface ISession
{
    /// <summary>What it is connected to.</summary>
    GeoConnection Connection { get; }

    /// <summary>Rows that could not be read and were left out of what was read since the last call, in sentences that say what to do.</summary>
    IReadOnlyList<string> TakeUnreadable();

    /// <summary>How the installation does.</summary>
    Task<GeoStatus> ReadStatusAsync(CancellationToken cancellationToken);

    /// <summary>Whether suspended accounts are refused.</summary>
    Task<GeoEnforcement> FindEnforcementAsync(CancellationToken cancellationToken);

    /// <summary>Sets whether suspended accounts are refused; unchanged where it was set so already.</summary>
    Task<GeoEnforcement> SetEnforcementAsync(GeoEnforcementMode mode, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Streams where accounts stand, by account.</summary>
    /// <param name="prefix">Only accounts whose name begins so, in normal form; empty for all.</param>
    /// <param name="states">Only of these; empty for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    IAsyncEnumerable<GeoSuspension> ReadSuspensionsAsync(string prefix, IReadOnlyCollection<GeoSuspensionState> states, CancellationToken cancellationToken);

    /// <summary>The state of an account; null if there was never a decision.</summary>
    Task<GeoSuspension?> FindSuspensionAsync(string account, CancellationToken cancellationToken);

    /// <summary>Suspends an account; unchanged where it is active already.</summary>
    Task<GeoChange> SuspendAsync(string account, TimeSpan? duration, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Resumes an account; unchanged where it is neither watched nor suspended.</summary>
    Task<GeoChange> ResumeAsync(string account, GeoJudgement judgement, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Records that the owner changed the password: lifts what stands, and watches the account; unchanged where this is known.</summary>
    Task<GeoChange> RecoverAsync(string account, TimeSpan watch, GeoJudgement judgement, string by, string? reason, CancellationToken cancellationToken);

    /// <summary>Changes an active suspension, or the judgement of one that is over; unchanged where it is so already or cannot be.</summary>
    Task<GeoChange> AmendAsync(string account, GeoAmendment amendment, string by, CancellationToken cancellationToken);

    /// <summary>Ends what an operator did to an account that was never seen, and shows it no more; unchanged where nothing was decided, or where it was seen.</summary>
    Task<GeoChange> RemoveSuspensionAsync(string account, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Streams what is remembered of accounts, in no order.</summary>
    /// <param name="prefix">Only accounts whose name begins so, in normal form; empty for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    IAsyncEnumerable<GeoAccount> ReadAccountsAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>The stored activity of an account; null if there is none and there was never a decision.</summary>
    Task<GeoAccount?> FindAccountAsync(string account, CancellationToken cancellationToken);

    /// <summary>Streams what is on record, oldest first.</summary>
    /// <param name="account">Of one account only; null for all.</param>
    /// <param name="time">Of this time only.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    IAsyncEnumerable<GeoAuditEntry> ReadAuditLogAsync(string? account, GeoTimeRange time, CancellationToken cancellationToken);

    /// <summary>Streams dead letters of a time by day and position.</summary>
    IAsyncEnumerable<GeoDeadLetter> ReadDeadLettersAsync(GeoTimeRange time, CancellationToken cancellationToken);

    /// <summary>The country of a client address by the available geolocation databases; null if there are none, or they do not contain it.</summary>
    Task<string?> FindCountryAsync(string address, CancellationToken cancellationToken);

    /// <summary>Streams the deliveries of some days by provider, status and class, day by day; not those of all providers together.</summary>
    IAsyncEnumerable<GeoDeliveryStat> ReadDeliveryStatsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Streams how deliveries to each provider went on some days, day by day; not to all providers together.</summary>
    IAsyncEnumerable<GeoProviderStat> ReadProviderStatsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Streams some days, oldest first.</summary>
    IAsyncEnumerable<GeoDailyStat> ReadDailyStatsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>What an exemption would affect if it were added.</summary>
    Task<GeoExemptionImpact> WeighExemptionAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken);

    /// <summary>Counts the remembered accounts that were seen in a network, country or autonomous system. Reads all accounts.</summary>
    Task<GeoExemptionReach> CountReachAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken);

    /// <summary>Gives an exemption, or replaces the one of the same kind and value; one that stands with the same class, end and reason stays as it is.</summary>
    Task<GeoExemption> AddExemptionAsync(
        GeoExemptionKind kind, string value, bool watchOnly, DateTimeOffset? until, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Streams the exemptions, those that are over too.</summary>
    IAsyncEnumerable<GeoExemption> ReadExemptionsAsync(CancellationToken cancellationToken);

    /// <summary>An exemption, however its value is written; null where there is none.</summary>
    Task<GeoExemption?> FindExemptionAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken);

    /// <summary>Removes an exemption: returns what was removed, null if there was none.</summary>
    Task<GeoExemption?> RemoveExemptionAsync(GeoExemptionKind kind, string value, string by, string reason, CancellationToken cancellationToken);

    /// <summary>What an allowance would change if it were set.</summary>
    Task<GeoAllowanceImpact> WeighAllowanceAsync(string account, IReadOnlyCollection<string> countries, CancellationToken cancellationToken);

    /// <summary>Sets an allowance, or replaces the one of the same account or domain; one that stands with the same countries and reason stays as it is.</summary>
    Task<GeoAllowance> SetAllowanceAsync(string account, IReadOnlyCollection<string> countries, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Streams the allowances.</summary>
    IAsyncEnumerable<GeoAllowance> ReadAllowancesAsync(CancellationToken cancellationToken);

    /// <summary>The allowance that counts for an account, its own or that of its domain, or that of a domain; null where there is none.</summary>
    Task<GeoAllowance?> FindAllowanceAsync(string account, CancellationToken cancellationToken);

    /// <summary>Removes the allowance of an account or domain: returns what was removed, null if it had none of its own.</summary>
    Task<GeoAllowance?> RemoveAllowanceAsync(string account, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Reads the plans, by name.</summary>
    Task<GeoPlans> ReadPlansAsync(CancellationToken cancellationToken);

    /// <summary>The plan that applies to an account, or none; and what is wrong with those that would.</summary>
    Task<GeoPlans> FindPlanAsync(string account, CancellationToken cancellationToken);

    /// <summary>Sets a plan as it is to be, and gives it to those that it names for; others who have it keep it.</summary>
    /// <returns>The plan as it is then.</returns>
    Task<GeoPlan> SetPlanAsync(GeoPlan plan, CancellationToken cancellationToken);

    /// <summary>Removes a plan, or takes it from some.</summary>
    /// <param name="name">The plan, or the key of a row of theirs that cannot be read.</param>
    /// <param name="from">From whom it is taken; empty to remove it.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Whether there was something to do, and the plan as it was; null where it could not be read, or did not exist.</returns>
    Task<(bool Removed, GeoPlan? Plan)> RemovePlanAsync(string name, IReadOnlyCollection<string> from, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Reads what accounts with a plan have sent, those nearest to a limit first.</summary>
    Task<IReadOnlyList<GeoMailUsage>> ReadMailUsageAsync(CancellationToken cancellationToken);

    /// <summary>What an account has sent; null if no gate has written anything.</summary>
    Task<GeoMailUsage?> FindMailUsageAsync(string account, CancellationToken cancellationToken);

    /// <summary>Reads the mail hosts whose gates were heard of within a day, by name.</summary>
    Task<IReadOnlyList<QueueHost>> ReadQueueHostsAsync(CancellationToken cancellationToken);

    /// <summary>Puts on record what every mail host is to do about the queued mail of an account, which has them do it.</summary>
    /// <param name="action">What is to be done.</param>
    /// <param name="account">The account.</param>
    /// <param name="heldByOthers">Whether it is also about what others put on hold.</param>
    /// <param name="by">Who orders it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<QueueOrder> OrderQueueAsync(GeoQueueAction action, string account, bool heldByOthers, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Reads what mail hosts have answered to orders, one at least, by now.</summary>
    Task<IReadOnlyList<QueueReply>> ReadQueueRepliesAsync(IReadOnlyList<QueueOrder> orders, CancellationToken cancellationToken);

    /// <summary>Makes a report of the last days.</summary>
    /// <param name="format">What it is written as.</param>
    /// <param name="language">The page's language.</param>
    /// <param name="days">Days that it covers, from 1, today included.</param>
    /// <param name="timeZone">The time zone of the statistics, by its IANA name; null for that of the functions, as they say, or UTC.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<string> MakeReportAsync(GeoReportFormat format, GeoReportLanguage language, int days, string? timeZone, CancellationToken cancellationToken);

    /// <summary>Studies thresholds on what is stored.</summary>
    /// <param name="grid">The thresholds and windows.</param>
    /// <param name="progress">Receives how many accounts were read so far; called on any thread.</param>
    /// <param name="cancellationToken">Ends the study.</param>
    Task<GeoStudy> MeasureAsync(GeoGrid grid, Action<long> progress, CancellationToken cancellationToken);

    /// <summary>Tries settings of the nets on what is stored, every value of each with every value of the others.</summary>
    /// <param name="settings">Settings of the nets, at least one; all others have their defaults.</param>
    /// <param name="progress">Receives how many accounts were read so far; called on any thread.</param>
    /// <param name="cancellationToken">Ends the study.</param>
    /// <exception cref="EngineException">A setting is wrong.</exception>
    Task<GeoStoredTrialStudy> TryAsync(IReadOnlyList<GeoSetting> settings, Action<long> progress, CancellationToken cancellationToken);

    /// <summary>Writes addresses of confirmed abuse.</summary>
    /// <returns>How many.</returns>
    Task<int> ExportIndicatorsAsync(GeoIndicatorQuery query, Stream output, CancellationToken cancellationToken);

    /// <summary>Puts on record that dead letters are removed, and removes them.</summary>
    /// <param name="letters">Which.</param>
    /// <param name="sent">Whether they were sent to their hubs again.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the requests; what is removed stays so.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveDeadLettersAsync(IReadOnlyList<GeoDeadLetter> letters, bool sent, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Writes a backup in place of the file, without rows that cannot be read.</summary>
    Task<GeoStateTally> ExportStateAsync(string path, CancellationToken cancellationToken);

    /// <summary>Counts what a backup holds, and says of each row that cannot be restored why, in sentences; fails where it is not whole.</summary>
    Task<(GeoStateTally Held, IReadOnlyList<string> Faults)> CheckStateAsync(string path, CancellationToken cancellationToken);

    /// <summary>Checks a backup, puts on record that it is restored, and restores what of it can be read.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="replace">Whether existing suspensions, exemptions, allowances and plans that differ are replaced.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends it; what is restored stays.</param>
    Task<GeoStateTally> ImportStateAsync(string path, bool replace, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Opens a hub by its name, that of AUTH events or of delivery events.</summary>
    IEventPublisher OpenPublisher(string hub);

    /// <summary>Opens the hub of AUTH events.</summary>
    IEventPublisher OpenPublisher();

    /// <summary>Opens both hubs to import mail logs.</summary>
    /// <param name="zone">The zone of time stamps that name none.</param>
    /// <param name="format">The kind of log, as in <see cref="GeoLog.Format"/>.</param>
    /// <param name="resumeFile">Where the state is kept; null for nowhere.</param>
    IMailLogImport OpenMailLogImport(TimeZoneInfo zone, string format, string? resumeFile);
}
