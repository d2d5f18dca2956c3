using AbuseServerless.Statistics;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The statistics as the cmdlets put them out.</summary>
internal static class StatOutput
{
    public static IEnumerable<GeoDeliveryStat> Deliveries(ProviderDay day)
    {
        if (day.Tally.Sent > 0)
        {
            yield return new(Key(day.Day), day.Provider, GeoDeliveryStatus.Sent, null, day.Tally.Sent, null);
        }

        foreach (var (status, counts) in new[]
        {
            (GeoDeliveryStatus.Deferred, day.Tally.Deferred), (GeoDeliveryStatus.Bounced, day.Tally.Bounced), (GeoDeliveryStatus.Expired, day.Tally.Expired),
        })
        {
            foreach (var (reply, count) in counts)
            {
                yield return new(Key(day.Day), day.Provider, status, (GeoReplyClass)reply, count, day.Samples.TryGetValue(reply, out var sample) ? sample.Text : null);
            }
        }
    }

    public static GeoProviderStat Provider(ProviderDay day) => Rates(new GeoProviderStat { Day = Key(day.Day), Provider = day.Provider }, day);

    public static GeoDailyStat Day(DayStatistics day, ProviderDay total) => Rates(
        new GeoDailyStat
        {
            Day = Key(day.Day),
            IsOver = day.IsOver,
            Suspensions = day.Suspensions,
            FalsePositives = day.FalsePositives,
            Historical = day.Historical,
            AccountsByCountries = [.. day.AccountsByCountries.Select(count => new GeoCountriesCount(count.Key, count.Value))],
            BusiestAccounts = [.. day.BusiestAccounts.Select(account => new GeoBusyAccount(account.Account, account.Countries))],
        },
        total);

    private static T Rates<T>(T stat, ProviderDay day)
        where T : GeoDeliveryRates => stat with
        {
            Attempts = day.Tally.Attempts,
            Outcomes = day.Tally.Outcomes,
            Sent = day.Tally.Sent,
            Deferred = day.Tally.Deferred.Values.Sum(),
            Bounced = day.Tally.Bounced.Values.Sum(),
            Expired = day.Tally.Expired.Values.Sum(),
            ErrorRate = day.Tally.ErrorRate,
            ErrorRateChange7 = day.ErrorRateChange7,
            ErrorRateChange28 = day.ErrorRateChange28,
            DeferredShare = day.Tally.DeferredShare,
            DeferredShareChange7 = day.DeferredShareChange7,
            DeferredShareChange28 = day.DeferredShareChange28,
            ReputationShare = day.Tally.ReputationShare,
            ReputationShareChange7 = day.ReputationShareChange7,
            ReputationShareChange28 = day.ReputationShareChange28,
            UnclassifiedShare = day.Tally.UnclassifiedShare,
        };

    private static DateTime Key(DateOnly day) => day.ToDateTime(TimeOnly.MinValue);
}
