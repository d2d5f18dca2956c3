using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Azure.Tests.Notifications;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Notifications;
using AbuseServerless.Reputation;
using AbuseServerless.Retention;

namespace AbuseServerless.Azure.Tests.Reputation;

/// <summary>From delivery events to what operators and systems are told.</summary>
public sealed class ReputationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reputation_that_is_lost_and_won_back_is_told_once_each_however_often_the_days_are_summarised()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        var senders = RecordingSender.All();
        var outbox = Outbox.On(storage.ConnectionString, senders, worker.Time);
        var next = 1;
        foreach (var (day, refused, expected) in new[] { (0, 5, 0), (0, 25, 2), (1, 80, 2), (2, 0, 2), (3, 0, 4), (4, 30, 6), (1, 50, 6) })
        {
            worker.Time.SetUtcNow(DeliveryWorker.Start.AddDays(Math.Max(day, (worker.Time.GetUtcNow() - DeliveryWorker.Start).Days)));
            await worker.Processor.ProcessAsync(
                DeliveryWorker.Batch(Enumerable.Range(0, 100).Select(i => DeliveryWorker.Event("gmail.com", i < refused ? "bounced" : "sent", day * 24 * 60, "5.7.1", DeliveryWorker.BadReputation)), next, enqueued: worker.Time.GetUtcNow()),
                Cancellation);
            next += 1000;
            await worker.Summary.RunAsync(Cancellation);
            await worker.Summary.RunAsync(Cancellation);
            await outbox.DeliverAsync(Cancellation);

            // All mail went to one provider, so that all together tell the same.
            Assert.Equal(expected, Changes(senders, NotificationChannel.Webhook).Count);
        }

        Assert.All(senders, sender => Assert.Equal(sender.Channel == NotificationChannel.Subscriber ? 0 : 6, sender.Told.Count));
        Assert.Equal(
            [(ReputationStanding.Lost, 1, 0, 200L, 30L), (ReputationStanding.Recovered, 2, 2, 100L, 0L), (ReputationStanding.Lost, 3, 4, 100L, 30L)],
            Changes(senders, NotificationChannel.Operator).Where(change => change.Provider == "Google")
                .Select(change => (change.Standing, change.Number, change.Day.DayNumber - DateOnly.FromDateTime(DeliveryWorker.Start.Date).DayNumber, change.Attempts, change.Refused)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_tells_of_a_crossing_once_and_under_one_id(bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString, retention: TwoDays);
        for (var n = 1; ; n++)
        {
            worker.Time.SetUtcNow(DeliveryWorker.Start.AddDays(n));
            await worker.Processor.ProcessAsync(
                DeliveryWorker.Batch(Enumerable.Repeat(DeliveryWorker.Event($"d{n}.example", "bounced", n * 24 * 60, "5.7.1", DeliveryWorker.BadReputation), 100), 1 + (n * 1000), enqueued: worker.Time.GetUtcNow()), Cancellation);
            var failing = new FailingRequests(n, afterwards) { OfBuckets = false };
            await Record.ExceptionAsync(() => DeliveryWorker.On(storage.ConnectionString, failing, retention: TwoDays, time: worker.Time).Summary.RunAsync(Cancellation));
            await worker.Summary.RunAsync(Cancellation);

            var senders = RecordingSender.All();
            await Outbox.On(storage.ConnectionString, senders, worker.Time).DeliverAsync(Cancellation);
            var told = senders.SelectMany(sender => sender.Told).OfType<ReputationNotification>().Where(notification => notification.Change.Provider == $"d{n}.example").ToList();
            Assert.Equal((2, 1), (told.Count, told.Select(notification => notification.Id).Distinct().Count()));
            if (!failing.HasFailed)
            {
                return;
            }
        }
    }

    // A run asks for four days.
    private static void TwoDays(RetentionOptions options) => options.DeliveryCounts = 2;

    private static List<ReputationChange> Changes(RecordingSender[] senders, NotificationChannel channel) =>
        [.. senders.Single(sender => sender.Channel == channel).Told.OfType<ReputationNotification>().Select(told => told.Change)];
}
