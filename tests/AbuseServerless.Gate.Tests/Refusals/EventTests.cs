using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Refusals;

[Collection(CloudCollection.Name)]
public sealed class EventTests(Cloud cloud) : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_reported_login_comes_to_the_hub_under_its_accounts_bucket()
    {
        await using var gate = await StartAsync();
        Assert.True(await gate.ReportAsync("Reported@rig.test", "2001:db8::1"));

        await Eventually.HoldsAsync(() => Task.FromResult(cloud.Events().Exists(one => one.Event.Account.Value == "reported@rig.test")));
        var (login, key) = cloud.Events().Single(one => one.Event.Account.Value == "reported@rig.test");
        Assert.Equal("2001:db8::1", login.Address.ToString());
        Assert.True(login.Success);
        Assert.Equal(AccountBucket.NameOf(AccountBucket.Of(login.Account)), key);
    }

    [Fact]
    public async Task An_event_of_Dovecots_exporter_keeps_its_own_time()
    {
        await using var gate = await StartAsync();
        using var answer = await gate.PostAsync(
            "/dovecot-events",
            """{"event":"auth_request_finished","hostname":"mx1","start_time":"2026-11-24T01:02:03.456Z","end_time":"2026-11-24T01:02:04.567Z","fields":{"user":"exported@rig.test","remote_ip":"81.2.69.142","service":"smtp","success":"yes"}}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await Eventually.HoldsAsync(() => Task.FromResult(cloud.Events().Exists(one => one.Event.Account.Value == "exported@rig.test")));
        Assert.Equal(DateTimeOffset.Parse("2026-11-24T01:02:04.567Z", null), cloud.Events().Single(one => one.Event.Account.Value == "exported@rig.test").Event.Time);
    }

    [Fact]
    public async Task The_end_of_a_message_is_a_login_with_its_recipients()
    {
        await using var gate = await StartAsync();
        using var postfix = await PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, gate.PostfixPort));
        Assert.Equal("DUNNO", await postfix.AskAsync("sender@rig.test"));
        await postfix.SendAsync(PostfixConnection.Request("sender@rig.test").Replace("protocol_state=MAIL", "protocol_state=END-OF-MESSAGE\nqueue_id=94C43B60121\nrecipient_count=250", StringComparison.Ordinal));
        Assert.Equal("DUNNO", await postfix.ReadAsync());

        await Eventually.HoldsAsync(() => Task.FromResult(cloud.Events().Exists(one => one.Event.Account.Value == "sender@rig.test")));
        var login = Assert.Single(cloud.Events(), one => one.Event.Account.Value == "sender@rig.test").Event;
        Assert.Equal((250, "81.2.69.142", true), (login.Recipients, login.Address.ToString(), login.Success));
    }

    [Theory]
    [InlineData("/?command=report", "no json", HttpStatusCode.BadRequest)]
    [InlineData("/?command=allow", "[]", HttpStatusCode.BadRequest)]
    [InlineData("/?command=report", """{"login":"ignored@rig.test","protocol":"imap","remote":"81.2.69.142","success":true}""", HttpStatusCode.OK)]
    [InlineData("/?command=report", """{"login":"ignored@rig.test","protocol":"smtp","remote":"81.2.69.142","success":false,"policy_reject":true}""", HttpStatusCode.OK)]
    [InlineData("/dovecot-events", "no json", HttpStatusCode.BadRequest)]
    [InlineData("/dovecot-events", "{\"event\":", HttpStatusCode.BadRequest)]
    [InlineData("/dovecot-events", """{"event":"auth_policy_request_finished"}""", HttpStatusCode.OK)]
    [InlineData("/elsewhere", "{}", HttpStatusCode.NotFound)]
    [InlineData("/?command=reset", "{}", HttpStatusCode.NotFound)]
    public async Task What_says_nothing_or_cannot_be_read_is_no_event(string path, string body, HttpStatusCode status)
    {
        await using var gate = await StartAsync();
        using var answer = await gate.PostAsync(path, body);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("abuseserverless_gate_spool_accepted_total", await gate.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.DoesNotContain(cloud.Events(), one => one.Event.Account.Value == "ignored@rig.test");
    }

    [Fact]
    public async Task A_body_larger_than_anybody_honest_sends_is_refused()
    {
        await using var gate = await StartAsync();
        using var answer = await gate.PostAsync("/?command=report", $$"""{"attrs":{"x":"{{new string('x', 70_000)}}" },"login":"large@rig.test"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.True(await gate.ReportAsync("small@rig.test"));
    }

    private Task<GateProcess> StartAsync() =>
        GateProcess.StartAsync(new Dictionary<string, string>(cloud.Settings) { ["Gate:Data"] = _data.Path }, TestContext.Current.CancellationToken);
}
