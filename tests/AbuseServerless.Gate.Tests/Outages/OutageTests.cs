using System.Collections.Concurrent;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Outages;

public sealed class OutageTests : IAsyncLifetime
{
    private readonly Cloud _cloud = new();
    private readonly TemporaryFolder _data = new();

    public ValueTask InitializeAsync() => _cloud.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task While_the_cloud_is_away_suspensions_hold_even_over_a_restart_and_no_report_is_lost()
    {
        await _cloud.SuspendAsync("suspended@rig.test");
        await using (var gate = await StartAsync())
        {
            await Eventually.HoldsAsync(async () => await gate.AllowAsync("suspended@rig.test") == -1);
            await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(Path.Combine(_data.Path, "suspended.json"))));
            await _cloud.StopAsync();
            Assert.True(await gate.ReportAsync("before@rig.test"));
            Assert.Equal(-1, await gate.AllowAsync("suspended@rig.test"));
            await gate.KillAsync();
        }

        await using (var gate = await StartAsync())
        {
            Assert.True((await gate.Http.GetAsync("/healthz")).IsSuccessStatusCode);
            Assert.Equal(-1, await gate.AllowAsync("suspended@rig.test"));
            Assert.StartsWith("REJECT", await gate.PostfixAsync("suspended@rig.test"));
            Assert.Equal(0, await gate.AllowAsync("before@rig.test"));
            Assert.True(await gate.ReportAsync("after@rig.test"));

            await _cloud.RestartAsync();
            await Eventually.HoldsAsync(() => Task.FromResult(Has("before@rig.test") && Has("after@rig.test")), () => gate.Output);
            await _cloud.ResumeAsync("suspended@rig.test");
            await Eventually.HoldsAsync(async () => await gate.AllowAsync("suspended@rig.test") == 0, () => gate.Output);
            Assert.True(await gate.StopAsync());
        }
    }

    [Fact]
    public async Task A_gate_that_never_knew_the_suspensions_allows_everybody_and_says_that_it_is_not_ready()
    {
        await _cloud.StopAsync();
        await using var gate = await StartAsync();
        Assert.Equal(0, await gate.AllowAsync("anybody@rig.test"));
        Assert.Equal("DUNNO", await gate.PostfixAsync("anybody@rig.test"));
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await gate.Http.GetAsync("/healthz")).StatusCode);
        Assert.Matches("""abuseserverless_policy_allows_total\{[^}]*outcome="failed_open"[^}]*\} 2\b""", await gate.Http.GetStringAsync("/metrics"));

        await _cloud.RestartAsync();
        await Eventually.HoldsAsync(async () => (await gate.Http.GetAsync("/healthz")).IsSuccessStatusCode, () => gate.Output);
    }

    [Fact]
    public async Task Kill_9_loses_no_report_that_was_answered()
    {
        var answered = new ConcurrentQueue<string>();
        for (var life = 0; life < 3; life++)
        {
            await using var gate = await StartAsync();
            var senders = Enumerable.Range(0, 16).Select(sender => ReportUntilItDiesAsync(gate, $"life{life}-sender{sender}", answered)).ToList();
            var enough = answered.Count + 2000;
            await Eventually.HoldsAsync(() => Task.FromResult(answered.Count >= enough));
            await gate.KillAsync();
            await Task.WhenAll(senders);
        }

        await using var last = await StartAsync();
        await Eventually.HoldsAsync(async () => (await last.HealthAsync()).Contains("\"eventsWaiting\":0", StringComparison.Ordinal), () => last.Output);
        var arrived = _cloud.Events().Select(one => one.Event.Account.Value).ToHashSet();
        Assert.All(answered, account => Assert.Contains(account, arrived));
    }

    private static async Task ReportUntilItDiesAsync(GateProcess gate, string name, ConcurrentQueue<string> answered)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var account = $"{name}-{i}@rig.test";
                if (await gate.ReportAsync(account))
                {
                    answered.Enqueue(account);
                }
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }

    private bool Has(string account) => _cloud.Events().Exists(one => one.Event.Account.Value == account);

    private Task<GateProcess> StartAsync() =>
        GateProcess.StartAsync(
            new Dictionary<string, string>(_cloud.Settings) { ["Gate:Data"] = _data.Path, ["Shipping:MaximumPause"] = "00:00:01" }, TestContext.Current.CancellationToken);
}
