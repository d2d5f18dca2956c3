using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Reputation;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Reputation;

/// <summary>Notices where a provider's reputation share crosses a threshold, and has it told once.</summary>
public sealed partial class ReputationWatch(
    DailyStatsTable stats, ReputationTable table, DayCalendar calendar, IOptions<StatisticsOptions> options, IOptions<EnforcementOptions> enforcement, TimeProvider time, ILogger<ReputationWatch> logger)
{
    /// <summary>Judges the days from one on, in their order. Days that were judged before say nothing again.</summary>
    /// <param name="from">The first day, inclusive.</param>
    /// <param name="to">The last day, inclusive.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="StorageException">Storage failed; what was recorded stays recorded.</exception>
    public async Task JudgeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var known = await table.ReadAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow().ToWholeMilliseconds();
        await foreach (var day in stats.ReadTalliesAsync(from, to, cancellationToken).ConfigureAwait(false))
        {
            var found = known.TryGetValue(day.Provider, out var last);
            // As of a log that is read in: on record, and nobody is told.
            var historical = now - calendar.EndOf(day.Day) > enforcement.Value.MaximumEvidenceAge;
            if (ReputationChange.Judge(last.Change, day, calendar.EndOf(day.Day) <= now, options.Value, now, historical) is not { } change)
            {
                continue;
            }

            // Where another run was faster, its next one judges the rest.
            if (await table.TryRecordAsync(change, found ? last.ETag : null, cancellationToken).ConfigureAwait(false) is { } etag)
            {
                known[day.Provider] = (change, etag);
                if (historical)
                {
                    Log.Historical(logger, change.Provider, change.Day, change.Standing, change.Share, change.Refused, change.Attempts);
                }
                else if (change.Standing == ReputationStanding.Lost)
                {
                    Log.Lost(logger, change.Provider, change.Day, change.Share, change.Refused, change.Attempts);
                }
                else
                {
                    Log.Recovered(logger, change.Provider, change.Day, change.Share, change.Refused, change.Attempts);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1420, LogLevel.Warning, "Reputation lost: on {Day:O} {Provider} refused or deferred {Share:P1} of the attempts for reputation ({Refused} of {Attempts}).")]
        public static partial void Lost(ILogger logger, string provider, DateOnly day, double share, long refused, long attempts);

        [LoggerMessage(1421, LogLevel.Information, "Reputation recovered: on {Day:O} {Provider} refused or deferred {Share:P1} of the attempts for reputation ({Refused} of {Attempts}).")]
        public static partial void Recovered(ILogger logger, string provider, DateOnly day, double share, long refused, long attempts);

        [LoggerMessage(1422, LogLevel.Information, "The reputation at {Provider} was {Standing} on {Day:O}, with {Share:P1} of the attempts refused for reputation ({Refused} of {Attempts}). The day is too old for a notification.")]
        public static partial void Historical(ILogger logger, string provider, DateOnly day, ReputationStanding standing, double share, long refused, long attempts);
    }
}
