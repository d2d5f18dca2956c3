using System.Net;
using System.Runtime.CompilerServices;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.Backup;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Report;
using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Thresholds;
using AbuseServerless.Geolocation;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;
using Microsoft.Extensions.Options;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>An open installation over the adapter's tables.</summary>
internal sealed class Session : ISession
{
    // Any account's: what is read is of no interest, that it may be read is.
    private static readonly AccountName NoAccount = AccountName.Parse("connect-geoabuse");

    private readonly Hubs _hubs;
    private readonly TimeProvider _time;
    private readonly Tables _tables;
    private readonly ActivityTable _activity;
    private readonly AllowanceStore _allowances;
    private readonly AuditTable _audit;
    private readonly DeadLetterTable _deadLetters;
    private readonly StatStore _stats;
    private readonly Enforcement _enforcement;
    private readonly ExemptionStore _exemptions;
    private readonly ExemptionTable _exemptionTable;
    private readonly PlanStore _plans;
    private readonly QueueStore _queues;
    private readonly SuspensionStore _suspensions;
    private readonly SuspensionTable _suspensionTable;
    private readonly MailUsageStore _usage;

    /// <param name="connection">What it is connected to.</param>
    /// <param name="tables">The storage.</param>
    /// <param name="hubs">Where events are sent.</param>
    /// <param name="geolocationDatabases">Geolocation databases of the local runtime, separated by semicolons; null where none are known.</param>
    /// <param name="time">The clock.</param>
    public Session(
        GeoConnection connection,
        Tables tables,
        Hubs hubs,
        string? geolocationDatabases,
        TimeProvider time)
    {
        Connection = connection;
        GeolocationDatabases = geolocationDatabases;
        (_hubs, _time) = (hubs, time);
        _tables = tables;
        _activity = new ActivityTable(tables);
        _audit = new AuditTable(tables);
        _deadLetters = new DeadLetterTable(tables);
        _stats = new StatStore(new DailyStatsTable(tables));
        _enforcement = new Enforcement(new EnforcementTable(tables, _audit, time), new PresenceTable(tables), time);
        _exemptionTable = new ExemptionTable(tables, _audit);
        _exemptions = new ExemptionStore(_exemptionTable, time);

        _allowances = new AllowanceStore(new AllowanceTable(tables, _audit), _activity, time);
        _plans = new PlanStore(new PlanTable(tables, _audit), time);
        _queues = new QueueStore(_audit, new QueueAnswerTable(tables), new PresenceTable(tables), time);

        // What an operator does, no setting of enforcement changes.
        _suspensionTable = new SuspensionTable(tables, _audit, _activity, new SuspensionRules(Options.Create(new EnforcementOptions())), time);
        _suspensions = new SuspensionStore(_suspensionTable, _enforcement);
        _usage = new MailUsageStore(new MailUsageTable(tables, time), _plans, _suspensions, new PresenceTable(tables), time);
    }

    public GeoConnection Connection { get; }

    /// <summary>The ASN databases of the functions, separated by semicolons; empty where they have none, null where it is not known.</summary>
    public string? AsnDatabase { get; init; }

    private string? GeolocationDatabases { get; }

