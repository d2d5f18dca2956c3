using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Brings refused attempts to the table, once a minute.</summary>
public sealed partial class RefusedAttemptWriter(RefusedAttempts attempts, RefusedAttemptTable table, TimeProvider time, ILogger<RefusedAttemptWriter> logger) : BackgroundService
{
    // 20 transactions a minute at most; what is more waits.
    private const int MaximumAccounts = 2_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    /// <summary>Writes what is remembered. What cannot be written stays remembered.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var taken = attempts.Take(MaximumAccounts);
        try
        {
            await table.WriteAsync(taken, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            foreach (var (account, last) in taken)
            {
                attempts.Note(account, last);
            }

            if (!cancellationToken.IsCancellationRequested)
            {
                Log.NotWritten(logger, taken.Count, e);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new TimeLimit(StopLimit, time, cancellationToken);
        await WriteAsync(limit.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(false);
                await WriteAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop writes once more.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1330, LogLevel.Warning, "Accounts whose last refused attempts could not be written: {Accounts}. Retrying in a minute.")]
        public static partial void NotWritten(ILogger logger, int accounts, Exception exception);
    }
}
