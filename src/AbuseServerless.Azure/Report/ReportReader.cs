using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Thresholds;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Report;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;
using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Azure.Report;

/// <summary>Reads what the operator's report is made of. But for the study of thresholds, the number of requests does not grow with the accounts that are remembered.</summary>
public sealed class ReportReader(
    DailyStatsTable daily, ReputationTable reputations, SuspensionTable suspensions, ActivityTable activity, DeadLetterTable deadLetters, PresenceTable presence, ImportedLogTable imports, ThresholdReader thresholds, TimeProvider time)
{
    /// <summary>Suspensions that a report tells of because they changed last.</summary>
    public const int MaximumNewest = 50;

    /// <summary>Suspensions that a report tells of because an operator has something to do about them.</summary>
    public const int MaximumOpen = 250;

    /// <summary>Days whose dead letters are looked at.</summary>
    public const int DeadLetterDays = 7;

    /// <summary>Accounts of a day up to which the study of thresholds is part of a report that does not say.</summary>
    public const int MaximumStudied = 50_000;

    private const int MaximumDeadLetters = 5_000;

    // Who was not heard of for a day was taken away.
    private static readonly TimeSpan LogsOf = TimeSpan.FromDays(1);

    // Each says once a minute how it does.
    private static readonly TimeSpan WorkersOf = TimeSpan.FromMinutes(3);

    /// <summary>Reads the last days.</summary>
    /// <param name="scope">Which, and what of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<ReportData> ReadAsync(ReportScope scope, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scope.Days, 1);
        var now = time.GetUtcNow();
        var to = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, scope.TimeZone).DateTime);
        var from = to.AddDays(1 - scope.Days);
        var shown = new ShownSuspensions(MaximumNewest, MaximumOpen);
        await foreach (var suspension in suspensions.ReadAsync("", [], cancellationToken).ConfigureAwait(false))
        {
            shown.Add(suspension);
        }

        var days = await daily.ReadDaysAsync(from, to, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var running = await presence.ReadAsync(cancellationToken).ConfigureAwait(false);
        var workers = running.Where(row => row.Kind == "worker" && now - row.Time <= WorkersOf).ToList();
        var sample = await SampledActivity.ReadAsync(activity, cancellationToken).ConfigureAwait(false);
        var trial = scope.Study ?? !HasMany(days) ? new StoredTrial(NetTrials.Of(scope.Nets ?? new NetsOptions(), new NoDatabase())) : null;
        var study = trial is null ? null : await thresholds.ReadAsync(ThresholdGrid.Default, null, cancellationToken, trial).ConfigureAwait(false);
        return new ReportData(now, scope.TimeZone, from, to)
        {
            Deliveries = await daily.ReadProvidersAsync(from, to, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false),
            Reputations = [.. (await reputations.ReadAsync(cancellationToken).ConfigureAwait(false)).Values.Select(known => known.Change)],
            Statistics = scope.Statistics,
            Days = days,
            Summarised = await daily.FindLastSummaryAsync(cancellationToken).ConfigureAwait(false),
            Thresholds = scope.Thresholds ?? ThresholdsOf(shown.Shown),
            Suspensions = shown.Shown,
            OpenSuspensions = shown.Open,
            Standings = shown.Standings,
            Rejected = await ReadRejectedAsync(now, cancellationToken).ConfigureAwait(false),
            Study = study,
            Nets = trial is null ? null : new(scope.Nets is not null, trial.Discarded, trial.WithoutEvidence, trial.ToStudy()),
            Logs =
            [
                .. running.Where(row => now - row.Time <= LogsOf).SelectMany(row => row.Logs.Select(log => new FollowedLog(row.Name, log))),
                .. await imports.ReadAsync(now - ImportedLogTable.Kept, cancellationToken).ConfigureAwait(false),
            ],
            NewestSighting = sample.Newest,
            Processing = new(workers.Max(row => row.Lag), workers.Min(row => row.DatabaseBuilt), workers.Min(row => row.DatabaseMaximumAge), sample.Placeless),
        };
    }

    private static bool HasMany(IReadOnlyList<DayStatistics> days) => days.Any(day => day.AccountsByCountries.Values.Sum() > MaximumStudied);

    private async Task<RejectedMessages> ReadRejectedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var letters = await deadLetters.ReadNewestAsync(now, DeadLetterDays, cancellationToken).Take(MaximumDeadLetters + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var counted = letters.Take(MaximumDeadLetters)
            .GroupBy(letter => letter.Rejection)
            .Select(same => new RejectedForReason(same.Key.Reason, same.Key.Detail, same.Sum(letter => letter.Messages), same.Max(letter => letter.Enqueued)))
            .OrderByDescending(reason => reason.Count)
            .ThenBy(reason => reason.Detail, StringComparer.Ordinal);
        return new RejectedMessages(letters.Take(MaximumDeadLetters).Sum(letter => letter.Messages), letters.Count > MaximumDeadLetters, [.. counted]);
    }

    private static CountryThresholds? ThresholdsOf(IReadOnlyList<Suspension> newest)
    {
        var suspend = newest.Select(suspension => suspension.Decision).FirstOrDefault(decision => decision is { Net: CountriesNet.Name, Verdict: Verdict.Suspend });
        return suspend is null ? null : new CountryThresholds(null, (int)suspend.Threshold);
    }
}
