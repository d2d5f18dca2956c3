using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Local.Stack;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Allowances;

public sealed class AllowanceTests(Cloud cloud) : IClassFixture<Cloud>, IDisposable
{
    private const string Home = "202.12.27.33";
    private const string Abroad = "8.8.8.8";
    private const string Text = "Not from abroad.";

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task An_account_is_refused_by_both_protocols_from_a_country_that_it_does_not_allow_until_it_does()
    {
        await using var gate = await StartAsync(("Geolocation:Databases", AppSettingsOfStack.DefaultDatabases));
        Assert.Equal(0, await gate.AllowAsync("alice@both.test", Abroad));

        await cloud.AllowAsync("@both.test", "JP");
        await Eventually.HoldsAsync(async () => await gate.AllowAsync("alice@both.test", Abroad) == -1);
        Assert.Equal($"REJECT {Text}", await gate.PostfixAsync("alice@both.test", Abroad));
        foreach (var address in (string[])[Home, "10.0.0.1", ""])
        {
            Assert.Equal((0, "DUNNO"), (await gate.AllowAsync("alice@both.test", address), await gate.PostfixAsync("alice@both.test", address)));
        }

        Assert.Equal((0, "DUNNO"), (await gate.AllowAsync("alice@elsewhere.test", Abroad), await gate.PostfixAsync("alice@elsewhere.test", Abroad)));

        await cloud.AllowAsync("alice@both.test", "JP", "US");
        await Eventually.HoldsAsync(async () => await gate.AllowAsync("alice@both.test", Abroad) == 0);
        Assert.Equal("DUNNO", await gate.PostfixAsync("alice@both.test", Abroad));
        Assert.Equal(-1, await gate.AllowAsync("bob@both.test", Abroad));

        var metrics = await gate.Http.GetStringAsync("/metrics");
        Assert.Matches("""abuseserverless_policy_allows_total\{[^}]*outcome="abroad"[^}]*\} [1-9]""", metrics);
        Assert.Matches("""abuseserverless_policy_allowance_checks_total\{[^}]*outcome="unlocated"[^}]*\} 2\b""", metrics);
        Assert.Matches("""abuseserverless_gate_postfix_requests_total\{[^}]*answer="abroad"[^}]*\} 1\b""", metrics);
    }

    [Fact]
    public async Task An_installation_that_observes_refuses_nobody()
    {
        await cloud.AllowAsync("@observed.test", "JP");
        await using var gate = await StartAsync(("Geolocation:Databases", AppSettingsOfStack.DefaultDatabases), ("Enforcement:Mode", "Observe"));
        await KnowsAsync(gate);
        Assert.Equal((0, "DUNNO"), (await gate.AllowAsync("alice@observed.test", Abroad), await gate.PostfixAsync("alice@observed.test", Abroad)));
        Assert.Matches("""abuseserverless_policy_allows_total\{[^}]*outcome="observed"[^}]*\} 2\b""", await gate.Http.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Without_a_geolocation_database_the_gate_says_so_and_lets_pass()
    {
        await cloud.AllowAsync("@blind.test", "JP");
        await using var gate = await StartAsync();
        await KnowsAsync(gate);
        Assert.Equal(0, await gate.AllowAsync("alice@blind.test", Abroad));
        Assert.Contains("\"allowancesTrouble\":\"no geolocation database", await HealthAsync(gate), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => Task.FromResult(gate.Output.Contains("This gate cannot locate addresses", StringComparison.Ordinal)));
        Assert.Matches("""abuseserverless_policy_allowance_checks_total\{[^}]*outcome="no_database"[^}]*\} 1\b""", await gate.Http.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task A_gate_that_starts_while_the_cloud_is_away_knows_them_and_forgets_one_that_was_removed()
    {
        await cloud.AllowAsync("@disk.test", "JP");
        await using (var gate = await StartAsync(("Geolocation:Databases", AppSettingsOfStack.DefaultDatabases)))
        {
            await Eventually.HoldsAsync(async () => await gate.AllowAsync("alice@disk.test", Abroad) == -1);
            await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(Path.Combine(_data.Path, "allowances.json")) && File.Exists(Path.Combine(_data.Path, "suspended.json"))));
            await gate.KillAsync();
        }

        await cloud.StopAsync();
        await using var next = await StartAsync(("Geolocation:Databases", AppSettingsOfStack.DefaultDatabases));
        try
        {
            Assert.Equal((-1, 0), (await next.AllowAsync("alice@disk.test", Abroad), await next.AllowAsync("alice@disk.test", Home)));
        }
        finally
        {
            await cloud.RestartAsync();
        }

        await cloud.DisallowAsync("@disk.test");
        await Eventually.HoldsAsync(async () => await next.AllowAsync("alice@disk.test", Abroad) == 0);
    }

    /// <summary>Suspended accounts are to be refused all the same.</summary>
    [Fact]
    public async Task A_database_that_is_not_there_stops_no_gate_and_is_taken_up_when_it_is()
    {
        await cloud.AllowAsync("@late.test", "JP");
        var database = Path.Combine(_data.Path, "country.mmdb");
        await using var gate = await StartAsync(("Geolocation:Databases", database));
        await KnowsAsync(gate);
        Assert.Equal(0, await gate.AllowAsync("alice@late.test", Abroad));
        Assert.Contains("\"allowancesTrouble\":\"no geolocation database", await HealthAsync(gate), StringComparison.Ordinal);

        File.Copy(AppSettingsOfStack.DefaultDatabases.Split(';', ',')[0], database);
        await Eventually.HoldsAsync(async () => await gate.AllowAsync("alice@late.test", Abroad) == -1);
    }

    // Of a gate that is not ready yet too.
    private static async Task<string> HealthAsync(GateProcess gate) => await (await gate.Http.GetAsync("/healthz")).Content.ReadAsStringAsync();

    private static Task KnowsAsync(GateProcess gate) => Eventually.HoldsAsync(async () => (await HealthAsync(gate)).Contains("\"allowances\":", StringComparison.Ordinal));

    private Task<GateProcess> StartAsync(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(cloud.Settings) { ["Gate:Data"] = _data.Path, ["AuthPolicy:AbroadMessage"] = Text };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return GateProcess.StartAsync(settings, TestContext.Current.CancellationToken);
    }
}
