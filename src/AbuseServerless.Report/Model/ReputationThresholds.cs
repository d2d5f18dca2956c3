using AbuseServerless.Reputation;

namespace AbuseServerless.Report.Model;

/// <summary>Shares of attempts refused for reputation at which it counts as lost or recovered, 0 to 1; null where they are not known.</summary>
/// <param name="Alert">At or above it, reputation is lost.</param>
/// <param name="Recovery">At or below it, it has recovered.</param>
public sealed record ReputationThresholds(double? Alert, double? Recovery)
{
    // Without the settings, those of the newest crossings.
    internal static ReputationThresholds Of(ReportData data) => data.Statistics is { } options
        ? new(options.ReputationAlert, options.ReputationRecovery)
        : new(Last(data, ReputationStanding.Lost), Last(data, ReputationStanding.Recovered));

    private static double? Last(ReportData data, ReputationStanding standing) => data.Reputations.Where(change => change.Standing == standing).MaxBy(change => change.Day)?.Threshold;
}
