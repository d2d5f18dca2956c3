using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>Whether the numbers can be trusted.</summary>
/// <param name="LastDay">The last day that was summarised after it was over; null where none was.</param>
/// <param name="NewestSighting">The newest slot of 15 minutes in which an account was seen, among the first 1,000 accounts; null where none was.</param>
/// <param name="UnclassifiedShare">Deferred and bounced attempts that no rule classified over all that were; null without any.</param>
/// <param name="DeadLetters">Messages rejected in the last 7 UTC days, as far as was counted.</param>
/// <param name="MoreDeadLetters">Whether there are more of them than were counted.</param>
/// <param name="Reasons">Why, the most frequent first.</param>
/// <param name="Logs">Logs that are read on mail servers, those with something wrong first.</param>
public sealed record HealthSection(
    DateOnly? LastDay, DateTimeOffset? NewestSighting, double? UnclassifiedShare, int DeadLetters, bool MoreDeadLetters, IReadOnlyList<RejectedForReason> Reasons, IReadOnlyList<FollowedLog> Logs)
{
    internal static HealthSection Of(ReportData data) => new(
        data.Days.Where(day => day.IsOver).Select(day => (DateOnly?)day.Day).Max(),
        data.NewestSighting,
        data.Deliveries.Where(day => day.Provider == ProviderDay.All).Aggregate(DeliveryTally.Empty, (sum, day) => sum.Add(day.Tally)).UnclassifiedShare,
        data.Rejected.Count,
        data.Rejected.More,
        data.Rejected.Reasons,
        [.. data.Logs.OrderBy(log => log.Log.Wrong is null).ThenBy(log => log.Reader, StringComparer.Ordinal).ThenBy(log => log.Log.Path, StringComparer.Ordinal)]);
}
