using AbuseServerless.Statistics;

namespace AbuseServerless.Reputation;

/// <summary>A crossing of a threshold by the reputation share of a provider; the last one is the current standing.</summary>
/// <param name="Provider">As in <see cref="ProviderDay"/>.</param>
/// <param name="Standing">The new standing.</param>
/// <param name="Number">Number of the provider's crossing, from 1.</param>
/// <param name="Since">When it was noticed, UTC.</param>
/// <param name="Day">The day whose share crossed.</param>
/// <param name="Attempts">Attempts of that day until then.</param>
/// <param name="Refused">Of these, how many were refused or deferred for reputation.</param>
/// <param name="Threshold">The share that was reached (inclusive), or come back to (inclusive).</param>
public sealed record ReputationChange(
    string Provider, ReputationStanding Standing, int Number, DateTimeOffset Since, DateOnly Day, long Attempts, long Refused, double Threshold)
{
    /// <summary>Whether the day was too old when it was judged: the crossing is recorded without a notification.</summary>
    public bool Historical { get; init; }

    /// <summary>Refused over attempts, 0 to 1.</summary>
    public double Share => (double)Refused / Attempts;

    /// <summary>Judges a day of a provider.</summary>
    /// <remarks>
    /// The alert comes while the day still runs; a recovery waits for a whole day, and the next alert for a later one. So a share that goes up and down within a day, or a day that is counted again,
    /// says nothing twice. If a reputation was lost too long ago for a notification, a more recent day that is as bad is a crossing of its own.
    /// </remarks>
    /// <param name="last">The provider's last crossing; null where there was none.</param>
    /// <param name="day">The day. One before that of the last crossing changes nothing.</param>
    /// <param name="isOver">Whether the day is.</param>
    /// <param name="options">The thresholds.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="historical">Whether the day is long past.</param>
    /// <returns>The crossing; null where there is none.</returns>
    public static ReputationChange? Judge(ReputationChange? last, ProviderDay day, bool isOver, StatisticsOptions options, DateTimeOffset now, bool historical = false)
    {
        ArgumentNullException.ThrowIfNull(day);
        var tally = day.Tally;
        if (tally.Attempts < options.MinimumAttempts)
        {
            return null;
        }

        var untold = last is { Standing: ReputationStanding.Lost, Historical: true } && !historical && tally.ReputationShare >= options.ReputationAlert;
        if (last is { Standing: ReputationStanding.Lost } && !untold)
        {
            return isOver && day.Day >= last.Day && tally.ReputationShare <= options.ReputationRecovery ? Next(ReputationStanding.Recovered, options.ReputationRecovery) : null;
        }

        return (last is null || day.Day > last.Day) && tally.ReputationShare >= options.ReputationAlert ? Next(ReputationStanding.Lost, options.ReputationAlert) : null;

        ReputationChange Next(ReputationStanding standing, double threshold) =>
            new(day.Provider, standing, (last?.Number ?? 0) + 1, now, day.Day, tally.Attempts, tally.Reputation, threshold) { Historical = historical };
    }
}
