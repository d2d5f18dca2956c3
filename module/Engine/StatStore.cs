using System.Runtime.CompilerServices;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Deliveries;
using AbuseServerless.Statistics;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The numbers of days.</summary>
internal sealed class StatStore(DailyStatsTable table)
{
    public IAsyncEnumerable<GeoDeliveryStat> ReadDeliveriesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ReadAsync(from, to, cancellationToken).SelectMany(StatOutput.Deliveries);

    public IAsyncEnumerable<GeoProviderStat> ReadProvidersAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ReadAsync(from, to, cancellationToken).Select(StatOutput.Provider);

    // Days and their deliveries come in the same order. A day may be without deliveries.
    public async IAsyncEnumerable<GeoDailyStat> ReadDaysAsync(DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var totals = table.ReadTotalsAsync(from, to, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (totals.ConfigureAwait(false))
        {
            var any = await totals.MoveNextAsync().ConfigureAwait(false);
            await foreach (var day in table.ReadDaysAsync(from, to, cancellationToken).ConfigureAwait(false))
            {
                while (any && totals.Current.Day < day.Day)
                {
                    any = await totals.MoveNextAsync().ConfigureAwait(false);
                }

                yield return StatOutput.Day(day, any && totals.Current.Day == day.Day ? totals.Current : new ProviderDay(day.Day, ProviderDay.All, DeliveryTally.Empty));
            }
        }
    }

    private IAsyncEnumerable<ProviderDay> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        table.ReadProvidersAsync(from, to, cancellationToken).Where(day => day.Provider != ProviderDay.All);
}
