using System.Globalization;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.Azure;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Deliveries;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.Processes;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Installation))]

namespace AbuseServerless.Module.Tests.Running;

/// <summary>
/// A storage account and a hub that all tests share, and what the functions do. Tests keep out of each other's way by accounts of a domain of their own.
/// </summary>
public sealed class Installation : IAsyncLifetime
{
    private const string Hub = "auth-events";
    private const string DeliveryHub = "delivery-events";

    private Azurite? _azurite;
    private EventHubsEndpoint? _hubs;
    private ServiceProvider? _services;
    private AuthEventProcessor? _processor;
    private IAsnLookup? _systems;
    private bool _untouched;
    private string? _location;
    private int _domains;
    private long _sequenceNumber;

    public string Storage => _azurite!.ConnectionString;

    public string EventHubs => _hubs!.ConnectionString;

    public SuspensionTable Suspensions { get; private set; } = null!;

    /// <summary>One that nobody else uses.</summary>
    /// <param name="systems">Says the autonomous systems of addresses; none are known without it.</param>
    /// <param name="untouched">Whether no operator has set that it enforces.</param>
    /// <param name="location">Folder of the tables; in memory without it.</param>
    internal static async Task<Installation> StartAsync(IAsnLookup? systems = null, bool untouched = false, string? location = null)
    {
        var installation = new Installation { _systems = systems, _untouched = untouched, _location = location };
        await installation.InitializeAsync();
        return installation;
    }

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions { Location = _location });
        _hubs = await StartHubsAsync(0);

        var settings = new Dictionary<string, string?> { ["Storage"] = Storage, ["Geolocation:Databases"] = "none", ["Nets:Rate:AuthsPerHour:Watch"] = "30", ["Nets:Travel:OnlyUnfamiliar"] = "false" };
        var services = new ServiceCollection()
            .AddLogging()
            .AddAbuseServerless(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<IGeolocator, Atlas>();
        _services = (_systems is null ? services : services.AddSingleton(_systems)).BuildServiceProvider();
        Suspensions = _services.GetRequiredService<SuspensionTable>();
        _processor = _services.GetRequiredService<AuthEventProcessor>();
        if (!_untouched)
        {
            await _services.GetRequiredService<EnforcementTable>().SetAsync(EnforcementMode.Enforce, "ops@noc", "The tests of operators' work.", CancellationToken.None);
        }

        await CountAsync(_services);
    }

    /// <summary>The day for which there are statistics: today, UTC.</summary>
    public string Today { get; } = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The hubs are away for a while, and come back empty at the same address.</summary>
    public async Task WithoutHubsAsync(Func<Task> meanwhile)
    {
        var port = _hubs!.Port;
        await _hubs.DisposeAsync();
        await meanwhile();
        _hubs = await StartHubsAsync(port);
    }

    private static Task<EventHubsEndpoint> StartHubsAsync(int port) =>
        EventHubsEndpoint.StartAsync(port, new Dictionary<string, int> { [Hub] = 4, [DeliveryHub] = 2 }, null, TimeProvider.System, CancellationToken.None);

    /// <summary>Storage is away for a while, and comes back at the same address; empty where its tables are in memory.</summary>
    public async Task WithoutStorageAsync(Func<Task> meanwhile)
    {
        await _azurite!.StopAsync();
        await meanwhile();
        await _azurite.RestartAsync();
    }

    /// <summary>A worker or gate says something of itself.</summary>
    public Task SayAsync(PresenceRow presence) => _services!.GetRequiredService<PresenceTable>().WriteAsync(presence, CancellationToken.None);

    /// <summary>What workers do once a minute.</summary>
    public Task DoDueAsync() => Suspensions.DoDueAsync(CancellationToken.None);

    /// <summary>A worker says what it knows of itself.</summary>
    public Task SayAsWorkerAsync(DateTimeOffset time) => SayAsync(_services!.GetRequiredService<IPresence>().Tell(
        new PresenceRow { Kind = "worker", Name = "w1:1", Version = "0.1.0", Mode = "Enforce", Started = time.AddHours(-1), Time = time }));

    /// <summary>A mail domain that no other test uses.</summary>
    public string Domain() => string.Create(CultureInfo.InvariantCulture, $"d{Interlocked.Increment(ref _domains)}.example");

    /// <summary>Processes a message as the functions do.</summary>
    public Task ProcessAsync(string message, DateTimeOffset enqueued) => _processor!.ProcessAsync(
        new EventBatch(Hub, 0, [Encoding.UTF8.GetBytes(message)], [Interlocked.Increment(ref _sequenceNumber)], [enqueued.UtcDateTime]), CancellationToken.None);

    /// <summary>The account authenticates once in each of so many countries, five minutes after one another from 2026-11-24T01:00Z.</summary>
    public async Task TravelAsync(string account, int countries)
    {
        for (var i = 0; i < countries; i++)
        {
            await AuthenticateAsync(account, new DateTimeOffset(2026, 11, 24, 1, 5 * i, 0, TimeSpan.Zero), Atlas.Address(i));
        }
    }

    /// <summary>As <see cref="TravelAsync"/>, from addresses of no documentation network, which may be told to others.</summary>
    public async Task BeAbusedAsync(string account, int countries)
    {
        for (var i = 0; i < countries; i++)
        {
            await AuthenticateAsync(account, new DateTimeOffset(2026, 11, 24, 1, 5 * i, 0, TimeSpan.Zero), Atlas.PublicAddress(i));
        }
    }

    /// <summary>The account authenticates.</summary>
    public Task AuthenticateAsync(string account, DateTimeOffset time, string address) => ProcessAsync(
        System.Text.Json.JsonSerializer.Serialize(new { time, account, ip = address, success = true }), time);

    /// <summary>A gate writes that an account has sent messages with two recipients each.</summary>
    public Task SendMailAsync(string account, int messages) => new MailUsageTable(_services!.GetRequiredService<Tables>(), TimeProvider.System).ChangeAsync(
        AccountName.Parse(account),
        null,
        usage => usage with { Writers = usage.Writers.SetItem("gate", [new MinuteCount(SlotCounts.MinuteOf(TimeProvider.System.GetUtcNow()), messages, 2 * messages)]) },
        CancellationToken.None);

    /// <summary>An operator sets from which countries an account or a domain may be used.</summary>
    public Task AllowAsync(string subject, params string[] countries) => new AllowanceTable(_services!.GetRequiredService<Tables>(), _services!.GetRequiredService<AuditTable>()).SetAsync(
        new Allowance(AllowanceSubject.Parse(subject), countries) { By = "ops@noc", Reason = "Test.", Since = TimeProvider.System.GetUtcNow() }, CancellationToken.None);

    /// <summary>An operator sets a plan.</summary>
    public Task SetPlanAsync(string name, string given) => new PlanTable(_services!.GetRequiredService<Tables>(), _services!.GetRequiredService<AuditTable>()).SetAsync(
        new Plan(name) { Limits = new QuotaLimits { MessagesPerHour = 10 }, By = "ops@noc", Reason = "Test.", Since = TimeProvider.System.GetUtcNow() }, [PlanPattern.Parse(given)], CancellationToken.None);

    /// <summary>Somebody edits the table of plans by hand.</summary>
    public Task PutPlanRowAsync(string key, params (string Name, object Value)[] columns) => PutRowAsync(Tables.Plans, "plans", key, columns);

    /// <summary>Somebody edits a table by hand.</summary>
    public Task PutRowAsync(string table, string partition, string key, params (string Name, object Value)[] columns) => new TableServiceClient(Storage).GetTableClient(table).UpsertEntityAsync(
        new TableEntity(columns.ToDictionary(column => column.Name, column => column.Value)) { PartitionKey = partition, RowKey = key }, TableUpdateMode.Replace, CancellationToken.None);

    /// <summary>Puts on record what an operator or a mail host did.</summary>
    internal Task ActAsync(OperatorAct act) => _services!.GetRequiredService<AuditTable>().RecordAsync(act, CancellationToken.None);

    /// <summary>Where an account stands.</summary>
    public async Task<Suspension?> FindAsync(string account) => await Suspensions.FindAsync(AccountName.Parse(account), CancellationToken.None);

    /// <summary>An operator suspends an account.</summary>
    public Task SuspendAsync(string account, string reason = "Spam reported by a subscriber.") =>
        Suspensions.SuspendAsync(AccountName.Parse(account), null, "ops@noc", reason, CancellationToken.None);

    /// <summary>Somebody tries to log in to an account that is suspended, and is refused.</summary>
    public async Task AttemptAsync(string account, DateTimeOffset time)
    {
        var attempts = _services!.GetRequiredService<RefusedAttemptTable>();
        await attempts.WriteAsync(new Dictionary<AccountName, DateTimeOffset> { [AccountName.Parse(account)] = time }, CancellationToken.None);
        await attempts.FoldAsync(CancellationToken.None);
    }

    /// <summary>Gives an exemption; the functions know of it within seconds.</summary>
    public Task ExemptAsync(Exemption exemption) => _services!.GetRequiredService<ExemptionTable>().PutAsync(exemption, CancellationToken.None);

    /// <summary>Waits until the functions know of an account's exemption, and of all that were given before it.</summary>
    public Task UntilExemptedAsync(string account) => Eventually.HoldsAsync(async () =>
        (await _services!.GetRequiredService<ExemptionSnapshot>().GetAsync(CancellationToken.None)).Gravest(AccountName.Parse(account), TimeProvider.System.GetUtcNow()) < Verdict.Suspend);

    /// <summary>Runs a script in a session that is connected to this installation. What is about warnings asks for them (-WarningVariable).</summary>
    internal Task<PwshResult> RunAsync(string script) => RunAsync(script, []);

    /// <inheritdoc cref="RunAsync(string)"/>
    internal Task<PwshResult> RunAsync(string script, params (string Name, string Value)[] environment) => Pwsh.RunInSessionAsync(Connected(script), [.. Connection, .. environment]);

    /// <summary>The same in a process of its own, for what holds from its start on.</summary>
    internal Task<PwshResult> RunAloneAsync(string script, params (string Name, string Value)[] environment) => Pwsh.RunAsync(Connected(script), [.. Connection, .. environment]);

    private (string Name, string Value)[] Connection => [("STORAGE", Storage), ("HUBS", EventHubs)];

    private static string Connected(string script) =>
        """
        Import-Module $env:MODULE
        Connect-GeoAbuse -ConnectionString $env:STORAGE -EventHubsConnectionString $env:HUBS 6>$null
        $WarningPreference = 'SilentlyContinue'
        """ + Environment.NewLine + script;

    /// <summary>Messages in the hub of AUTH events that hold a text.</summary>
    public IReadOnlyList<string> Sent(string holding) => Stored(Hub, holding);

    /// <summary>Messages in the hub of delivery events that hold a text.</summary>
    public IReadOnlyList<string> SentDeliveries(string holding) => Stored(DeliveryHub, holding);

    // To Google 6 sent, 2 bounced and 1 deferred, to one domain 1 expired; an account in three countries.
    private async Task CountAsync(ServiceProvider services)
    {
        var now = TimeProvider.System.GetUtcNow();
        (string Domain, string Status, string Dsn, string Reply)[] deliveries =
        [
            .. Enumerable.Repeat(("gmail.com", "sent", "2.0.0", "250 ok"), 6),
            .. Enumerable.Repeat(("gmail.com", "bounced", "5.7.1", "550-5.7.1 very low reputation of the sending IP address"), 2),
            ("gmail.com", "deferred", "4.7.28", "421-4.7.28 unusual rate of unsolicited mail"),
            ("example.org", "expired", "4.4.1", "connect to example.org: Connection timed out"),
        ];
        string[] events = [.. deliveries.Select(delivery => System.Text.Json.JsonSerializer.Serialize(
            new { time = now, queueId = "4Xyz", recipientDomain = delivery.Domain, status = delivery.Status, dsn = delivery.Dsn, reply = delivery.Reply }))];
        await services.GetRequiredService<DeliveryEventProcessor>().ProcessAsync(
            new EventBatch("delivery-events", 0, [.. events.Select(Encoding.UTF8.GetBytes)], [.. Enumerable.Range(1, events.Length).Select(i => (long)i)], [.. events.Select(_ => now.UtcDateTime)]), CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            await AuthenticateAsync("seen@in.three.countries.example", now, Atlas.Address(i));
        }

        await services.GetRequiredService<DaySummary>().RunAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_hubs is not null)
        {
            await _hubs.DisposeAsync();
        }

        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }

    private IReadOnlyList<string> Stored(string hub, string holding) =>
    [
        .. _hubs!.Hubs[hub].Partitions
            .SelectMany(partition => partition.Read(0, int.MaxValue))
            .Select(stored => Encoding.UTF8.GetString(stored.Body.Span))
            .Where(message => message.Contains(holding, StringComparison.Ordinal)),
    ];
}
