using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Time;
using AbuseServerless.Ingestion;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Statistics;

/// <summary>What the days were like for the accounts: today, and yesterday for as long as what is remembered of the accounts reaches back to its beginning. Then what is stored stays.</summary>
/// <remarks>
/// By bucket: what was counted of one is saved at once, and the buckets that were counted longest ago are the first of the next run. So a run that is broken off costs the buckets that it had not finished, and
/// where there are more accounts than a run reads, a day is put together of several runs. Each bucket's last counting of a day that is over is within the eight hours behind it.
/// </remarks>
public sealed class AccountSummary(ActivityTable activity, AuditTable audit, DailyStatsTable stats, Tables tables, DayCalendar calendar)
{
    // Each is a partition of 2,000 entities a second: with these, the workers have 8,000 left of the account's 20,000, and a run of all its accounts takes 11 minutes.
    private const int BucketsAtOnce = 6;

    private readonly BucketDayTable _buckets = new(tables);

    /// <summary>Accounts after which a run begins no further buckets: 8,000,000. Fifty million accounts take four runs.</summary>
    internal long MaximumAccounts { get; init; } = 8_000_000;

    /// <summary>Counts the days and writes them.</summary>
    /// <param name="today">The day that runs.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="StorageException">Storage failed: the next run goes on.</exception>
    public async Task RunAsync(DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = new[] { today.AddDays(-1), today }.Where(day => Begin(day).IsRemembered(now + AuthEventParser.MaximumAhead)).ToList();
        await CountBucketsAsync(days, now, cancellationToken).ConfigureAwait(false);

        var counted = await _buckets.ReadAsync(days[0], today, cancellationToken).ConfigureAwait(false);
        foreach (var day in days)
        {
            var accounts = Begin(day);
            foreach (var bucket in counted.Where(bucket => bucket.Day == day))
            {
                accounts.Add(bucket.ByCountries, bucket.Busiest);
            }

            var (suspensions, falsePositives, historical) = await CountAsync(day, cancellationToken).ConfigureAwait(false);
            var statistics = new DayStatistics(day)
            {
                IsOver = calendar.EndOf(day) <= now,
                Counted = now,
                AccountsByCountries = accounts.ByCountries,
                BusiestAccounts = accounts.Busiest,
                Suspensions = suspensions,
                FalsePositives = falsePositives,
                Historical = historical,
            };
            await stats.WriteDayAsync(statistics, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CountBucketsAsync(IReadOnlyList<DateOnly> days, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // By what was counted of today: at the beginning of a day that is nothing of any, so that each is counted once more for the day that is over.
        var known = (await _buckets.ReadAsync(days[^1], days[^1], cancellationToken).ConfigureAwait(false)).ToDictionary(bucket => bucket.Bucket, bucket => bucket.Counted);
        var read = 0L;
        foreach (var buckets in Enumerable.Range(0, AccountBucket.Count).OrderBy(bucket => known.GetValueOrDefault(bucket)).Chunk(BucketsAtOnce))
        {
            if (read >= MaximumAccounts)
            {
                return;
            }

            await Parallel.ForEachAsync(
                buckets,
                new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken },
                async (bucket, cancel) => Interlocked.Add(ref read, await CountBucketAsync(bucket, days, now, cancel).ConfigureAwait(false))).ConfigureAwait(false);
        }
    }

    private async Task<long> CountBucketAsync(int bucket, IReadOnlyList<DateOnly> days, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = days.Select(Begin).ToList();
        var read = 0L;
        await foreach (var row in activity.ReadBucketAsync(bucket, cancellationToken).ConfigureAwait(false))
        {
            read++;
            if (row.Read() is { } remembered)
            {
                counts.ForEach(accounts => accounts.Add(row.Account, remembered));
            }
        }

        if (read > 0)
        {
            await _buckets.WriteAsync(days.Zip(counts, (day, accounts) => new BucketDay(day, bucket, now, accounts.ByCountries, accounts.Busiest)), cancellationToken).ConfigureAwait(false);
        }

        return read;
    }

    private AccountsOfDay Begin(DateOnly day) => new(Slot.Of(calendar.StartOf(day)), Slot.Of(calendar.EndOf(day)));

    private async Task<(int Suspensions, int FalsePositives, int Historical)> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var (suspensions, historical) = (0, 0);
        var falsePositives = new HashSet<AccountName>();
        await foreach (var transition in audit.ReadAsync(calendar.StartOf(day), calendar.EndOf(day), cancellationToken).ConfigureAwait(false))
        {
            suspensions += transition is { State: SuspensionState.Active, From: not SuspensionState.Active } ? 1 : 0;
            historical += transition is { State: SuspensionState.Historical, From: not SuspensionState.Historical, Decision.Verdict: Verdict.Suspend } ? 1 : 0;

            // A judgement that a later transition only carries on counted on its own day.
            if (transition is { IsOpen: false, FalsePositive: true } && (transition.Judged?.Time == transition.Since || transition.Ended?.Time == transition.Since))
            {
                falsePositives.Add(transition.Account);
            }
        }

        return (suspensions, falsePositives.Count, historical);
    }
}
