using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>Whether the numbers can be trusted.</summary>
/// <param name="LastDay">The last day that was summarised after it was over; null where none was.</param>
/// <param name="Summarised">When days were summarised last; null where none ever was.</param>
/// <param name="NextSummary">When they are summarised next.</param>
/// <param name="IsSummaryOld">Whether the last summary is more than 2 hours old, or a log was imported since.</param>
/// <param name="NewestSighting">The newest slot of 15 minutes in which an account was seen, among the first 1,000 accounts; null where none was.</param>
/// <param name="LagSeconds">How old the newest AUTH event was when its processing began; null where no worker says so.</param>
/// <param name="PlacelessShare">Share of what is remembered of the first 1,000 accounts that is in no country; null without any.</param>
/// <param name="DatabaseBuilt">When the oldest file of the geolocation data was built; null where no worker says so.</param>
/// <param name="DatabaseDays">How many whole days ago that was.</param>
/// <param name="UnclassifiedShare">Deferred and bounced attempts that no rule classified over all that were; null without any.</param>
/// <param name="DeadLetters">Messages rejected in the last 7 UTC days, as far as was counted.</param>
/// <param name="MoreDeadLetters">Whether there are more of them than were counted.</param>
/// <param name="Reasons">Why, the most frequent first.</param>
/// <param name="Logs">Logs that are read on mail servers, those with something wrong first.</param>
public sealed record HealthSection(
    DateOnly? LastDay,
    DateTimeOffset? Summarised,
    DateTimeOffset NextSummary,
    bool IsSummaryOld,
    DateTimeOffset? NewestSighting,
    double? LagSeconds,
    double? PlacelessShare,
    DateTimeOffset? DatabaseBuilt,
    int? DatabaseDays,
    double? UnclassifiedShare,
    int DeadLetters,
    bool MoreDeadLetters,
    IReadOnlyList<RejectedForReason> Reasons,
    IReadOnlyList<FollowedLog> Logs)
{
    internal static HealthSection Of(ReportData data) => new(
        data.Days.Where(day => day.IsOver).Select(day => (DateOnly?)day.Day).Max(),
        data.Summarised,
        Summary.Next(data.Made),
        Summary.IsOld(data) || Summary.NotCounted(data) is not null,
        data.NewestSighting,
        data.Processing.Lag?.TotalSeconds,
        data.Processing.Placeless,
        data.Processing.DatabaseBuilt,
        (data.Made - data.Processing.DatabaseBuilt)?.Days,
        data.Deliveries.Where(day => day.Provider == ProviderDay.All).Aggregate(DeliveryTally.Empty, (sum, day) => sum.Add(day.Tally)).UnclassifiedShare,
        data.Rejected.Count,
        data.Rejected.More,
        data.Rejected.Reasons,
        [.. data.Logs.OrderBy(log => log.Log.Wrong is null).ThenBy(log => log.Reader, StringComparer.Ordinal).ThenBy(log => log.Log.Path, StringComparer.Ordinal)]);
}
