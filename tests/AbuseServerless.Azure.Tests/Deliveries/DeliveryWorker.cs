using System.Globalization;
using System.Text;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Deliveries;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Retention;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Deliveries;
using AbuseServerless.Retention;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.Deliveries;

/// <summary>What a worker process has for deliveries and statistics, on a storage of one's choice, with a clock that stands still.</summary>
internal sealed class DeliveryWorker
{
    public static readonly DateTimeOffset Start = Worker.Start;

    /// <summary>A reply that tells of lost reputation; its enhanced code alone would not.</summary>
    public const string BadReputation = "550-5.7.1 very low reputation of the sending IP address";

    private DeliveryWorker(FakeTimeProvider time, Tables tables, Worker worker, DeliveriesOptions deliveries, StatisticsOptions statistics, RetentionOptions retention, long maximumAccounts)
    {
        var calendar = new DayCalendar(Options.Create(statistics));
        var keep = Options.Create(retention);
        var activity = new ActivityTable(tables);
        Time = time;
        Counts = new DeliveryCountTable(tables);
        Stats = new DailyStatsTable(tables);
        DeadLetters = new DeadLetterTable(tables);
        Processor = new DeliveryEventProcessor(
            new ProviderTable(), new ReplyClassifier(), calendar, new DeliveryRecorder(Counts, calendar, Options.Create(deliveries)), worker.Recorder, worker.Snapshot, DeadLetters, Options.Create(new DeadLetterOptions()), keep, Options.Create(new EnforcementOptions { MaximumEvidenceAge = EnforcementOptions.AnyAge }), time, NullLogger<DeliveryEventProcessor>.Instance);
        Summary = new DaySummary(
            Counts,
            Stats,
            new ReputationWatch(Stats, new ReputationTable(tables), calendar, Options.Create(statistics), Options.Create(new EnforcementOptions { MaximumEvidenceAge = TimeSpan.FromDays(1) }), time, NullLogger<ReputationWatch>.Instance),
            new AccountSummary(activity, new AuditTable(tables), Stats, tables, calendar) { MaximumAccounts = maximumAccounts },
            calendar,
            keep,
            time,
            NullLogger<DaySummary>.Instance);
        Expired = new ExpiredRows(tables, activity, calendar, keep, time, NullLogger<ExpiredRows>.Instance);
    }

    public FakeTimeProvider Time { get; }

    public DeliveryCountTable Counts { get; }

    public DailyStatsTable Stats { get; }

    public DeadLetterTable DeadLetters { get; }

    public DeliveryEventProcessor Processor { get; }

    public DaySummary Summary { get; }

    public ExpiredRows Expired { get; }

    public static DeliveryWorker On(string storage, HttpPipelinePolicy? policy = null, int maximumDomains = 500, Action<StatisticsOptions>? statistics = null, Action<RetentionOptions>? retention = null, FakeTimeProvider? time = null, Worker? worker = null, long maximumAccounts = 8_000_000, int retries = 0)
    {
        var client = new TableClientOptions();
        client.Retry.MaxRetries = retries;
        client.Retry.Delay = TimeSpan.FromMilliseconds(1);
        if (policy is not null)
        {
            client.AddPolicy(policy, global::Azure.Core.HttpPipelinePosition.PerRetry);
        }

        var options = new StatisticsOptions();
        statistics?.Invoke(options);
        // A summary asks for each of these days whether it has changed.
        var keep = new RetentionOptions { DeliveryCounts = 6 };
        retention?.Invoke(keep);
        var tables = new Tables(TestStorage.Open(storage, client));
        time ??= new FakeTimeProvider(Start);
        return new DeliveryWorker(time, tables, worker ?? Worker.On(storage, policy, time: time, retries: retries), new DeliveriesOptions { MaximumDomains = maximumDomains }, options, keep, maximumAccounts);
    }

    /// <summary>An event's JSON.</summary>
    public static string Event(string domain, string status = "sent", double minute = 0, string? dsn = null, string? reply = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"time":"{{Start.AddMinutes(minute):yyyy-MM-ddTHH:mm:ss.fffZ}}","queueId":"4Xyz","recipientDomain":"{{domain}}","status":"{{status}}","dsn":{{(dsn is null ? "null" : $"\"{dsn}\"")}},"reply":{{(reply is null ? "null" : $"\"{reply}\"")}}}""");

    /// <summary>A batch whose sequence numbers begin at a number, taken by the hub a day after <see cref="Start"/> or when one says.</summary>
    public static EventBatch Batch(IEnumerable<string> bodies, long first = 1, int partition = 0, DateTimeOffset? enqueued = null)
    {
        byte[][] all = [.. bodies.Select(Encoding.UTF8.GetBytes)];
        return new EventBatch(
            "delivery-events", partition, all, [.. Enumerable.Range(0, all.Length).Select(i => first + i)], [.. all.Select(_ => (enqueued ?? Start.AddDays(1)).UtcDateTime)]);
    }

    /// <summary>The counts of a day, by provider.</summary>
    public async Task<SortedDictionary<string, CountedDeliveries>> CountsAsync(DateOnly day)
    {
        var counts = new SortedDictionary<string, CountedDeliveries>(StringComparer.Ordinal);
        await foreach (var (provider, counted) in Counts.ReadAsync(day, TestContext.Current.CancellationToken))
        {
            counts[provider] = counts.TryGetValue(provider, out var sum) ? sum.Add(counted) : counted;
        }

        return counts;
    }
}
