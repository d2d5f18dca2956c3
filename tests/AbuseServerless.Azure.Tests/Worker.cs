using System.Globalization;
using System.Net;
using System.Text;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.SharedOrigins;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests;

/// <summary>What one worker process is made of, on a storage of one's choice, with a clock that stands still.</summary>
internal sealed class Worker : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private Worker(FakeTimeProvider time, SuspensionTable suspensions, AuditTable audit, ActivityTable activity, DeadLetterTable deadLetters, ActivityRecorder recorder, AuthEventProcessor processor)
    {
        Time = time;
        Suspensions = suspensions;
        Audit = audit;
        Activity = activity;
        DeadLetters = deadLetters;
        Recorder = recorder;
        Processor = processor;
    }

    public FakeTimeProvider Time { get; }

    public SuspensionTable Suspensions { get; }

    public AuditTable Audit { get; }

    public ActivityTable Activity { get; }

    public DeadLetterTable DeadLetters { get; }

    public required ExemptionTable Exemptions { get; init; }

    public required ExemptionSnapshot Snapshot { get; init; }

    public required PlanTable Plans { get; init; }

    public ActivityRecorder Recorder { get; }

    public AuthEventProcessor Processor { get; }

    /// <summary>Knows the country of <see cref="Event"/>'s addresses.</summary>
    public static IGeolocator Geolocator { get; } = new CountryOfFirstByte();

    // Plans are read where their settings of nets have some of the installation to go beside.
    public static Worker On(string storage, HttpPipelinePolicy? policy = null, long cacheBytes = 64 * 1_048_576, Action<EnforcementOptions>? enforcement = null, Action<NetsOptions>? nets = null, FakeTimeProvider? time = null, DeadLetterOptions? letters = null, int retries = 0, IConfiguration? plans = null, SuspensionSnapshot? answering = null)
    {
        var client = new TableClientOptions();
        client.Retry.MaxRetries = retries;
        client.Retry.Delay = TimeSpan.FromMilliseconds(1);
        if (policy is not null)
        {
            client.AddPolicy(policy, global::Azure.Core.HttpPipelinePosition.PerRetry);
        }

        // Traces are of another time than the hub's in most tests.
        var options = new EnforcementOptions { MaximumEvidenceAge = EnforcementOptions.AnyAge };
        enforcement?.Invoke(options);
        var netsOptions = new NetsOptions();
        nets?.Invoke(netsOptions);
        time ??= new FakeTimeProvider(Start);
        var tables = new Tables(TestStorage.Open(storage, client));
        var audit = new AuditTable(tables);
        var activity = new ActivityTable(tables);
        var suspensions = new SuspensionTable(tables, audit, activity, new SuspensionRules(Options.Create(options)), time, answering);
        var settings = Options.Create(new ActivityOptions());
        var detector = new Detector(Options.Create(netsOptions), Geolocator);
        var planTable = new PlanTable(tables, audit);
        var ofPlans = plans is null ? null : new AccountRulesSnapshot(planTable, detector, plans, Geolocator, time, NullLogger<AccountRulesSnapshot>.Instance);
        var recorder = new ActivityRecorder(activity, suspensions, ofPlans is null ? _ => Task.FromResult(new AccountRules(detector)) : ofPlans.GetAsync, new OriginRecorder(new OriginTable(tables, time), Options.Create(netsOptions)), cacheBytes);
        var deadLetters = new DeadLetterTable(tables);
        var exemptions = new ExemptionTable(tables, audit);
        var snapshot = new ExemptionSnapshot(exemptions, new NoAsn(), time, NullLogger<ExemptionSnapshot>.Instance);
        var processor = new AuthEventProcessor(new AuthEventReader(Geolocator, new NoAsn(), settings, Options.Create(options)), snapshot, recorder, deadLetters, Options.Create(letters ?? new DeadLetterOptions()), time, NullLogger<AuthEventProcessor>.Instance);
        return new Worker(time, suspensions, audit, activity, deadLetters, recorder, processor) { Exemptions = exemptions, Snapshot = snapshot, Plans = planTable };
    }

    public void Dispose() => Recorder.Dispose();

    /// <summary>An event's JSON: country number n is where addresses n.0.0.1 are.</summary>
    public static string Event(string account, int country, double minute, bool success = true) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"time":"{{Start.AddMinutes(minute):yyyy-MM-ddTHH:mm:ss.fffZ}}","account":{{System.Text.Json.JsonSerializer.Serialize(account)}},"ip":"{{country}}.0.0.1","success":{{(success ? "true" : "false")}}}""");

    /// <summary>A batch whose sequence numbers begin at a number.</summary>
    public static EventBatch Batch(IEnumerable<string> bodies, long first = 1, int partition = 0, DateTimeOffset? enqueued = null)
    {
        byte[][] all = [.. bodies.Select(Encoding.UTF8.GetBytes)];
        return new EventBatch(
            "auth-events", partition, all, [.. Enumerable.Range(0, all.Length).Select(i => first + i)], [.. all.Select(_ => (enqueued ?? Start.AddDays(2)).UtcDateTime)]);
    }

    private sealed class NoAsn : IAsnLookup
    {
        public long? Find(IPAddress address) => null;
    }

    private sealed class CountryOfFirstByte : IGeolocator
    {
        public string DatabaseVersion => "test 2026-01-01";

        public Place Locate(IPAddress address) =>
            address.GetAddressBytes()[0] is var n and > 0 ? Place.Of($"{(char)('A' + n / 26)}{(char)('A' + n % 26)}") : Place.Unlocated;
    }
}
