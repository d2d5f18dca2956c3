namespace AbuseServerless.Gate.Quotas;

/// <summary>Writes what was counted without being asked for: of accounts beyond a limit at once, of the others every five minutes, and when the gate stops.</summary>
internal sealed class UsageReporter(QuotaKeeper keeper, TimeProvider time) : BackgroundService
{
    private const int AtOnce = 8;
    private const int SecondsPerReport = 300;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaximumWriteTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new TimeLimit(StopLimit, time, cancellationToken);
        await WriteAsync(all: true, limit.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var second = 1; !stoppingToken.IsCancellationRequested; second++)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var all = second % SecondsPerReport == 0;
            if (all)
            {
                keeper.Forget();
            }

            await WriteAsync(all, stoppingToken).ConfigureAwait(false);
        }
    }

    // Where the table is away, the rest waits for the next time.
    private async Task WriteAsync(bool all, CancellationToken cancellationToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                keeper.Accounts.Where(counted => counted.IsDue || (all && counted.Usage.IsUnwritten)),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (counted, stopping) =>
                {
                    if (!keeper.IsAway)
                    {
                        await keeper.TryWriteAsync(counted, long.MaxValue, MaximumWriteTime, stopping).ConfigureAwait(false);
                    }
                }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }
}
