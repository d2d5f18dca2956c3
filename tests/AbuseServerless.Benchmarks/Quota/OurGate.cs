using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.Processes;
using AbuseServerless.Local.Stack;
using AbuseServerless.Quotas;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>The gate's process with a plan, beside Azurite as its table.</summary>
internal static class OurGate
{
    public static async Task<RunningContender> StartAsync(int limit, CancellationToken cancellationToken)
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions(), cancellationToken);
        var tables = new Tables(StorageConnection.Open(azurite.ConnectionString));
        var plan = new Plan("limited") { Limits = new QuotaLimits { MessagesPerHour = limit }, By = "benchmark", Reason = "Benchmark.", Since = TimeProvider.System.GetUtcNow() };
        await new PlanTable(tables, new AuditTable(tables)).SetAsync(plan, [PlanPattern.Parse("*")], cancellationToken);
        var hub = await EventHubsEndpoint.StartAsync(0, new Dictionary<string, int> { [LocalStackOptions.AuthEvents] = 4 }, null, TimeProvider.System, cancellationToken);
        var data = new TemporaryFolder();
        var gate = await GateProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Storage"] = azurite.ConnectionString,
                ["EventHubs"] = hub.ConnectionString,
                ["Gate:Data"] = data.Path,
                ["Enforcement:Mode"] = "Enforce",
            },
            cancellationToken);
        await gate.UntilItKnowsPlansAsync(1, cancellationToken);

        // As the documentation has it: asked twice about each message.
        var asked = $"check_policy_service {{ inet:127.0.0.1:{gate.PostfixPort}, timeout=2s, try_limit=1, default_action=DUNNO }}";
        return new RunningContender(gate.PostfixPort, $"smtpd_sender_restrictions = {asked}\nsmtpd_data_restrictions = {asked}", gate, hub, azurite, data);
    }

    private sealed class TemporaryFolder : IAsyncDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("quota-gate-").FullName;

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
