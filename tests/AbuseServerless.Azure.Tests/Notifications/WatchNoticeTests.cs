using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace AbuseServerless.Azure.Tests.Notifications;

/// <summary>From the login to the mail at a real SMTP server: the subscriber of an account that becomes watched.</summary>
public sealed class WatchNoticeTests
{
    private const string Watched = "Please check your mail account";
    private const string Suspended = "Important: your mail account has been suspended";

    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscriber_is_told_once_of_each_watch_however_many_verdicts_and_workers_there_are()
    {
        await using var bench = await Bench.StartAsync();
        foreach (var (countries, told) in new[] { (4, 0), (5, 1), (6, 1), (9, 1) })
        {
            await bench.LoginsAsync(Alice, countries);
            await bench.DeliverAsync();
            using var next = bench.AnotherWorker();
            await next.Processor.ProcessAsync(Worker.Batch(Travel(Alice, countries), 5000 + countries), Cancellation);
            await bench.DeliverAsync();
            Assert.Equal((countries, told), (countries, bench.Sink.Messages.Count));
        }

        bench.Worker.Time.Advance(TimeSpan.FromHours(1));
        await bench.Worker.Suspensions.ResumeAsync(Alice, Judgement.None, "noc", "Is travelling.", Cancellation);
        bench.Worker.Time.Advance(TimeSpan.FromDays(2));
        await bench.DeliverAsync();
        Assert.Single(bench.Sink.Messages);

        await bench.LoginsAsync(Alice, 5, 101);
        await bench.DeliverAsync();
        Assert.Equal([Watched, Watched], bench.Subjects);
        Assert.Equal(2, bench.Sink.Messages.Select(message => message.MessageId).Distinct().Count());

        await bench.LoginsAsync(Alice, 10, 101);
        await bench.DeliverAsync();
        await bench.DeliverAsync();
        Assert.Equal([Watched, Watched, Suspended], bench.Subjects);
    }

    [Fact]
    public async Task A_watch_that_is_over_before_the_mail_leaves_is_not_told()
    {
        await using var bench = await Bench.StartAsync();
        var bob = AccountName.Parse("bob@example.jp");
        await bench.LoginsAsync(bob, 5);
        await bench.LoginsAsync(Alice, 5);
        await bench.LoginsAsync(Alice, 10);
        await bench.Worker.Suspensions.ResumeAsync(bob, Judgement.None, "noc", "Is travelling.", Cancellation);
        await bench.DeliverAsync();
        await bench.DeliverAsync();
        Assert.Equal([Suspended], bench.Subjects);
    }

