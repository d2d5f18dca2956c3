using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Telemetry;

[Collection(CloudCollection.Name)]
public sealed class MetricsTests(Cloud cloud) : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Prometheus_and_a_supervisor_see_how_the_gate_stands()
    {
        await using var gate = await GateProcess.StartAsync(new Dictionary<string, string>(cloud.Settings) { ["Gate:Data"] = _data.Path }, TestContext.Current.CancellationToken);
        Assert.True(await gate.ReportAsync("metrics@rig.test"));
        await gate.AllowAsync("metrics@rig.test");
        await gate.PostfixAsync("metrics@rig.test");

        await Eventually.HoldsAsync(async () => (await gate.Http.GetStringAsync("/metrics")).Contains("abuseserverless_gate_published_total", StringComparison.Ordinal)
            && await gate.HealthAsync() is var health && health.Contains("\"eventsWaiting\":0", StringComparison.Ordinal) && health.Contains("\"status\":\"ready\"", StringComparison.Ordinal));
        var metrics = await gate.Http.GetStringAsync("/metrics");
        foreach (var name in (string[])
            [
                "abuseserverless_policy_allows_total", "abuseserverless_policy_reports_total", "abuseserverless_policy_snapshot_accounts", "abuseserverless_gate_postfix_requests_total",
                "abuseserverless_gate_spool_accepted_total", "abuseserverless_gate_spool_dropped_total", "abuseserverless_gate_spool_refused_total",
                "abuseserverless_gate_spool_damaged_total", "abuseserverless_gate_spool_waiting", "abuseserverless_gate_spool_size_bytes",
                "abuseserverless_gate_published_total", "abuseserverless_gate_publish_failures_total",
            ])
        {
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("metrics@rig.test", metrics + gate.Output, StringComparison.Ordinal);
    }
}