    /// <summary>Reads a row, and opens the hub where there is one.</summary>
    /// <exception cref="StorageException">One of them cannot be reached or entered.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await _suspensionTable.FindAsync(NoAccount, cancellationToken).ConfigureAwait(false);
        await _hubs.VerifyAsync(cancellationToken).ConfigureAwait(false);
    }

    public IReadOnlyList<string> TakeUnreadable() => RowFaults.Of(_tables.Unreadable.Take());

    public Task<GeoStatus> ReadStatusAsync(CancellationToken cancellationToken) => Faults.TranslateAsync(async () =>
        StatusOutput.Of(
            Connection,
            await new PresenceTable(_tables).ReadAsync(cancellationToken).ConfigureAwait(false),
            [.. await FindPlanFaultsAsync(cancellationToken).ConfigureAwait(false), .. await FindExemptionFaultsAsync(cancellationToken).ConfigureAwait(false)],
            _time.GetUtcNow()));

    public IAsyncEnumerable<GeoSuspension> ReadSuspensionsAsync(string prefix, IReadOnlyCollection<GeoSuspensionState> states, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(_suspensions.ReadAsync(prefix, states, cancellationToken));

    public Task<GeoEnforcement> FindEnforcementAsync(CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _enforcement.FindAsync(cancellationToken));

    public Task<GeoEnforcement> SetEnforcementAsync(GeoEnforcementMode mode, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _enforcement.SetAsync(mode, by, reason, cancellationToken));

    public Task<GeoSuspension?> FindSuspensionAsync(string account, CancellationToken cancellationToken) => Faults.TranslateAsync(() => _suspensions.FindAsync(account, cancellationToken));

    public Task<GeoChange> RemoveSuspensionAsync(string account, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _suspensions.RemoveAsync(account, by, reason, cancellationToken));

    public Task<GeoChange> SuspendAsync(string account, TimeSpan? duration, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _suspensions.SuspendAsync(account, duration, by, reason, cancellationToken));

    public Task<GeoChange> ResumeAsync(string account, GeoJudgement judgement, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _suspensions.ResumeAsync(account, judgement, by, reason, cancellationToken));

    public Task<GeoChange> RecoverAsync(string account, TimeSpan watch, GeoJudgement judgement, string by, string? reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _suspensions.RecoverAsync(account, watch, judgement, by, reason, cancellationToken));

    public Task<GeoChange> AmendAsync(string account, GeoAmendment amendment, string by, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _suspensions.AmendAsync(account, amendment, by, cancellationToken));

    public IAsyncEnumerable<GeoAccount> ReadAccountsAsync(string prefix, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(ReadAllAccountsAsync(prefix, cancellationToken));

    public Task<GeoAccount?> FindAccountAsync(string account, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(async () =>
        {
            var name = Accounts.Parse(account);
            var activity = await _activity.FindAsync(name, cancellationToken).ConfigureAwait(false);
            var suspension = await _suspensions.FindShownAsync(name, cancellationToken).ConfigureAwait(false);
            return activity is null && suspension is null ? null : AccountOutput.Of(name, activity, suspension?.State, await _plans.SetAsync(cancellationToken).ConfigureAwait(false));
        });

    public IAsyncEnumerable<GeoAuditEntry> ReadAuditLogAsync(string? account, GeoTimeRange time, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(ReadAuditAsync(account is null ? null : Accounts.Parse(account), time, cancellationToken));

    public IAsyncEnumerable<GeoDeadLetter> ReadDeadLettersAsync(GeoTimeRange time, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(_deadLetters.ReadAsync(time.From, time.To, cancellationToken).Select(Output.DeadLetter));

    public Task<string?> FindCountryAsync(string address, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(GeolocationDatabases))
        {
            return Task.FromResult<string?>(null);
        }

        using var locator = Geolocators.Open([], GeolocationDatabases, _time);
        var place = locator.Locate(IPAddress.Parse(address));
        return Task.FromResult(place.HasCountry ? place.Country : null);
    }

    public IAsyncEnumerable<GeoDeliveryStat> ReadDeliveryStatsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(_stats.ReadDeliveriesAsync(from, to, cancellationToken));

    public IAsyncEnumerable<GeoProviderStat> ReadProviderStatsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(_stats.ReadProvidersAsync(from, to, cancellationToken));

    public IAsyncEnumerable<GeoDailyStat> ReadDailyStatsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(_stats.ReadDaysAsync(from, to, cancellationToken));

    public Task<GeoExemption> AddExemptionAsync(
        GeoExemptionKind kind, string value, bool watchOnly, DateTimeOffset? until, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _exemptions.AddAsync(kind, value, watchOnly, until, by, reason, cancellationToken));

    public Task<GeoExemptionImpact> WeighExemptionAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(async () =>
        {
            var named = _exemptions.Name(kind, value);
            var account = kind == GeoExemptionKind.Account ? Accounts.Parse(named.Value) : (AccountName?)null;
            var suspension = account is null ? null : await _suspensions.FindShownAsync(account.Value, cancellationToken).ConfigureAwait(false);
            var isSeen = account is null || suspension is not null || await _activity.FindAsync(account.Value, cancellationToken).ConfigureAwait(false) is not null;
            return new GeoExemptionImpact(named.Value)
            {
                Standing = await _exemptions.FindAsync(kind, named.Value, cancellationToken).ConfigureAwait(false) is { Expired: false } standing ? standing : null,
                IsBroad = named.IsBroad,
                LacksAsnDatabase = kind == GeoExemptionKind.Asn && AsnDatabase is "",
                Suspension = suspension is null ? null : Output.Suspension(suspension, await _enforcement.ModeAsync(cancellationToken).ConfigureAwait(false)),
                IsUnseen = !isSeen,
            };
        });

    public Task<GeoExemptionReach> CountReachAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => ExemptionReach.CountAsync(_activity, _exemptions.Name(kind, value), cancellationToken));

    public IAsyncEnumerable<GeoExemption> ReadExemptionsAsync(CancellationToken cancellationToken) =>
        Faults.TranslateAsync(_exemptions.ReadAsync(cancellationToken));

    public Task<GeoExemption?> FindExemptionAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _exemptions.FindAsync(kind, value, cancellationToken));

    public Task<GeoExemption?> RemoveExemptionAsync(GeoExemptionKind kind, string value, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _exemptions.RemoveAsync(kind, value, by, reason, cancellationToken));

    public Task<GeoAllowanceImpact> WeighAllowanceAsync(string account, IReadOnlyCollection<string> countries, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _allowances.WeighAsync(account, countries, cancellationToken));

    public Task<GeoAllowance> SetAllowanceAsync(string account, IReadOnlyCollection<string> countries, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _allowances.SetAsync(account, countries, by, reason, cancellationToken));

    public IAsyncEnumerable<GeoAllowance> ReadAllowancesAsync(CancellationToken cancellationToken) => Faults.TranslateAsync(_allowances.ReadAsync(cancellationToken));

    public Task<GeoAllowance?> FindAllowanceAsync(string account, CancellationToken cancellationToken) => Faults.TranslateAsync(() => _allowances.FindAsync(account, cancellationToken));

    public Task<GeoAllowance?> RemoveAllowanceAsync(string account, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _allowances.RemoveAsync(account, by, reason, cancellationToken));

    public Task<GeoPlans> ReadPlansAsync(CancellationToken cancellationToken) => Faults.TranslateAsync(() => _plans.ReadAsync(cancellationToken));

    public Task<GeoPlans> FindPlanAsync(string account, CancellationToken cancellationToken) => Faults.TranslateAsync(() => _plans.FindAsync(account, cancellationToken));

    public Task<GeoPlan> SetPlanAsync(GeoPlan plan, CancellationToken cancellationToken) => Faults.TranslateAsync(() => _plans.SetAsync(plan, cancellationToken));

    public Task<(bool Removed, GeoPlan? Plan)> RemovePlanAsync(string name, IReadOnlyCollection<string> from, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _plans.RemoveAsync(name, from, by, reason, cancellationToken));

    public Task<IReadOnlyList<GeoMailUsage>> ReadMailUsageAsync(CancellationToken cancellationToken) => Faults.TranslateAsync(() => _usage.ReadAsync(cancellationToken));

    public Task<GeoMailUsage?> FindMailUsageAsync(string account, CancellationToken cancellationToken) => Faults.TranslateAsync(() => _usage.FindAsync(account, cancellationToken));

    public Task<IReadOnlyList<QueueHost>> ReadQueueHostsAsync(CancellationToken cancellationToken) => Faults.TranslateAsync(() => _queues.ReadHostsAsync(cancellationToken));

    public Task<QueueOrder> OrderQueueAsync(GeoQueueAction action, string account, bool heldByOthers, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _queues.OrderAsync(action, account, heldByOthers, by, reason, cancellationToken));

    public Task<IReadOnlyList<QueueReply>> ReadQueueRepliesAsync(IReadOnlyList<QueueOrder> orders, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _queues.ReadRepliesAsync(orders, cancellationToken));

    public Task<string> MakeReportAsync(GeoReportFormat format, GeoReportLanguage language, int days, string? timeZone, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() =>
            new Reports(new ReportReader(new DailyStatsTable(_tables), new ReputationTable(_tables), _suspensionTable, _activity, _deadLetters, new PresenceTable(_tables), new ImportedLogTable(_tables), Thresholds(), _time), new PresenceTable(_tables), _enforcement)
                .MakeAsync(format, language, days, timeZone, cancellationToken));

    public Task<GeoStudy> MeasureAsync(GeoGrid grid, Action<long> progress, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(async () => ThresholdOutput.Of(
            await Thresholds().ReadAsync(ThresholdOutput.Grid(grid), progress, cancellationToken).ConfigureAwait(false)));

    public Task<GeoStoredTrialStudy> TryAsync(IReadOnlyList<GeoSetting> settings, Action<long> progress, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(async () => ThresholdOutput.Of(
            await new TrialReader(_audit, _activity, _exemptionTable, Geolocators.OpenAsn(null, _time), _time).ReadAsync(RuleTrials.Of(settings, new NoDatabase()), progress, cancellationToken).ConfigureAwait(false)));

    /// <summary>Studies thresholds on a log, with the exemptions and judgements of this installation.</summary>
    public Task<GeoStudy> MeasureAsync(GeoLog log, ThresholdGrid grid, Action<long, double> progress, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(async () => await new LogStudy(log, await KnownAsync(cancellationToken).ConfigureAwait(false), _time).MeasureAsync(grid, progress, cancellationToken).ConfigureAwait(false));

    /// <summary>Tries settings of the nets on a log, with the exemptions and judgements of this installation.</summary>
    public Task<GeoTrialStudy> TryAsync(GeoLog log, IReadOnlyList<GeoSetting> settings, Action<long, double> progress, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(async () => await new LogStudy(log, await KnownAsync(cancellationToken).ConfigureAwait(false), _time).TryAsync(settings, progress, cancellationToken).ConfigureAwait(false));

    public Task<int> ExportIndicatorsAsync(GeoIndicatorQuery query, Stream output, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => new IndicatorExport(_audit, _exemptionTable, _time).WriteAsync(query, output, cancellationToken));

    public Task<int> RemoveDeadLettersAsync(IReadOnlyList<GeoDeadLetter> letters, bool sent, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => new DeadLetters(_deadLetters, _audit, _time).RemoveAsync(letters, sent, by, reason, cancellationToken));

    public Task<GeoStateTally> ExportStateAsync(string path, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => new StateFiles(new StateBackup(_tables, _time), _audit, _time).ExportAsync(path, cancellationToken));

    public Task<(GeoStateTally Held, IReadOnlyList<string> Faults)> CheckStateAsync(string path, CancellationToken cancellationToken) =>
        StateFiles.CheckAsync(path, cancellationToken);

    public Task<GeoStateTally> ImportStateAsync(string path, bool replace, string by, string reason, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => new StateFiles(new StateBackup(_tables, _time), _audit, _time).ImportAsync(path, replace, by, reason, cancellationToken));

    public IEventPublisher OpenPublisher(string hub) => _hubs.OpenPublisher(hub);

    public IEventPublisher OpenPublisher() => _hubs.OpenPublisher();

    public IMailLogImport OpenMailLogImport(TimeZoneInfo zone, string format, string? resumeFile) => _hubs.OpenMailLogImport(new ImportedLogTable(_tables), zone, format, resumeFile);

    // What is stored was counted under the exemptions of its time; one by autonomous system that was given since is not known here.
    private async Task<LogStudyContext> KnownAsync(CancellationToken cancellationToken) => new(
        GeolocationDatabases,
        AsnDatabase,
        await _exemptionTable.ReadAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false),
        await Thresholds().ReadJudgementsAsync(cancellationToken).ConfigureAwait(false));

    private ThresholdReader Thresholds() => new(_audit, _activity, _exemptionTable, Geolocators.OpenAsn(null, _time), _time);

    private async Task<IReadOnlyList<string>> FindPlanFaultsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _plans.ReadAsync(cancellationToken).ConfigureAwait(false)).Wrong;
        }
        catch (StorageException e) when (e.Fault == StorageFault.NotFound)
        {
            // An installation from before there were plans.
            return [];
        }
    }

    private async Task<IReadOnlyList<string>> FindExemptionFaultsAsync(CancellationToken cancellationToken)
    {
        await _exemptionTable.ReadAsync(cancellationToken).CountAsync(cancellationToken).ConfigureAwait(false);
        return TakeUnreadable();
    }

    private async IAsyncEnumerable<GeoAuditEntry> ReadAuditAsync(AccountName? account, GeoTimeRange time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = account is { } one ? (await _plans.SetAsync(cancellationToken).ConfigureAwait(false)).Find(one)?.Name : null;
        await foreach (var entry in _audit.ReadEntriesAsync(account, plan, time.From, time.To, cancellationToken).ConfigureAwait(false))
        {
            yield return Output.AuditEntry(entry);
        }
    }

    // One reading of the suspensions instead of a request for each account; then those of whom nothing else is known.
    private async IAsyncEnumerable<GeoAccount> ReadAllAccountsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plans = await _plans.SetAsync(cancellationToken).ConfigureAwait(false);
        var states = await _suspensions.ReadStatesAsync(prefix, cancellationToken).ConfigureAwait(false);
        await foreach (var row in _activity.ReadAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            yield return AccountOutput.Of(row.Account, row, states.Remove(row.Account, out var state) ? state : null, plans);
        }

        foreach (var (account, state) in states)
        {
            yield return AccountOutput.Of(account, null, state, plans);
        }
    }
}
