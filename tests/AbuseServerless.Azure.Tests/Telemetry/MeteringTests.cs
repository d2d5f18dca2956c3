using AbuseServerless.Accounts;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Azure.Tests.Notifications;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Exemptions;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Tests.Telemetry;

/// <summary>The instruments say what happened: real code, real Azurite.</summary>
public sealed class MeteringTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_counted_by_what_became_of_them_and_those_in_no_country_by_why()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Account, "exempt@example.jp", "noc", "On a cruise", Worker.Start), Cancellation);
        using var measured = new Measurements();
        string[] bodies =
        [
            Worker.Event("a@example.jp", 1, 0), Worker.Event("b@example.jp", 0, 0), Worker.Event("exempt@example.jp", 2, 0),
            Worker.Event("c@example.jp", 1, 0, success: false), "no JSON", """{"time":"2026-11-24T12:00:00Z"}""",
        ];
        await worker.Processor.ProcessAsync(Worker.Batch(bodies), Cancellation);

        Assert.Equal(3, measured["abuseserverless.ingestion.events hub=auth-events outcome=counted"]);
        Assert.Equal(1, measured["abuseserverless.ingestion.events hub=auth-events outcome=ignored"]);
        Assert.Equal(2, measured["abuseserverless.ingestion.events hub=auth-events outcome=rejected"]);
        Assert.Equal(1, measured["abuseserverless.ingestion.placeless place=unlocated"]);
        Assert.Equal(1, measured["abuseserverless.ingestion.placeless place=exempted"]);
        Assert.Equal(0, measured["abuseserverless.ingestion.placeless place=private"]);
        Assert.Equal(1, measured["abuseserverless.dead_letters reason=NotJson"]);
        Assert.Equal(1, measured["abuseserverless.dead_letters reason=BadAccount"]);
        Assert.Equal(6, measured["abuseserverless.ingestion.batch.size hub=auth-events"]);
        Assert.Equal(1, measured["abuseserverless.ingestion.batch.duration.count hub=auth-events outcome=success"]);
    }

    [Fact]
    public async Task Deliveries_are_counted_under_their_own_hub()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        using var measured = new Measurements();
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com"), DeliveryWorker.Event("example.jp"), "no JSON"]), Cancellation);
        Assert.Equal(2, measured["abuseserverless.ingestion.events hub=delivery-events outcome=counted"]);
        Assert.Equal(1, measured["abuseserverless.ingestion.events hub=delivery-events outcome=rejected"]);
        Assert.Equal(1, measured["abuseserverless.ingestion.batch.duration.count hub=delivery-events outcome=success"]);
    }

    [Fact]
    public async Task Lag_is_the_age_of_the_newest_event_and_never_negative()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        using var measured = new Measurements();
        var ahead = Worker.Batch([Worker.Event("a@example.jp", 1, 0)], partition: 1);
        await worker.Processor.ProcessAsync(ahead, Cancellation);
        Assert.Equal((0, 1), (measured["abuseserverless.ingestion.lag hub=auth-events partition=1"], measured["abuseserverless.ingestion.lag.count hub=auth-events partition=1"]));

        worker.Time.Advance(TimeSpan.FromMinutes(10));
        var waited = Worker.Batch([Worker.Event("a@example.jp", 1, 0), Worker.Event("a@example.jp", 1, 1)], first: 2, partition: 3) with
        {
            Enqueued = [Worker.Start.UtcDateTime, Worker.Start.AddMinutes(1).UtcDateTime],
        };
        await worker.Processor.ProcessAsync(waited, Cancellation);
        Assert.Equal(540, measured["abuseserverless.ingestion.lag hub=auth-events partition=3"]);
    }

    [Fact]
    public async Task A_batch_that_fails_is_timed_as_such_and_its_events_are_counted_when_it_succeeds()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, new FailingRequests(4, afterwards: false));
        using var measured = new Measurements();
        var batch = Worker.Batch([Worker.Event("a@example.jp", 1, 0)]);
        await Assert.ThrowsAsync<StorageException>(() => worker.Processor.ProcessAsync(batch, Cancellation));
        Assert.Equal(0, measured["abuseserverless.ingestion.events hub=auth-events outcome=counted"]);
        await worker.Processor.ProcessAsync(batch, Cancellation);
        Assert.Equal(1, measured["abuseserverless.ingestion.events hub=auth-events outcome=counted"]);
        Assert.Equal(1, measured["abuseserverless.ingestion.batch.duration.count hub=auth-events outcome=failure"]);
        Assert.Equal(1, measured["abuseserverless.ingestion.batch.duration.count hub=auth-events outcome=success"]);
    }

    [Fact]
    public async Task The_cache_misses_what_it_reads_and_hits_what_it_knows_or_knows_not_to_exist()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        using var measured = new Measurements();
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event(Bot.Value, 1, 0), Worker.Event(Bot.Value, 1, 20)]), Cancellation);
        Assert.Equal((1, 0), (measured["abuseserverless.cache.lookups outcome=miss"], measured["abuseserverless.cache.lookups outcome=hit"]));
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event(Bot.Value, 2, 40)], first: 3), Cancellation);
        Assert.Equal((1, 1), (measured["abuseserverless.cache.lookups outcome=miss"], measured["abuseserverless.cache.lookups outcome=hit"]));
        Assert.Equal(1, measured["abuseserverless.cache.accounts"]);
    }

    [Fact]
    public async Task A_cache_that_overflows_gives_its_accounts_up()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, cacheBytes: 16_000);
        using var measured = new Measurements();
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(0, 500).Select(n => Worker.Event($"user{n}@example.jp", 1, 0))), Cancellation);
        Assert.Equal(500, measured["abuseserverless.cache.lookups outcome=miss"]);
        Assert.InRange(measured["abuseserverless.cache.accounts"], 1, 200);
        Assert.InRange(measured["abuseserverless.cache.bytes"], 1, 16_000);
    }

    [Fact]
    public async Task Decisions_and_transitions_are_counted_once_however_often_a_batch_comes()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        using var measured = new Measurements();
        var watched = Worker.Batch(Enumerable.Range(1, 5).Select(country => Worker.Event(Bot.Value, country, country)));
        var suspended = Worker.Batch(Enumerable.Range(6, 5).Select(country => Worker.Event(Bot.Value, country, country)), first: 6);
        foreach (var batch in (EventBatch[])[watched, watched, suspended, suspended])
        {
            await worker.Processor.ProcessAsync(batch, Cancellation);
        }

        await worker.Suspensions.ResumeAsync(Bot, Judgement.None, "noc", "x", Cancellation);
        Assert.Equal(1, measured["abuseserverless.decisions net=Countries verdict=Watch"]);
        Assert.Equal(1, measured["abuseserverless.decisions net=Countries verdict=Suspend"]);
        Assert.Equal(1, measured["abuseserverless.suspensions.transitions from=None to=Watched"]);
        Assert.Equal(1, measured["abuseserverless.suspensions.transitions from=Watched to=Active"]);
        Assert.Equal(1, measured["abuseserverless.suspensions.transitions from=Active to=Lifted"]);
    }

    [Fact]
    public async Task Attempts_to_tell_are_counted_by_channel_and_outcome_with_the_age_of_what_is_told()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var senders = RecordingSender.All();
        var outbox = Outbox.On(storage.ConnectionString, senders, worker.Time);
        using var measured = new Measurements();
        await worker.Suspensions.SuspendAsync(Bot, null, "noc", "x", Cancellation);
        Set(NotificationChannel.Webhook, DeliveryResult.Failed("x"));
        Set(NotificationChannel.Subscriber, DeliveryResult.NotWanted);
        Set(NotificationChannel.Operator, DeliveryResult.Refused("x"));
        await outbox.DeliverAsync(Cancellation);
        worker.Time.Advance(TimeSpan.FromSeconds(30));
        Set(NotificationChannel.Webhook, DeliveryResult.Delivered);
        await outbox.DeliverAsync(Cancellation);

        Assert.Equal(1, measured["abuseserverless.notifications.attempts channel=Webhook outcome=failed"]);
        Assert.Equal(1, measured["abuseserverless.notifications.attempts channel=Webhook outcome=delivered"]);
        Assert.Equal(1, measured["abuseserverless.notifications.attempts channel=Subscriber outcome=not_wanted"]);
        Assert.Equal(1, measured["abuseserverless.notifications.attempts channel=Operator outcome=given_up"]);
        Assert.Equal(30, measured["abuseserverless.notifications.age channel=Webhook"]);
        Assert.Equal(1, measured["abuseserverless.dead_letters reason=Undelivered"]);

        void Set(NotificationChannel channel, DeliveryResult answer) => senders.Single(sender => sender.Channel == channel).Answer = answer;
    }
}
