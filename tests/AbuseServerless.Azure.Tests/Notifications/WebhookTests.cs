using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Notifications;
using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Notifications;
using AbuseServerless.Reputation;
using AbuseServerless.Suspensions;
using Json.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace AbuseServerless.Azure.Tests.Notifications;

/// <summary>A real receiver that answers, fails, hangs, and breaks off.</summary>
public sealed class WebhookTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_suspension_and_its_end_are_posted_as_the_schema_says_and_signed()
    {
        await using var bench = await Bench.StartAsync();
        await bench.Worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 10).Select(country => Worker.Event(Alice.Value, country, country))), Cancellation);
        Assert.Equal(1, await bench.Outbox.DeliverAsync(Cancellation));
        bench.Worker.Time.Advance(TimeSpan.FromHours(1));
        await bench.Worker.Suspensions.ResumeAsync(Alice, Judgement.FalsePositive, "noc", "パスワード変更済み", Cancellation);
        Assert.Equal(1, await bench.Outbox.DeliverAsync(Cancellation));

        var schema = JsonSchema.FromText(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "notification.schema.json"), Cancellation));
        foreach (var request in bench.Receiver.Requests)
        {
            Assert.Equal(("POST", "/hook", "application/json; charset=utf-8"), (request.Method, request.Path, request.Headers["Content-Type"]));
            using var body = JsonDocument.Parse(request.Body);
            Assert.True(schema.Evaluate(body.RootElement).IsValid, request.Body);
            Assert.Equal(("suspension", request.Id), (request.Headers["X-AbuseServerless-Event"], body.RootElement.GetProperty("id").GetString()));
            Assert.True(body.RootElement.GetProperty("enforced").GetBoolean());

            var signed = Encoding.UTF8.GetBytes(request.Headers["X-AbuseServerless-Timestamp"] + "." + request.Body);
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Outbox.Secret), signed);
            Assert.Equal("v1=" + Convert.ToHexString(expected).ToLowerInvariant(), request.Headers["X-AbuseServerless-Signature"]);
        }

        var (suspended, resumed) = (JsonDocument.Parse(bench.Receiver.Requests.First().Body).RootElement, JsonDocument.Parse(bench.Receiver.Requests.Last().Body).RootElement);
        Assert.Equal(["Active", "Lifted"], [suspended.GetProperty("state").GetString()!, resumed.GetProperty("state").GetString()!]);
        Assert.Equal(10, suspended.GetProperty("evidence").GetProperty("countries").GetArrayLength());
        Assert.Equal(("noc", "パスワード変更済み", true), (resumed.GetProperty("by").GetString(), resumed.GetProperty("reason").GetString(), resumed.GetProperty("falsePositive").GetBoolean()));
        Assert.Equal(
            (Worker.Start + TimeSpan.FromHours(1)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), bench.Receiver.Requests.Last().Headers["X-AbuseServerless-Timestamp"]);
    }

    [Fact]
    public async Task A_lost_reputation_is_posted_as_its_schema_says()
    {
        await using var bench = await Bench.StartAsync();
        var change = new ReputationChange("Google", ReputationStanding.Lost, 1, Worker.Start, new DateOnly(2026, 11, 24), 1200, 300, 0.1);
        var table = new ReputationTable(new Tables(TestStorage.Open(bench.Storage)));
        Assert.NotNull(await table.TryRecordAsync(change, null, Cancellation));
        Assert.Null(await table.TryRecordAsync(change, null, Cancellation));
        Assert.Equal(1, await bench.Outbox.DeliverAsync(Cancellation));

        var request = Assert.Single(bench.Receiver.Requests);
        var schema = JsonSchema.FromText(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "reputation-notification.schema.json"), Cancellation));
        using var body = JsonDocument.Parse(request.Body);
        Assert.True(schema.Evaluate(body.RootElement).IsValid, request.Body);
        Assert.Equal(("reputation", body.RootElement.GetProperty("id").GetString()), (request.Headers["X-AbuseServerless-Event"], request.Id));
        Assert.Equal(("Google", "Lost", "2026-11-24", 0.25), (
            body.RootElement.GetProperty("provider").GetString(), body.RootElement.GetProperty("standing").GetString(), body.RootElement.GetProperty("day").GetString(), body.RootElement.GetProperty("share").GetDouble()));
        Assert.Equal(change, Assert.Single(await table.ReadAsync(Cancellation)).Value.Change);
    }

    [Fact]
    public async Task While_the_installation_only_observes_the_body_says_that_nothing_is_enforced()
    {
        await using var bench = await Bench.StartAsync(options => options.Mode = EnforcementMode.Observe);
        await bench.SuspendAsync(Alice);
        Assert.Equal(1, await bench.Outbox.DeliverAsync(Cancellation));
        using var body = JsonDocument.Parse(Assert.Single(bench.Receiver.Requests).Body);
        Assert.Equal(("Active", false), (body.RootElement.GetProperty("state").GetString(), body.RootElement.GetProperty("enforced").GetBoolean()));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(307)]
    public async Task Any_answer_but_success_is_tried_again_after_half_a_minute_and_then_a_minute_with_the_same_id(int status)
    {
        await using var bench = await Bench.StartAsync();
        await bench.SuspendAsync(Alice);
        bench.Receiver.Answer = async (context, ending) =>
        {
            context.Response.Headers.Location = "/elsewhere";
            await Receiver.Status(status)(context, ending);
        };
        foreach (var (seconds, attempts) in new[] { (0, 1), (29, 1), (1, 2), (59, 2) })
        {
            bench.Worker.Time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(0, await bench.Outbox.DeliverAsync(Cancellation));
            Assert.Equal(attempts, bench.Receiver.Requests.Count);
        }

        bench.Receiver.Answer = Receiver.Status(204);
        bench.Worker.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await bench.Outbox.DeliverAsync(Cancellation));
        Assert.Single(bench.Receiver.Requests.Select(request => request.Id).Distinct());
        Assert.All(bench.Receiver.Requests, request => Assert.Equal("/hook", request.Path));
        Assert.Equal(0, await Outbox.CountAsync(bench.Storage, Cancellation));
    }

    [Fact]
    public async Task A_receiver_that_hangs_is_left_after_ten_seconds_and_holds_up_no_other_channel()
    {
        var people = new RecordingSender(NotificationChannel.Operator);
        await using var bench = await Bench.StartAsync(people);
        await bench.SuspendAsync(Alice);
        bench.Receiver.Answer = Receiver.Hang;
        var run = bench.Outbox.DeliverAsync(Cancellation);
        await bench.Receiver.ArrivalAsync(Cancellation);
        await Eventually.HoldsAsync(() => !people.Told.IsEmpty);

        Assert.False(run.IsCompleted);
        bench.Worker.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await run);

        bench.Receiver.Answer = Receiver.Status(200);
        bench.Worker.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await bench.Outbox.DeliverAsync(Cancellation));
        Assert.Single(bench.Receiver.Requests.Select(request => request.Id).Distinct());
        Assert.Single(people.Told);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_breaks_loses_nothing_and_what_comes_twice_has_the_same_id(bool afterStatus)
    {
        await using var bench = await Bench.StartAsync();
        await bench.SuspendAsync(Alice);
        bench.Receiver.Answer = afterStatus ? Receiver.AbortAfterStatus : Receiver.Abort;
        await bench.Outbox.DeliverAsync(Cancellation);
        bench.Receiver.Answer = Receiver.Status(200);
        bench.Worker.Time.Advance(TimeSpan.FromSeconds(30));
        await bench.Outbox.DeliverAsync(Cancellation);

        // The status tells that the receiver has it, where it comes through before the connection breaks; without one it is told again.
        Assert.InRange(bench.Receiver.Requests.Count, afterStatus ? 1 : 2, 2);
        Assert.Single(bench.Receiver.Requests.Select(request => request.Id).Distinct());
        Assert.Equal(0, await Outbox.CountAsync(bench.Storage, Cancellation));
    }

    [Fact]
    public async Task A_receiver_that_does_not_exist_is_tried_until_the_age_at_which_it_is_given_up()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SuspendAsync(Alice);
        await bench.Receiver.StopAsync(Cancellation);
        await bench.Outbox.DeliverAsync(Cancellation);
        bench.Worker.Time.Advance(TimeSpan.FromDays(2));
        await bench.Outbox.DeliverAsync(Cancellation);

        var letter = Assert.Single(await bench.Worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal("Abandoned after 2 attempts. The request failed (ConnectionError).", letter.Rejection.Detail);
        Assert.Contains(Alice.Value, letter.Body, StringComparison.Ordinal);
        Assert.Equal(0, await Outbox.CountAsync(bench.Storage, Cancellation));
    }

    private sealed class Bench(TestStorage storage, Worker worker, Receiver receiver, ServiceProvider senders, NotificationOutbox outbox) : IAsyncDisposable
    {
        public Worker Worker => worker;

        public Receiver Receiver => receiver;

        public NotificationOutbox Outbox => outbox;

        public string Storage => storage.ConnectionString;

        public static Task<Bench> StartAsync(params INotificationSender[] more) => StartAsync(options => options.Mode = EnforcementMode.Enforce, more);

        public static async Task<Bench> StartAsync(Action<EnforcementOptions> enforcement, params INotificationSender[] more)
        {
            var storage = await TestStorage.StartAsync();
            var worker = Worker.On(storage.ConnectionString);
            var receiver = await Receiver.StartAsync(Cancellation);
            var senders = Notifications.Outbox.Senders(
                worker.Time, options => (options.Webhook.Url, options.Webhook.Secret) = (receiver.Url, Notifications.Outbox.Secret), enforcement);
            var outbox = Notifications.Outbox.On(storage.ConnectionString, [.. senders.GetServices<INotificationSender>(), .. more], worker.Time);
            return new Bench(storage, worker, receiver, senders, outbox);
        }

        public Task<SuspensionChange> SuspendAsync(AccountName account) => worker.Suspensions.SuspendAsync(account, null, "noc", "x", Cancellation);

        public async ValueTask DisposeAsync()
        {
            worker.Dispose();
            await senders.DisposeAsync();
            await receiver.DisposeAsync();
            await storage.DisposeAsync();
        }
    }
}
