using System.Net;
using System.Net.Sockets;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Refusals;

[Collection(CloudCollection.Name)]
public sealed class RefusalTests(Cloud cloud) : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_suspended_account_is_refused_by_both_protocols_until_it_is_resumed()
    {
        await using var gate = await StartAsync();
        await Eventually.HoldsAsync(async () => (await gate.Http.GetAsync("/healthz")).IsSuccessStatusCode);
        Assert.Equal(0, await gate.AllowAsync("refused@rig.test"));
        Assert.Equal("DUNNO", await gate.PostfixAsync("refused@rig.test"));

        await cloud.SuspendAsync("refused@rig.test");
        await Eventually.HoldsAsync(async () => await gate.AllowAsync("refused@rig.test") == -1);
        Assert.Equal("REJECT 5.7.1 Suspended here.", await gate.PostfixAsync("Refused@RIG.test"));
        Assert.Equal(0, await gate.AllowAsync("another@rig.test"));
        Assert.Equal("DUNNO", await gate.PostfixAsync("another@rig.test"));

        await cloud.ResumeAsync("refused@rig.test");
        await Eventually.HoldsAsync(async () => await gate.AllowAsync("refused@rig.test") == 0);
        Assert.Equal("DUNNO", await gate.PostfixAsync("refused@rig.test"));
    }

    [Fact]
    public async Task A_suspension_that_ends_by_itself_ends_without_being_told()
    {
        await using var gate = await StartAsync();

        // However slow the machine is: as long as it takes for the gate to have heard of it.
        var (account, length) = ("", TimeSpan.FromSeconds(5));
        for (var seen = false; !seen; length *= 2)
        {
            account = $"brief{length.TotalSeconds}@rig.test";
            await cloud.SuspendAsync(account, length);
            var start = TimeProvider.System.GetTimestamp();
            await Eventually.HoldsAsync(async () => (seen = await gate.AllowAsync(account) == -1) || TimeProvider.System.GetElapsedTime(start) > length);
        }

        await Eventually.HoldsAsync(async () => await gate.AllowAsync(account) == 0);
    }

    [Fact]
    public async Task An_installation_that_observes_refuses_nobody()
    {
        await cloud.SuspendAsync("observed@rig.test");
        await using var gate = await StartAsync(("Enforcement:Mode", "Observe"));
        await Eventually.HoldsAsync(async () => (await gate.Http.GetStringAsync("/metrics")).Contains("abuseserverless_policy_snapshot_accounts", StringComparison.Ordinal)
            && (await gate.Http.GetAsync("/healthz")).IsSuccessStatusCode);
        Assert.Equal(0, await gate.AllowAsync("observed@rig.test"));
        Assert.Equal("DUNNO", await gate.PostfixAsync("observed@rig.test"));
    }

    [Fact]
    public async Task A_connection_of_Postfix_survives_whatever_is_sent_over_it()
    {
        await cloud.SuspendAsync("session@rig.test");
        await using var gate = await StartAsync();
        await Eventually.HoldsAsync(async () => await gate.AllowAsync("session@rig.test") == -1);
        using var connection = await PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, gate.PostfixPort));

        foreach (var malformed in (string[])["\n", "sasl_username=session@rig.test\n\n", "nonsense\n\n", "sender=" + new string('x', 100_000) + "\n\n", "request=smtpd_access_policy\n\0\0=\n=\n\n"])
        {
            await connection.SendAsync(malformed);
            Assert.Equal("DUNNO", await connection.ReadAsync());
            Assert.Equal("REJECT 5.7.1 Suspended here.", await connection.AskAsync("session@rig.test"));
        }

        // Several at once, cut anywhere.
        await connection.SendAsync(PostfixConnection.Request("session@rig.test") + PostfixConnection.Request("") + PostfixConnection.Request("session@rig.test")[..40]);
        Assert.StartsWith("REJECT", await connection.ReadAsync());
        Assert.Equal("DUNNO", await connection.ReadAsync());
        await connection.SendAsync(PostfixConnection.Request("session@rig.test")[40..]);
        Assert.StartsWith("REJECT", await connection.ReadAsync());

        var metrics = await gate.Http.GetStringAsync("/metrics");
        Assert.Matches("""abuseserverless_gate_postfix_requests_total\{[^}]*answer="malformed"[^}]*\} 5\b""", metrics);
    }

    [Fact]
    public async Task Postfix_may_ask_over_a_unix_socket_that_was_left_by_a_killed_gate()
    {
        var socket = Path.Combine(_data.Path, "postfix");
        for (var life = 0; life < 2; life++)
        {
            await using var gate = await StartAsync(("Gate:Postfix", "unix:" + socket));
            using var connection = await PostfixConnection.OpenAsync(new UnixDomainSocketEndPoint(socket));
            Assert.Equal("DUNNO", await connection.AskAsync("anybody@rig.test"));
            await gate.KillAsync();
            Assert.True(File.Exists(socket));
        }
    }

    [Fact]
    public async Task With_a_key_only_who_has_it_is_answered()
    {
        await using var gate = await StartAsync(("AuthPolicy:Key", "secret-key"));
        using var without = await gate.PostAsync("/?command=allow", "{}");
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        using var event_ = await gate.PostAsync("/dovecot-events", "{}");
        Assert.Equal(HttpStatusCode.Unauthorized, event_.StatusCode);

        gate.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", " Bearer secret-key");
        Assert.Equal(0, await gate.AllowAsync("anybody@rig.test"));
    }

    private Task<GateProcess> StartAsync(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(cloud.Settings) { ["Gate:Data"] = _data.Path, ["Gate:PostfixMessage"] = "5.7.1 Suspended here." };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return GateProcess.StartAsync(settings, TestContext.Current.CancellationToken);
    }
}
