using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Ingestion;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Tests.Notifications;

public sealed class OutboxTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_option_nobody_is_told_of_a_watch_and_everybody_once_of_a_suspension()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var senders = RecordingSender.All();
        var outbox = Outbox.On(storage.ConnectionString, senders, worker.Time);
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 9).Select(country => Worker.Event(Alice.Value, country, country))), Cancellation);
        Assert.Equal(SuspensionState.Watched, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.State);
        Assert.Equal(0, await outbox.DeliverAsync(Cancellation));
        Assert.Equal(0, await Outbox.CountAsync(storage.ConnectionString, Cancellation));

        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event(Alice.Value, 10, 10)], 100), Cancellation);
        Assert.All(senders, sender => Assert.Empty(sender.Told));
        Assert.Equal(3, await outbox.DeliverAsync(Cancellation));
        Assert.Equal(0, await outbox.DeliverAsync(Cancellation));
        Assert.All(senders, sender => Assert.Equal(10, Assert.Single(sender.Transitions).Transition.Decision!.Countries.Count));
    }

    [Fact]
    public async Task What_nobody_receives_is_dropped_and_does_not_pile_up()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        for (var n = 0; n < 101; n++)
        {
            await worker.Suspensions.SuspendAsync(AccountName.Parse($"user{n}"), null, "noc", "x", Cancellation);
        }

        Assert.Equal(303, await Outbox.CountAsync(storage.ConnectionString, Cancellation));
        Assert.Equal(0, await Outbox.On(storage.ConnectionString, [], worker.Time).DeliverAsync(Cancellation));
        Assert.Equal(0, await Outbox.CountAsync(storage.ConnectionString, Cancellation));
    }

    [Fact]
    public async Task A_channel_that_fails_is_given_up_at_its_age_and_stands_among_the_dead_letters()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var webhook = new RecordingSender(NotificationChannel.Webhook) { Answer = DeliveryResult.Failed("The receiver answered 500.") };
        var outbox = Outbox.On(storage.ConnectionString, [webhook], worker.Time, options: new NotificationOptions { GiveUpAfter = TimeSpan.FromMinutes(2) });
        await worker.Suspensions.SuspendAsync(Alice, null, "noc", "x", Cancellation);
        foreach (var (seconds, attempts) in new[] { (0, 1), (30, 2), (59, 2), (1, 3), (29, 3), (1, 4), (3600, 4) })
        {
            worker.Time.Advance(TimeSpan.FromSeconds(seconds));
            await outbox.DeliverAsync(Cancellation);
            Assert.Equal(attempts, webhook.Told.Count);
        }

        var id = webhook.Told.Select(told => told.Id).Distinct().Single();
        var letter = Assert.Single(await worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(($"notifications/Webhook/{id}", 1L, Worker.Start, RejectReason.Undelivered), (letter.Hub, letter.SequenceNumber, letter.Enqueued, letter.Rejection.Reason));
        Assert.Equal("Abandoned after 4 attempts. The receiver answered 500.", letter.Rejection.Detail);
        Assert.Equal($$"""{"account":"alice@example.jp","state":"Active","transition":1,"channel":"Webhook","id":"{{id}}"}""", letter.Body);
    }

    [Fact]
    public async Task What_is_refused_for_good_is_given_up_at_once()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var subscriber = new RecordingSender(NotificationChannel.Subscriber) { Answer = DeliveryResult.Refused("The mail server refused it with 550.") };
        var outbox = Outbox.On(storage.ConnectionString, [subscriber], worker.Time);
        await worker.Suspensions.SuspendAsync(Alice, null, "noc", "x", Cancellation);
        await outbox.DeliverAsync(Cancellation);
        await outbox.DeliverAsync(Cancellation);

        Assert.Single(subscriber.Told);
        Assert.Equal("Abandoned after 1 attempt. The mail server refused it with 550.", Assert.Single(await worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation)).Rejection.Detail);
    }

    [Theory]
    [InlineData(DeliveryOutcome.Delivered, false)]
    [InlineData(DeliveryOutcome.Delivered, true)]
    [InlineData(DeliveryOutcome.Failed, false)]
    [InlineData(DeliveryOutcome.Failed, true)]
    [InlineData(DeliveryOutcome.Refused, false)]
    [InlineData(DeliveryOutcome.Refused, true)]
    public async Task A_crash_at_any_request_of_a_run_loses_no_notification_and_makes_no_second_id(DeliveryOutcome outcome, bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var failures = 0;
        for (var n = 1; ; n++)
        {
            var senders = RecordingSender.All();
            Array.ForEach(senders, sender => sender.Answer = new DeliveryResult(outcome, "x"));
            await worker.Suspensions.SuspendAsync(AccountName.Parse($"user{n}"), null, "noc", "x", Cancellation);
            var failing = new FailingRequests(n, afterwards);
            var crash = await Record.ExceptionAsync(() => Outbox.On(storage.ConnectionString, senders, worker.Time, failing).DeliverAsync(Cancellation));
            if (!failing.HasFailed)
            {
                Assert.Null(crash);
                break;
            }

            failures++;
            Assert.IsType<StorageException>(crash);
            Array.ForEach(senders, sender => sender.Answer = outcome == DeliveryOutcome.Refused ? sender.Answer : DeliveryResult.Delivered);
            worker.Time.Advance(TimeSpan.FromMinutes(1));
            await Outbox.On(storage.ConnectionString, senders, worker.Time).DeliverAsync(Cancellation);

            Assert.All(senders, sender => Assert.NotEmpty(sender.Told));
            Assert.Single(senders.SelectMany(sender => sender.Told).Select(told => told.Id).Distinct());
            Assert.Equal(0, await Outbox.CountAsync(storage.ConnectionString, Cancellation));
            Assert.Equal(outcome == DeliveryOutcome.Refused ? 3 * n : 0, await worker.DeadLetters.ReadAsync(Cancellation).CountAsync(Cancellation));
        }

        Assert.InRange(failures, 6, 20);
    }
}
