using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Quotas;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Quotas;

/// <summary>Keeps the plans in memory: one small request every five seconds, and all of them where something changed. At start, before the first question, they are taken from disk.</summary>
internal sealed partial class PlanKeeper(PlanTable table, IOptions<GateOptions> options, TimeProvider time, ILogger<PlanKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaximumReadTime = TimeSpan.FromMinutes(1);

    private readonly PlanFile _file = new(options.Value.Data);
    private readonly Outage _reading = new();
    private readonly Outage _saving = new();
    private volatile PlanSet? _current;
    private StoredPlans? _unsaved;
    private string? _version;
    private string _toldUnreadable = "";
    private string _toldMissing = "";
    private bool _isRead;

    /// <summary>The plans; none before they were read.</summary>
    public PlanSet Current => _current ?? PlanSet.Empty;

    /// <summary>Whether they were ever read, by this process or one before it.</summary>
    public bool AreKnown => _current is not null;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_file.Read() is { } stored)
            {
                _current = new PlanSet(stored.Plans, stored.Given);
            }
        }
        catch (InvalidDataException e)
        {
            Log.NotLoaded(logger, e.Message);
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryRefreshAsync(stoppingToken).ConfigureAwait(false);
            TrySave();
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryRefreshAsync(CancellationToken stopping)
    {
        using var limit = new TimeLimit(MaximumReadTime, time, stopping);
        try
        {
            var version = await table.FindVersionAsync(limit.Token).ConfigureAwait(false);
            if (!_isRead || version != _version)
            {
                // The version from before: a change that comes meanwhile has another one.
                var stored = await table.ReadAsync(limit.Token).ConfigureAwait(false);
                _current = new PlanSet(stored.Plans, stored.Given);
                (_unsaved, _version, _isRead) = (stored, version, true);
                Log.Read(logger, stored.Plans.Count, stored.Given.Count);
                Tell(stored);
            }

            _reading.End();
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException or FormatException or ArgumentException)
        {
            if (!stopping.IsCancellationRequested && _reading.Begin())
            {
                Log.NotRead(logger, e.Message);
            }
        }
    }

    // Once, and again when it is another row or plan.
    private void Tell(StoredPlans stored)
    {
        var unreadable = string.Join('\n', stored.Unreadable.Select(row => row.Key).Order(StringComparer.Ordinal));
        if (unreadable.Length > 0 && unreadable != _toldUnreadable)
        {
            Log.Unreadable(logger, stored.Unreadable.Count);
        }

        var without = stored.WithoutPlan;
        var missing = string.Join(", ", without.Select(given => given.Value).Distinct().Order(StringComparer.Ordinal));
        if (missing.Length > 0 && missing != _toldMissing)
        {
            Log.Missing(logger, without.Count, missing);
        }

        (_toldUnreadable, _toldMissing) = (unreadable, missing);
    }

    private void TrySave()
    {
        if (_unsaved is null)
        {
            return;
        }

        try
        {
            _file.Save(_unsaved);
            _unsaved = null;
            _saving.End();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_saving.Begin())
            {
                Log.NotSaved(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7610, LogLevel.Information, "Read the plans: {Plans}. Names that have one: {Patterns}.")]
        public static partial void Read(ILogger logger, int plans, int patterns);

        [LoggerMessage(7611, LogLevel.Warning, "The plans could not be read; the last known plans stay in use: {Fault}")]
        public static partial void NotRead(ILogger logger, string fault);

        [LoggerMessage(7612, LogLevel.Warning, "The plans on disk cannot be read; until the cloud answers, mail is not limited. {Fault}")]
        public static partial void NotLoaded(ILogger logger, string fault);

        [LoggerMessage(7613, LogLevel.Error, "The plans cannot be written to disk; after a restart without the cloud, mail is not limited. Retrying.")]
        public static partial void NotSaved(ILogger logger, Exception exception);

        [LoggerMessage(7614, LogLevel.Warning, "Rows of table Plans that cannot be read and are ignored: {Count}. Get-GeoStatus names them.")]
        public static partial void Unreadable(ILogger logger, int count);

        [LoggerMessage(7615, LogLevel.Warning, "Accounts, domains and wildcards whose plan does not exist: {Count}. The next plan that matches applies to them, or none. Get-GeoStatus names them. The plans: {Plans}")]
        public static partial void Missing(ILogger logger, int count, string plans);
    }
}
