using AbuseServerless.Allowances;
using AbuseServerless.Azure.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Allowances;

/// <summary>Keeps the allowances in memory: one small request every five seconds, and all of them where something changed.</summary>
public sealed partial class AllowanceFeed(AllowanceTable table, AllowanceGuard guard, TimeProvider time, ILogger<AllowanceFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaximumReadTime = TimeSpan.FromMinutes(1);

    // Where very many subscribers change theirs all the time, reading takes a twentieth of the time at most. So many are one answer of the service: reading them costs nothing, however slow a first request is.
    private const int PausesPerRead = 20;
    private const int Few = 1_000;

    private readonly Outage _outage = new();
    private string? _version;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            await TryRefreshAsync(stoppingToken).ConfigureAwait(false);
            await Task.Delay(_outage.IsOn ? Interval : Pause(time.GetElapsedTime(began), guard.Current.Count), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How long to wait after a read.</summary>
    /// <param name="read">How long the read took.</param>
    /// <param name="allowances">How many there are.</param>
    internal static TimeSpan Pause(TimeSpan read, int allowances) => allowances > Few && read * PausesPerRead > Interval ? read * PausesPerRead : Interval;

    private async Task TryRefreshAsync(CancellationToken stopping)
    {
        using var limit = new TimeLimit(MaximumReadTime, time, stopping);
        try
        {
            var version = await table.FindVersionAsync(limit.Token).ConfigureAwait(false);
            if (version is null)
            {
                // Nothing was ever set, or all of it is gone, with what was kept on disk of it.
                guard.Current = guard.Current.Count > 0 ? AllowanceSet.Empty : guard.Current;
                _version = null;
            }
            else if (version != _version)
            {
                // A change that comes meanwhile has another version than this one.
                (guard.Current, _version) = (await table.ReadRulesAsync(limit.Token).ConfigureAwait(false), version);
                Log.Read(logger, guard.Current.Count);
            }

            _outage.End();
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested && _outage.Begin())
            {
                Log.NotRead(logger, e is StorageException ? e.Message : $"no answer within {Quantity.Of(MaximumReadTime.TotalSeconds, "second")}.");
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1360, LogLevel.Information, "Read the allowances: {Count}.")]
        public static partial void Read(ILogger logger, int count);

        [LoggerMessage(1361, LogLevel.Warning, "The allowances could not be read; the last known allowances stay in use: {Fault}")]
        public static partial void NotRead(ILogger logger, string fault);
    }
}
