using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.Processes;
using AbuseServerless.Local.Stack;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Tests.Running;

/// <summary>A storage account and a hub, real ones as far as that goes on one machine, that can be away for a while.</summary>
public sealed class Cloud : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Azurite? _azurite;
    private EventHubsEndpoint? _hub;
    private int _hubPort;
    private string _hubConnection = "";

    /// <summary>Settings with which a gate finds them.</summary>
    public Dictionary<string, string> Settings => new() { ["Storage"] = Storage.ConnectionString, ["EventHubs"] = _hubConnection, ["Enforcement:Mode"] = "Enforce" };

    /// <summary>Port of the tables on 127.0.0.1.</summary>
    public int StoragePort => new TableServiceClient(Storage.ConnectionString).Uri.Port;

    private Azurite Storage => _azurite ?? throw new InvalidOperationException("The cloud was not started.");

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions { Location = Path.Combine(_folder.Path, "tables") });
        await StartHubAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await StopHubAsync();
        _folder.Dispose();
    }

    /// <summary>Takes storage and hub away.</summary>
    public async Task StopAsync()
    {
        await Storage.StopAsync();
        await StopHubAsync();
    }

    /// <summary>Brings both back with what they held.</summary>
    public async Task RestartAsync()
    {
        await Storage.RestartAsync();
        await StartHubAsync();
    }

    public Task SuspendAsync(string account, TimeSpan? duration = null) =>
        Suspensions().SuspendAsync(AccountName.Parse(account), duration, "test", "The test says so.", TestContext.Current.CancellationToken);

    public Task WatchAsync(string account)
    {
        var now = TimeProvider.System.GetUtcNow();
        var decision = new Decision("Countries", Verdict.Watch, 5, 5, "5 countries", now.AddDays(-1), now, [], 0, DateTimeOffset.MinValue, "rules", "data");
        return Suspensions().DecideAsync(AccountName.Parse(account), decision, TestContext.Current.CancellationToken);
    }

    public Task ResumeAsync(string account, Judgement judgement = Judgement.None) =>
        Suspensions().ResumeAsync(AccountName.Parse(account), judgement, "test", "The test says so.", TestContext.Current.CancellationToken);

    /// <summary>Tells that the password of an account was changed.</summary>
    public Task RecoverAsync(string account) => Suspensions().RecoverAsync(
        AccountName.Parse(account), new Recovery(null, TimeSpan.FromDays(7), Judgement.None, "portal:test", null), TestContext.Current.CancellationToken);

    /// <summary>Sets a plan and gives it to somebody.</summary>
    internal async Task SetPlanAsync(string name, QuotaLimits limits, string given, string? answer = null)
    {
        var tables = new Tables(StorageConnection.Open(Storage.ConnectionString));
        var plan = new Plan(name) { Limits = limits, Answer = answer is null ? null : QuotaAnswer.Parse(answer), By = "test", Reason = "The test says so.", Since = TimeProvider.System.GetUtcNow() };
        await new PlanTable(tables, new AuditTable(tables)).SetAsync(plan, [PlanPattern.Parse(given)], TestContext.Current.CancellationToken);
    }

    /// <summary>Leaves a plan that no version can read.</summary>
    internal Task SpoilPlanAsync(string name) => new TableServiceClient(Storage.ConnectionString).GetTableClient(Tables.Plans).UpsertEntityAsync(
        new TableEntity("plans", "p:" + name) { ["Name"] = "not a name!", ["MessagesPerHour"] = "many" }, TableUpdateMode.Replace, TestContext.Current.CancellationToken);

    /// <summary>Leaves somebody with a plan that does not exist.</summary>
    internal Task GiveMissingPlanAsync(string name, string account) => new TableServiceClient(Storage.ConnectionString).GetTableClient(Tables.Plans).UpsertEntityAsync(
        new TableEntity("plans", "f:" + account) { ["For"] = account, ["Plan"] = name }, TableUpdateMode.Replace, TestContext.Current.CancellationToken);

    /// <summary>Ids of the processes that are listed as gates of this machine.</summary>
    internal async Task<IReadOnlyList<string>> ListedGatesAsync() =>
        [.. (await new PresenceTable(new Tables(StorageConnection.Open(Storage.ConnectionString))).ReadAsync(TestContext.Current.CancellationToken)).Where(row => row.Kind == "gate").Select(row => row.Name.Split(':')[^1])];

    /// <summary>Sets from which countries an account or a domain may be used.</summary>
    internal Task AllowAsync(string subject, params string[] countries) => Allowances().SetAsync(
        new Allowance(AllowanceSubject.Parse(subject), countries) { By = "test", Reason = "The test says so.", Since = TimeProvider.System.GetUtcNow() }, TestContext.Current.CancellationToken);

    /// <summary>Lets it be used from everywhere.</summary>
    internal Task DisallowAsync(string subject) =>
        Allowances().RemoveAsync(AllowanceSubject.Parse(subject), TimeProvider.System.GetUtcNow(), "test", "The test says so.", TestContext.Current.CancellationToken);

    /// <summary>What the table says that an account has used.</summary>
    internal async Task<SharedUsage> UsageAsync(string account) =>
        (await new MailUsageTable(new Tables(StorageConnection.Open(Storage.ConnectionString)), TimeProvider.System).FindAsync(AccountName.Parse(account), TestContext.Current.CancellationToken))?.Usage ?? SharedUsage.Empty;

    /// <summary>Messages that the hub holds, with their partition keys.</summary>
    internal List<(AuthEvent Event, string? Key)> Events() =>
        [.. _hub!.Hubs[LocalStackOptions.AuthEvents].Partitions.SelectMany(Events)];

    /// <summary>The deliveries that their hub holds, as JSON.</summary>
    internal List<string> Deliveries() => [.. _hub!.Hubs[LocalStackOptions.DeliveryEvents].Partitions.SelectMany(Bodies)];

    private static IEnumerable<string> Bodies(PartitionLog partition)
    {
        for (var next = partition.FirstSequenceNumber; partition.Read(next, 1000) is { Count: > 0 } events; next += events.Count)
        {
            foreach (var stored in events)
            {
                yield return Encoding.UTF8.GetString(stored.Body.Span);
            }
        }
    }

    private static IEnumerable<(AuthEvent, string?)> Events(PartitionLog partition)
    {
        for (var next = partition.FirstSequenceNumber; partition.Read(next, 1000) is { Count: > 0 } events; next += events.Count)
        {
            foreach (var stored in events)
            {
                Assert.True(AuthEventParser.TryParse(Encoding.UTF8.GetString(stored.Body.Span), DateTimeOffset.MaxValue.AddDays(-1), out var parsed, out _));
                yield return (parsed, stored.PartitionKey);
            }
        }
    }

    private AllowanceTable Allowances()
    {
        var tables = new Tables(StorageConnection.Open(Storage.ConnectionString));
        return new AllowanceTable(tables, new AuditTable(tables));
    }

    private SuspensionTable Suspensions()
    {
        var tables = new Tables(StorageConnection.Open(Storage.ConnectionString));
        return new SuspensionTable(
            tables, new AuditTable(tables), new ActivityTable(tables), new SuspensionRules(Options.Create(new EnforcementOptions())), TimeProvider.System);
    }

    private async Task StartHubAsync()
    {
        _hub = await EventHubsEndpoint.StartAsync(
            _hubPort, new Dictionary<string, int> { [LocalStackOptions.AuthEvents] = 4, [LocalStackOptions.DeliveryEvents] = 2 }, Path.Combine(_folder.Path, "hub"), TimeProvider.System, CancellationToken.None);
        _hubPort = _hub.Port;
        _hubConnection = _hub.ConnectionString;
    }

    private async Task StopHubAsync()
    {
        if (_hub is { } hub)
        {
            _hub = null;
            await hub.DisposeAsync();
        }
    }
}