    [Fact]
    public async Task The_watch_after_a_password_change_is_not_told_and_what_a_net_finds_in_it_is_when_it_ends()
    {
        await using var bench = await Bench.StartAsync();
        await bench.Worker.Suspensions.RecoverAsync(Alice, new Recovery(null, TimeSpan.FromDays(7), Judgement.None, "portal:webmail", null), Cancellation);
        await bench.LoginsAsync(Alice, 5);
        await bench.DeliverAsync();
        Assert.Equal(SuspensionState.Watched, (await bench.Worker.Suspensions.FindAsync(Alice, Cancellation))!.State);
        Assert.Empty(bench.Sink.Messages);

        bench.Worker.Time.Advance(TimeSpan.FromDays(7));
        await bench.Worker.Suspensions.DoDueAsync(Cancellation);
        await bench.Worker.Suspensions.DoDueAsync(Cancellation);
        await bench.DeliverAsync();
        Assert.Equal([Watched], bench.Subjects);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_of_the_decision_tells_the_subscriber_once(bool afterwards)
    {
        await using var bench = await Bench.StartAsync();
        for (var n = 1; ; n++)
        {
            var account = AccountName.Parse($"user{n}@example.jp");
            var failing = new FailingRequests(n, afterwards);
            using (var crashing = bench.AnotherWorker(failing))
            {
                var crash = await Record.ExceptionAsync(() => crashing.Processor.ProcessAsync(Worker.Batch(Travel(account, 5), n * 100), Cancellation));
                Assert.Equal(failing.HasFailed, crash is StorageException);
            }

            // The hub delivers the batch again, to another worker, and its timer runs.
            using var next = bench.AnotherWorker();
            await next.Processor.ProcessAsync(Worker.Batch(Travel(account, 5), n * 100), Cancellation);
            await next.Suspensions.DoDueAsync(Cancellation);
            await bench.DeliverAsync();
            Assert.Equal(SuspensionState.Watched, (await next.Suspensions.FindAsync(account, Cancellation))!.State);
            Assert.Equal(account.Value, Assert.Single(bench.Sink.Messages).To.Mailboxes.Single().Address);
            bench.Sink.Messages.Clear();
            if (!failing.HasFailed)
            {
                Assert.InRange(n, 7, 40);
                return;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_crash_of_the_delivery_a_mail_that_comes_twice_has_the_same_message_id(bool afterwards)
    {
        await using var bench = await Bench.StartAsync();
        var repeated = 0;
        for (var n = 1; ; n++)
        {
            await bench.LoginsAsync(AccountName.Parse($"user{n}@example.jp"), 5);
            var failing = new FailingRequests(n, afterwards);
            var crash = await Record.ExceptionAsync(() => bench.DeliverAsync(failing));
            Assert.Equal(failing.HasFailed, crash is StorageException);
            await bench.DeliverAsync();
            await bench.DeliverAsync();

            Assert.InRange(bench.Sink.Messages.Count, 1, 2);
            Assert.Single(bench.Sink.Messages.Select(message => message.MessageId).Distinct());
            Assert.Equal(0, await Outbox.CountAsync(bench.Storage, Cancellation));
            repeated += bench.Sink.Messages.Count - 1;
            bench.Sink.Messages.Clear();
            if (!failing.HasFailed)
            {
                break;
            }
        }

        // Only where the mail server had it and the row was still there.
        Assert.Equal(afterwards ? 0 : 1, repeated);
    }

    [Fact]
    public async Task A_flood_of_watches_delays_no_mail_about_a_suspension()
    {
        await using var bench = await Bench.StartAsync();
        for (var n = 0; n < 250; n++)
        {
            await bench.LoginsAsync(AccountName.Parse($"user{n}@example.jp"), 5);
        }

        await bench.LoginsAsync(Alice, 10);
        await bench.DeliverAsync();
        Assert.Contains(Suspended, bench.Subjects);
        Assert.InRange(await Outbox.CountAsync(bench.Storage, Cancellation), 50, 250);
    }

    private static IEnumerable<string> Travel(AccountName account, int countries, int first = 1, double minute = 0) =>
        Enumerable.Range(first, countries).Select(country => Worker.Event(account.Value, country, minute + 1 + country - first));

    private sealed class Bench(TestStorage storage, Worker worker, SmtpSink sink, ServiceProvider senders) : IAsyncDisposable
    {
        private int _sequence = 10_000;

        public Worker Worker => worker;

        public SmtpSink Sink => sink;

        public string Storage => storage.ConnectionString;

        public IEnumerable<string> Subjects => sink.Messages.Select(message => message.Subject!);

        public static async Task<Bench> StartAsync()
        {
            var storage = await TestStorage.StartAsync();
            var worker = Worker.On(storage.ConnectionString);
            var sink = new SmtpSink();
            void Configure(NotificationOptions options)
            {
                var mail = options.Mail;
                (mail.Host, mail.Port, mail.Security, mail.Language) = ("127.0.0.1", sink.Port, MailSecurity.None, MailLanguage.En);
                (mail.From, mail.ToSubscriber, mail.ToWatchedSubscriber) = ("support@example.jp", true, true);
            }

            return new Bench(storage, worker, sink, Outbox.Senders(worker.Time, Configure, options => options.Mode = EnforcementMode.Enforce));
        }

        public Worker AnotherWorker(HttpPipelinePolicy? policy = null) => Worker.On(Storage, policy, time: worker.Time);

        public Task LoginsAsync(AccountName account, int countries, int first = 1)
        {
            _sequence += 100;
            var now = worker.Time.GetUtcNow();
            return worker.Processor.ProcessAsync(
                Worker.Batch(Travel(account, countries, first, (now - Worker.Start).TotalMinutes), _sequence, enqueued: now.AddHours(1)), Cancellation);
        }

        public Task<int> DeliverAsync(HttpPipelinePolicy? policy = null) =>
            Outbox.On(Storage, senders.GetServices<INotificationSender>(), worker.Time, policy).DeliverAsync(Cancellation);

        public async ValueTask DisposeAsync()
        {
            worker.Dispose();
            await senders.DisposeAsync();
            await sink.DisposeAsync();
            await storage.DisposeAsync();
        }
    }
}
