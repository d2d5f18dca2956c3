using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Time;
using AbuseServerless.Ingestion;
using AbuseServerless.Reporting;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Reporting;

/// <summary>What the days were like for the accounts: today, and yesterday for as long as what is remembered of the accounts reaches back to its beginning. Then what is stored stays.</summary>
public sealed class AccountSummary(ActivityTable activity, AuditTable audit, DailyStatsTable stats, DayCalendar calendar)
{
    /// <summary>Counts the days, in one reading of the accounts, and writes them.</summary>
    /// <param name="today">The day that runs.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task RunAsync(DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = new[] { today.AddDays(-1), today }
            .Select(day => (Day: day, Accounts: new AccountsOfDay(Slot.Of(calendar.StartOf(day)), Slot.Of(calendar.EndOf(day)))))
            .Where(day => day.Accounts.IsRemembered(now + AuthEventParser.MostAhead))
            .ToList();
        await foreach (var row in activity.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (row.Read() is not { } remembered)
            {
                continue;
            }

            foreach (var (_, accounts) in days)
            {
                accounts.Add(row.Account, remembered);
            }
        }

        foreach (var (day, accounts) in days)
        {
            var (suspensions, falsePositives, historical) = await CountAsync(day, cancellationToken).ConfigureAwait(false);
            var statistics = new DayStatistics(day)
            {
                IsOver = calendar.EndOf(day) <= now,
                AccountsByCountries = accounts.ByCountries,
                BusiestAccounts = accounts.Busiest,
                Suspensions = suspensions,
                FalsePositives = falsePositives,
                Historical = historical,
            };
            await stats.WriteDayAsync(statistics, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(int Suspensions, int FalsePositives, int Historical)> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var (suspensions, historical) = (0, 0);
        var falsePositives = new HashSet<AccountName>();
        await foreach (var transition in audit.ReadAsync(calendar.StartOf(day), calendar.EndOf(day), cancellationToken).ConfigureAwait(false))
        {
            suspensions += transition is { State: SuspensionState.Active, From: not SuspensionState.Active } ? 1 : 0;
            historical += transition is { State: SuspensionState.Historical, From: not SuspensionState.Historical, Decision.Verdict: Verdict.Suspend } ? 1 : 0;
            if (transition is { IsOpen: false, FalsePositive: true })
            {
                falsePositives.Add(transition.Account);
            }
        }

        return (suspensions, falsePositives.Count, historical);
    }
}
