using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Statistics;
using Microsoft.Extensions.Logging.Abstractions;

namespace AbuseServerless.Azure.Tests.Statistics;

public sealed class SummaryOnDemandTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DeliveryWorker.Start.UtcDateTime);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_imported_is_summarised_when_somebody_looks_but_not_each_time()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        using var demand = On(worker);
        Assert.Null(await worker.Stats.FindLastSummaryAsync(Cancellation));
        await ImportAsync(worker, 1);

        await demand.RefreshAsync(Cancellation);
        Assert.Equal((1L, worker.Time.GetUtcNow()), (await SentAsync(worker), (await worker.Stats.FindLastSummaryAsync(Cancellation))!.Value));

        await ImportAsync(worker, 2);
        worker.Time.Advance(SummaryOnDemand.OldAfter - TimeSpan.FromTicks(1));
        await demand.RefreshAsync(Cancellation);
        Assert.Equal(1, await SentAsync(worker));

        worker.Time.Advance(TimeSpan.FromTicks(1));
        await demand.RefreshAsync(Cancellation);
        Assert.Equal(2, await SentAsync(worker));
    }

    [Fact]
    public async Task Many_accounts_are_left_to_the_timer()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        await worker.Stats.WriteDayAsync(
            new DayStatistics(Today) { Counted = DeliveryWorker.Start.AddHours(-3), AccountsByCountries = new Dictionary<int, long> { [1] = SummaryOnDemand.MaximumAccounts, [2] = 1 } }, Cancellation);
        await ImportAsync(worker, 1);

        using var demand = On(worker);
        await demand.RefreshAsync(Cancellation);
        Assert.Equal(0, await SentAsync(worker));
        Assert.Equal(DeliveryWorker.Start.AddHours(-3), await worker.Stats.FindLastSummaryAsync(Cancellation));
    }

    private static SummaryOnDemand On(DeliveryWorker worker) => new(worker.Summary, worker.Stats, new DayCalendar(TimeZoneInfo.Utc), worker.Time, NullLogger<SummaryOnDemand>.Instance);

    private static Task ImportAsync(DeliveryWorker worker, int number) => worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com")], number), Cancellation);

    private static async Task<long> SentAsync(DeliveryWorker worker) => (await worker.Stats.ReadTotalsAsync(Today, Today, Cancellation).ToListAsync(Cancellation)).Sum(day => day.Tally.Sent);
}
