using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Functions.Tests.EndToEnd;
using AbuseServerless.Local.Stack;
using AbuseServerless.Statistics;
using Azure.Messaging.EventHubs;

namespace AbuseServerless.Functions.Tests.Deliveries;

/// <summary>Delivery events through the real functions in their real worker: stock Event Hubs client, real Azurite.</summary>
public sealed class DeliveryTests
{
    private static readonly DateTimeOffset Yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Deliveries_become_daily_statistics() => RunAsync(new LocalStackOptions(), Disturbance.None);

    [Fact]
    public Task Workers_that_are_killed_again_and_again_count_nothing_twice_and_miss_nothing() => RunAsync(new LocalStackOptions { Workers = 2 }, Disturbance.KillAWorker);

    [Fact]
    public Task Azurite_killed_with_all_its_tables_in_memory_is_filled_again() => RunAsync(new LocalStackOptions(), Disturbance.KillAzurite);

    private static async Task RunAsync(LocalStackOptions options, Func<LocalStack, Task> disturb)
    {
        string[] events = [.. Enumerable.Range(0, 1200).Select(Event), .. Enumerable.Repeat("""{"status":"sent"}""", 6)];
        new Random(11).Shuffle(events);
        // Its own Azurite where that is killed.
        await using var stack = await (disturb == Disturbance.KillAzurite ? LocalStack.StartAsync(options, Cancellation) : Stacks.StartAsync(options, Cancellation));
        await using (var producer = EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.DeliveryEvents))
        {
            foreach (var part in events.Chunk(250))
            {
                await producer.SendAsync(part.Select(body => new EventData(body)), Cancellation);
                await disturb(stack);
            }
        }

        await stack.WaitUntilProcessedAsync(Cancellation);
        await stack.Host.RunTimerAsync("SummariseDay", Cancellation);
        await stack.Host.RunTimerAsync("SummariseDay", Cancellation);
        await stack.Host.RunTimerAsync("PurgeExpired", Cancellation);

        // Of 12 events each: 6 sent to Google, 2 bounced there for reputation, 1 deferred; 2 sent to a domain and 1 expired.
        var stats = new DailyStatsTable(new Tables(StorageConnection.Open(stack.Storage)));
        var all = await stats.ReadProvidersAsync(DateOnly.MinValue, DateOnly.MaxValue, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(
            [("*", 800L, 100L, 200L, 100L), ("Google", 600L, 100L, 200L, 0L), ("example.org", 200L, 0L, 0L, 100L)],
            all.Select(day => (day.Provider, day.Tally.Sent, day.Tally.Deferred.Values.Sum(), day.Tally.Bounced.Values.Sum(), day.Tally.Expired.Values.Sum())));
        var google = all.Single(day => day.Provider == "Google");
        Assert.Equal((DayOf(Yesterday), 200 / 900d, 0.25), (google.Day, google.Tally.ReputationShare!.Value, google.Tally.ErrorRate!.Value));
        Assert.Equal(new ReplySample(Time(6), "550-5.7.1 [192.0.2.1] Our system has detected that this message is likely suspicious due to the very low reputation of the sending IP address."), google.Samples[ReplyClass.ReputationAddress]);
        Assert.Equal(6, await new StackTables(stack.Storage).CountDeadLettersAsync(Cancellation));
    }

    private static string Event(int i)
    {
        var (domain, status, dsn, reply) = (i % 12) switch
        {
            < 6 => ("gmail.com", "sent", "2.0.0", "250 ok"),
            < 8 => ("gmail.com", "bounced", "5.7.1", "550-5.7.1 [192.0.2.1] Our system has detected that this message is likely suspicious due to the very low reputation of the sending IP address."),
            8 => ("googlemail.com", "deferred", "4.7.28", "421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address."),
            < 11 => ("example.org", "sent", "2.0.0", "250 ok"),
            _ => ("example.org", "expired", "4.4.1", "connect to example.org: Connection timed out"),
        };
        return $$"""{"time":"{{Time(i):O}}","queueId":"q{{i}}","recipientDomain":"{{domain}}","status":"{{status}}","dsn":"{{dsn}}","reply":"{{reply}}"}""";
    }

    // All on one day of the stack's time zone.
    private static DateTimeOffset Time(int i) => new DateTimeOffset(DayOf(Yesterday).ToDateTime(new TimeOnly(3, 0)), TimeSpan.Zero).AddMilliseconds(i);

    private static DateOnly DayOf(DateTimeOffset time) => new DayCalendar(TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")).DayOf(time);
}
