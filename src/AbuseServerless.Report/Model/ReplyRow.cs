using AbuseServerless.Deliveries;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>How often deliveries were deferred or refused for one reason, all providers together.</summary>
/// <param name="Class">The reason.</param>
/// <param name="Deferred">Attempts deferred.</param>
/// <param name="Bounced">Refused for good.</param>
/// <param name="Expired">Given up after deferrals.</param>
/// <param name="Share">Deferred and bounced over all that were; 0 to 1.</param>
/// <param name="Sample">One such reply, of the newest day that has one, from the provider with the most attempts; null where none was kept.</param>
/// <param name="SampleProvider">Whose reply it is; null where none was kept.</param>
public sealed record ReplyRow(ReplyClass Class, long Deferred, long Bounced, long Expired, double Share, string? Sample, string? SampleProvider)
{
    internal static IReadOnlyList<ReplyRow> Of(ReportData data)
    {
        var all = data.Deliveries.Where(day => day.Provider == ProviderDay.All).Aggregate(DeliveryTally.Empty, (sum, day) => sum.Add(day.Tally));
        var whole = all.Deferred.Values.Sum() + all.Bounced.Values.Sum();
        return
        [
            .. Enum.GetValues<ReplyClass>()
                .Select(reply => Of(reply, all, whole, data.Deliveries))
                .Where(row => row.Deferred + row.Bounced + row.Expired > 0)
                .OrderByDescending(row => row.Deferred + row.Bounced)
                .ThenBy(row => row.Class),
        ];
    }

    private static ReplyRow Of(ReplyClass reply, DeliveryTally all, long whole, IReadOnlyList<ProviderDay> deliveries)
    {
        var (deferred, bounced) = (all.Deferred.GetValueOrDefault(reply), all.Bounced.GetValueOrDefault(reply));
        var sample = deliveries
            .Where(day => day.Provider != ProviderDay.All && day.Samples.ContainsKey(reply))
            .OrderByDescending(day => day.Day)
            .ThenByDescending(day => day.Tally.Attempts)
            .FirstOrDefault();
        return new(reply, deferred, bounced, all.Expired.GetValueOrDefault(reply), whole == 0 ? 0 : (double)(deferred + bounced) / whole, sample?.Samples[reply].Text, sample?.Provider);
    }
}
