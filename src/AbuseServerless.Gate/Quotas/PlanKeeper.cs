using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Quotas;

namespace AbuseServerless.Gate.Quotas;

/// <summary>Keeps the plans in memory: one small request every five seconds, and all of them where something changed.</summary>
internal sealed partial class PlanKeeper(PlanTable table, TimeProvider time, ILogger<PlanKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRead = TimeSpan.FromMinutes(1);

    private volatile PlanSet _current = PlanSet.Empty;
    private string? _version;
    private bool _failing;

    /// <summary>The plans; none before they were read.</summary>
    public PlanSet Current => _current;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryRefreshAsync(stoppingToken).ConfigureAwait(false);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryRefreshAsync(CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(LongestRead);
        try
        {
            var version = await table.FindVersionAsync(limit.Token).ConfigureAwait(false);
            if (version != _version)
            {
                // The version from before: a change that comes meanwhile has another one.
                var stored = await table.ReadAsync(limit.Token).ConfigureAwait(false);
                _current = new PlanSet(stored.Plans, stored.Given);
                _version = version;
                Log.Read(logger, stored.Plans.Count, stored.Given.Count);
            }

            _failing = false;
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException or FormatException or ArgumentException)
        {
            if (!stopping.IsCancellationRequested && !_failing)
            {
                Log.NotRead(logger, e.Message);
            }

            _failing = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7610, LogLevel.Information, "Read {Plans} plans for {Patterns} accounts, domains and wildcards.")]
        public static partial void Read(ILogger logger, int plans, int patterns);

        [LoggerMessage(7611, LogLevel.Warning, "The plans could not be read; the last known plans stay in use: {Fault}")]
        public static partial void NotRead(ILogger logger, string fault);
    }
}
