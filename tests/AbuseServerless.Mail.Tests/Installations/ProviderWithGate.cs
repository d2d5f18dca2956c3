using AbuseServerless.Allowances;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.Stack;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Quotas;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Mail.Tests.Installations;

/// <summary>A provider with the gate beside its mail server: Dovecot asks it about logins, and Postfix about messages.</summary>
public sealed class ProviderWithGate : Provider
{
    /// <summary>What a client is to read that is refused for its country.</summary>
    internal const string Abroad = "Not from this country: see test.";

    private readonly DirectoryInfo _folder;

    public ProviderWithGate()
        : this(Directory.CreateTempSubdirectory("provider-"))
    {
    }

    private ProviderWithGate(DirectoryInfo folder)
        : base(folder.CreateSubdirectory("cloud").FullName) => _folder = folder;

    internal GateProcess Gate { get; private set; } = null!;

    /// <summary>Sets a plan of one message an hour for an account, and waits until the gate knows it.</summary>
    internal Task LimitAsync(string account, string answer, CancellationToken cancellationToken) => LimitAsync(account, answer, new QuotaLimits { MessagesPerHour = 1 }, cancellationToken);

    /// <summary>Sets a plan for an account, and waits until the gate knows it.</summary>
    internal async Task LimitAsync(string account, string answer, QuotaLimits limits, CancellationToken cancellationToken)
    {
        var tables = new Tables(StorageConnection.Open(Stack.Storage));
        var plan = new Plan($"{answer.ToLowerInvariant()}-{account.Split('@')[0]}") { Limits = limits, Answer = QuotaAnswer.Parse(answer), By = "test", Reason = "Test.", Since = TimeProvider.System.GetUtcNow() };
        var table = new PlanTable(tables, new AuditTable(tables));
        await table.SetAsync(plan, [PlanPattern.Parse(account)], cancellationToken);
        var plans = (await table.ReadAsync(cancellationToken)).Plans.Count;
        await Gate.UntilItKnowsPlansAsync(plans, cancellationToken);
    }

    /// <summary>Sets from which countries an account may be used.</summary>
    internal async Task AllowAsync(string account, string[] countries, CancellationToken cancellationToken)
    {
        var tables = new Tables(StorageConnection.Open(Stack.Storage));
        var allowance = new Allowance(AllowanceSubject.Parse(account), countries) { By = "test", Reason = "Test.", Since = TimeProvider.System.GetUtcNow() };
        await new AllowanceTable(tables, new AuditTable(tables)).SetAsync(allowance, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Gate is not null)
        {
            await Gate.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private protected override async Task<MailServer> StartMailAsync()
    {
        Gate = await GateProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Storage"] = Stack.Storage,
                ["EventHubs"] = Stack.Endpoint.ConnectionString,
                ["AuthPolicy:Message"] = Refusal,
                ["AuthPolicy:AbroadMessage"] = Abroad,
                ["Geolocation:Databases"] = AppSettingsOfStack.DefaultDatabases,
                ["AuthPolicy:PublishFailures"] = "true",
                ["Quota:MaximumWait"] = "00:00:05",
                ["Enforcement:Mode"] = "Enforce",
                ["Gate:Data"] = _folder.CreateSubdirectory("gate").FullName,
            },
            CancellationToken.None);
        return await MailServer.StartAsync(new PolicyServerAddress(Gate.Http.BaseAddress!, Key: null), new GateAddress(Gate.PostfixPort));
    }
}
