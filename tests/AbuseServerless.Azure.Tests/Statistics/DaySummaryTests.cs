using AbuseServerless.Accounts;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Retention;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Tests.Statistics;

public sealed class DaySummaryTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DeliveryWorker.Start.UtcDateTime);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Partitions_add_up_to_providers_and_providers_to_all_and_late_data_reopen_a_day()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        for (var partition = 0; partition < 3; partition++)
        {
            await worker.Processor.ProcessAsync(
                DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com"), DeliveryWorker.Event("gmail.com", "bounced", -partition, "5.7.1", $"{DeliveryWorker.BadReputation} {partition}"), DeliveryWorker.Event("example.org", "expired")], 1, partition),
                Cancellation);
        }

        await worker.Summary.RunAsync(Cancellation);
        var first = await ReadAsync(worker);
        Assert.Equal([("*", 9L, 6 / 9d), ("Google", 6L, 0.5), ("example.org", 3L, 1d)], first.Select(day => (day.Provider, day.Tally.Outcomes, day.Tally.ErrorRate!.Value)));
        Assert.Equal(new ReplySample(DeliveryWorker.Start.AddMinutes(-2), DeliveryWorker.BadReputation + " 2"), first[1].Samples[ReplyClass.ReputationAddress]);

        await worker.Summary.RunAsync(Cancellation);
        Assert.Equivalent(first, await ReadAsync(worker), strict: true);

        worker.Time.Advance(TimeSpan.FromDays(5));
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com", "deferred", 5 * 24 * 60), DeliveryWorker.Event("gmail.com")], 10, enqueued: DeliveryWorker.Start.AddDays(5)), Cancellation);
        await worker.Summary.RunAsync(Cancellation);
        Assert.Equal(
            [(Today, "*", 4L, 0L), (Today, "Google", 4L, 0L), (Today, "example.org", 0L, 0L), (Today.AddDays(5), "*", 0L, 1L), (Today.AddDays(5), "Google", 0L, 1L)],
            (await ReadAsync(worker)).Select(day => (day.Day, day.Provider, day.Tally.Sent, day.Tally.Attempts - day.Tally.Sent - day.Tally.Bounced.Values.Sum())));
    }

    [Fact]
    public async Task A_day_that_is_counted_again_changes_what_the_days_after_it_are_held_against()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(
            DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com"), DeliveryWorker.Event("gmail.com", minute: 24 * 60), DeliveryWorker.Event("gmail.com", "bounced", 24 * 60)], enqueued: DeliveryWorker.Start.AddDays(1)), Cancellation);
        worker.Time.Advance(TimeSpan.FromDays(1));
        await worker.Summary.RunAsync(Cancellation);
        Assert.Equal([null, 0.5], (await ReadAsync(worker)).Where(day => day.Provider == "Google").Select(day => day.ErrorRateChange7));

        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com", "bounced")], 10), Cancellation);
        await worker.Summary.RunAsync(Cancellation);
        Assert.Equal([null, 0d], (await ReadAsync(worker)).Where(day => day.Provider == "Google").Select(day => day.ErrorRateChange7));
        Assert.Equal(0d, Assert.Single(await worker.Stats.ReadProvidersAsync(Today.AddDays(1), Today.AddDays(1), Cancellation).Where(day => day.Provider == "Google").ToListAsync(Cancellation)).ErrorRateChange28);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_is_repaired_by_the_next_run(bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        var failures = 0;
        var worker = DeliveryWorker.On(storage.ConnectionString, retention: TwoDays);
        for (var n = 1; ; n++)
        {
            await worker.Processor.ProcessAsync(
                DeliveryWorker.Batch(Enumerable.Range(0, 105).Select(i => DeliveryWorker.Event($"d{i}.example", minute: -24 * 60 * (i / 101))), n * 1000), Cancellation);
            var failing = new FailingRequests(n, afterwards) { OfBuckets = false };
            var crash = await Record.ExceptionAsync(() => DeliveryWorker.On(storage.ConnectionString, failing, retention: TwoDays).Summary.RunAsync(Cancellation));
            await worker.Summary.RunAsync(Cancellation);
            var days = await ReadAsync(worker);
            Assert.Equal(107, days.Count);
            Assert.All(days, day => Assert.Equal((day.Provider, day.Day == Today) switch { ("*", true) => n * 101, ("*", false) => n * 4, _ => n }, day.Tally.Sent));
            if (!failing.HasFailed)
            {
                Assert.Null(crash);
                break;
            }

            failures++;
            Assert.NotNull(crash);
        }

        Assert.InRange(failures, 8, 40);
    }

    [Fact]
    public async Task Days_are_those_of_the_time_zone()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString, statistics: options => options.TimeZone = "Europe/Berlin", retention: keep => keep.DeliveryCounts = 35);
        var events = new[] { "2026-10-24T21:59:59.999Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999Z", "2026-10-25T23:00:00Z" }
            .Select(time => $$"""{"time":"{{time}}","queueId":"4Xyz","recipientDomain":"gmail.com","status":"sent"}""");
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch(events, enqueued: DeliveryWorker.Start), Cancellation);
        await worker.Summary.RunAsync(Cancellation);
        Assert.Equal(
            [(new DateOnly(2026, 10, 24), 1L), (new DateOnly(2026, 10, 25), 2L), (new DateOnly(2026, 10, 26), 1L)],
            (await ReadAsync(worker)).Where(day => day.Provider == "*").Select(day => (day.Day, day.Tally.Sent)));
    }

    [Fact]
    public async Task Accounts_are_counted_while_they_are_remembered_and_then_what_is_stored_stays()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = Worker.On(storage.ConnectionString);
        var worker = DeliveryWorker.On(storage.ConnectionString, time: auth.Time);
        await auth.Processor.ProcessAsync(
            Worker.Batch([.. Enumerable.Range(1, 10).Select(country => Worker.Event("bot", country, country)), Worker.Event("home", 1, 0), Worker.Event("two", 1, 0), Worker.Event("two", 2, 9)]), Cancellation);
        await worker.Summary.RunAsync(Cancellation);
        var running = Assert.Single(await DaysAsync(worker), day => day.Day == Today);
        Assert.Equal((false, 1, 0), (running.IsOver, running.Suspensions, running.FalsePositives));
        Assert.Equal(new SortedDictionary<int, long> { [1] = 1, [2] = 1, [10] = 1 }, running.AccountsByCountries);
        Assert.Equal([new BusyAccount("bot", 10), new BusyAccount("two", 2), new BusyAccount("home", 1)], running.BusiestAccounts);

        // The day is over; its end is 7:54 hours behind, and what is remembered still reaches back to its beginning.
        auth.Time.SetUtcNow(new DateTimeOffset(2026, 11, 25, 7, 54, 0, TimeSpan.Zero));
        await auth.Suspensions.ResumeAsync(AccountName.Parse("bot"), Judgement.FalsePositive, "noc", "x", Cancellation);
        await auth.Processor.ProcessAsync(Worker.Batch([Worker.Event("late", 3, 60), Worker.Event("late", 3, 24 * 60)], 100), Cancellation);
        await worker.Summary.RunAsync(Cancellation);
        var (yesterday, today) = ((await DaysAsync(worker)).Single(day => day.Day == Today), (await DaysAsync(worker)).Single(day => day.Day == Today.AddDays(1)));
        Assert.Equal((true, 1, 0), (yesterday.IsOver, yesterday.Suspensions, yesterday.FalsePositives));
        Assert.Equal(new SortedDictionary<int, long> { [1] = 2, [2] = 1 }, yesterday.AccountsByCountries);
        Assert.Equal((false, 0, 1), (today.IsOver, today.Suspensions, today.FalsePositives));

        auth.Time.Advance(TimeSpan.FromMinutes(2));
        await auth.Processor.ProcessAsync(Worker.Batch([Worker.Event("later", 3, 60)], 200), Cancellation);
        await worker.Summary.RunAsync(Cancellation);
        Assert.Equivalent(yesterday, (await DaysAsync(worker)).Single(day => day.Day == Today), strict: true);
    }

    // A run asks for four days.
    private static void TwoDays(RetentionOptions options) => options.DeliveryCounts = 2;

    private static ValueTask<List<ProviderDay>> ReadAsync(DeliveryWorker worker) =>
        worker.Stats.ReadProvidersAsync(DateOnly.MinValue, DateOnly.MaxValue, Cancellation).ToListAsync(Cancellation);

    private static ValueTask<List<DayStatistics>> DaysAsync(DeliveryWorker worker) =>
        worker.Stats.ReadDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Cancellation).ToListAsync(Cancellation);
}
