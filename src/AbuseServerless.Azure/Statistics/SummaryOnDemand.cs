using AbuseServerless.Azure.Storage;
using AbuseServerless.Statistics;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Statistics;

/// <summary>Summarises days when somebody looks at them and the timer has not since: after a log was imported, and in an installation that has just begun. For any number of threads.</summary>
public sealed partial class SummaryOnDemand(DaySummary summary, DailyStatsTable stats, DayCalendar calendar, TimeProvider time, ILogger<SummaryOnDemand> logger) : IDisposable
{
    /// <summary>Age of the last summary, and of the last attempt, from which there is another: 15 seconds, so that who imports a log and looks sees it, and who reloads the page costs little.</summary>
    public static readonly TimeSpan OldAfter = TimeSpan.FromSeconds(15);

    /// <summary>Accounts of a day beyond which the timer alone summarises: they would all be read while somebody waits.</summary>
    public const int MaximumAccounts = 50_000;

    // A run may be broken off anywhere: the next one goes on.
    private static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private DateTimeOffset _attempted = DateTimeOffset.MinValue;

    /// <summary>Summarises if that is due, for 10 seconds at the most. What fails is left to the timer.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (time.GetUtcNow() - _attempted < OldAfter)
            {
                return;
            }

            _attempted = time.GetUtcNow();
            using var limit = new TimeLimit(MaximumTime, time, cancellationToken);
            if (await IsDueAsync(limit.Token).ConfigureAwait(false))
            {
                await summary.RunAsync(limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is StorageException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotDone(logger, e);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<bool> IsDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - await stats.FindLastSummaryAsync(cancellationToken).ConfigureAwait(false) < OldAfter)
        {
            return false;
        }

        var today = calendar.DayOf(now);
        return await stats.ReadDaysAsync(today.AddDays(-7), today, cancellationToken).AllAsync(day => day.AccountsByCountries.Values.Sum() <= MaximumAccounts, cancellationToken).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(1411, LogLevel.Information, "The days were not summarised for the report; SummariseDay does it at its next run.")]
        public static partial void NotDone(ILogger logger, Exception exception);
    }
}
