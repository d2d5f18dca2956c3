using AbuseServerless.Azure.Deliveries;
using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Retention;
using AbuseServerless.Statistics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Statistics;

/// <summary>Makes the daily statistics: of deliveries for each day whose counts have changed, of accounts while what is remembered of them reaches back to the day.</summary>
/// <remarks>
/// Everything is computed from what is stored elsewhere and written over what was there, so a run may be repeated or broken off anywhere. The version of a day's counts is read before the counts
/// and noted after everything that follows from them: a day that changes meanwhile is summarised again by the next run, which goes on where this one breaks off.
/// </remarks>
public sealed partial class DaySummary(
    DeliveryCountTable counts,
    DailyStatsTable stats,
    ReputationWatch reputation,
    AccountSummary accounts,
    DayCalendar calendar,
    IOptions<RetentionOptions> retention,
    TimeProvider time,
    ILogger<DaySummary> logger)
{
    /// <summary>Brings the statistics up to date.</summary>
    /// <exception cref="StorageException">Storage failed: the next run does the rest.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = calendar.DayOf(now);
        var changed = new List<(DateOnly Day, string Version)>();
        await foreach (var (day, version, isSummed) in ChangedAsync(today, cancellationToken).ConfigureAwait(false))
        {
            if (!isSummed)
            {
                await SummariseAsync(day, cancellationToken).ConfigureAwait(false);
                await stats.WriteSummedAsync(day, version, cancellationToken).ConfigureAwait(false);
            }

            changed.Add((day, version));
        }

        // Yesterday in any case: that it is over may make a recovery of it.
        var first = changed.Select(day => day.Day).Append(today.AddDays(-1)).Min();
        await reputation.JudgeAsync(first, today, cancellationToken).ConfigureAwait(false);
        foreach (var (day, version) in changed)
        {
            await stats.WriteVersionAsync(day, version, calendar.EndOf(day) <= now, cancellationToken).ConfigureAwait(false);
        }

        await accounts.RunAsync(today, now, cancellationToken).ConfigureAwait(false);
        Log.Summarised(logger, changed.Count);
    }

    // Tomorrow too: a mail server's clock may be some minutes ahead.
    private async IAsyncEnumerable<(DateOnly Day, string Version, bool IsSummed)> ChangedAsync(
        DateOnly today, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, last) = (today.AddDays(-retention.Value.DeliveryCounts), today.AddDays(1));
        var known = await stats.ReadVersionsAsync(first, last, cancellationToken).ConfigureAwait(false);
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (await counts.FindVersionAsync(day, cancellationToken).ConfigureAwait(false) is { } version && known.GetValueOrDefault(day) is var done && done.Version != version)
            {
                yield return (day, version, done.Summed == version);
            }
        }
    }

    private async Task SummariseAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var providers = new SortedDictionary<string, CountedDeliveries>(StringComparer.Ordinal);
        var all = DeliveryTally.Empty;
        await foreach (var (provider, counted) in counts.ReadAsync(day, cancellationToken).ConfigureAwait(false))
        {
            providers[provider] = providers.TryGetValue(provider, out var sum) ? sum.Add(counted) : counted;
            all = all.Add(counted.Tally);
        }

        providers[ProviderDay.All] = CountedDeliveries.None with { Tally = all };
        await stats.WriteProvidersAsync(day, providers, cancellationToken).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(1410, LogLevel.Information, "Summarised the accounts of the latest days. Days whose deliveries were summarised: {Days}.")]
        public static partial void Summarised(ILogger logger, int days);
    }
}
