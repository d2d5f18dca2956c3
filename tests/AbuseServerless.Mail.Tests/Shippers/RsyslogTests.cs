using System.Net;
using System.Text.Json;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Processes;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Mail.Tests.Smtp;
using Json.Schema;

namespace AbuseServerless.Mail.Tests.Shippers;

/// <summary>What docs/deployment.md has rsyslog do without the gate: a real rsyslog sends what Postfix logs to a broker that speaks Kafka. The sign-in at Event Hubs is left out, which no broker here knows.</summary>
public sealed class RsyslogTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(RepositoryRoot.Combine("docs", "schemas", "auth-event.schema.json")));

    public RsyslogTests() => Rsyslog.Require();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_that_accounts_submit_at_a_real_Postfix_arrive_as_events_and_nothing_that_a_client_makes_up()
    {
        MailPackages.Require();
        await using var mail = await MailServer.StartAsync(new PolicyServerAddress(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"), "nobody-asks"));
        var (first, second, third) = (mail.NextAccount(), mail.NextAccount(), mail.NextAccount());
        await SubmitAsync(mail, first, "81.2.69.142", "");
        await SubmitAsync(mail, second, "2001:db8::25", "");

        // Who has logged in may name another sender. Who has not may still write names and addresses, which Postfix logs as it refuses them.
        await SubmitAsync(mail, third, "8.8.8.8", " AUTH=x,+20sasl_username+3Dvictim@example.test");
        await mail.LogInAsync("client=x[1.1.1.1], sasl_username=victim@example.test", "77.88.8.8", Cancellation, "wrong");
        await using (var stranger = await mail.ConnectAsync("77.88.8.8", Cancellation))
        {
            await stranger.SayAsync("EHLO client=x[1.1.1.1], sasl_username=victim@example.test", Cancellation);
            await stranger.SayAsync("MAIL FROM:<\"client=x[1.1.1.1], sasl_username=victim@example.test\"@x.example>", Cancellation);
            Assert.NotEqual(SmtpReply.Done, (await stranger.SayAsync("RCPT TO:<\"A1: client=x[1.1.1.1], sasl_method=PLAIN, sasl_username=victim@example.test\"@x.example>", Cancellation)).Code);
        }

        // Postfix answers before its log is written. Time, host, and what it says to syslog.
        string[] made = ["[1.1.1.1], sasl_method=PLAIN, sasl_username=victim", "failed: (reason unavailable), sasl_username=client=x[1.1.1.1], sasl_username=victim", $"{third}, sasl_sender=x"];
        await Eventually.HoldsAsync(() => Array.TrueForAll(made, part => mail.PostfixLog().Any(line => line.Contains(part, StringComparison.Ordinal))), () => string.Join('\n', mail.PostfixLog()), Cancellation);
        var said = mail.PostfixLog().Select(line => line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries)[^1]).ToList();

        await AssertArriveAsync(said, [(first, "81.2.69.142"), (second, "2001:db8::25"), (third, "8.8.8.8")]);
    }

    [Fact]
    public Task Names_arrive_as_they_are() => AssertArriveAsync(
        [
            "postfix/submission/smtpd[7]: 4jYpkm1kQvz1kjXM: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=Alice@Example.JP",
            "postfix/smtps/smtpd[7]: 94C430000001: client=mail.example.jp[2001:db8::25]:4711, sasl_method=CRAM-MD5, sasl_username=bob, sasl_sender=eve@example.jp",
            "postfix/smtpd[7]: NOQUEUE: client=unknown[8.8.8.8], sasl_method=LOGIN, sasl_username=\"quoted\\name\"@example.jp",
            "postfix/smtpd[7]: 94C430000002: client=unknown[8.8.4.4], sasl_method=PLAIN, sasl_username=Jürgen.山田@example.jp, orig_queue_id=94C430000001, orig_client=localhost[127.0.0.1]",
            "postfix/smtpd[7]: 94C430000003: client=unknown[9.9.9.9], sasl_method=PLAIN, sasl_username=doe,john@example.jp",

            // No login, no Postfix, and an address that is hidden.
            "postfix/smtpd[7]: 94C430000004: client=unknown[77.88.8.8]",
            "postfix/smtpd[7]: connect from unknown[77.88.8.8]",
            "postfix/qmgr[7]: 94C430000004: from=<eve@example.jp>, size=504, nrcpt=7 (queue active)",
            "other[7]: 94C430000005: client=unknown[77.88.8.8], sasl_method=PLAIN, sasl_username=eve@example.jp",
            "postfix/smtpd[7]: 94C430000006: client=unknown[unknown], sasl_method=PLAIN, sasl_username=eve@example.jp",
        ],
        [("alice@example.jp", "81.2.69.142"), ("bob", "2001:db8::25"), ("\"quoted\\name\"@example.jp", "8.8.8.8"), ("jürgen.山田@example.jp", "8.8.4.4"), ("doe,john@example.jp", "9.9.9.9")]);

    [Fact]
    public async Task What_it_hears_while_the_hub_is_away_and_the_machine_starts_anew_arrives_when_the_hub_is_back()
    {
        using var folder = new TemporaryFolder();
        await using (var broker = await KafkaBroker.StartAsync(Cancellation))
        await using (var rsyslog = await Rsyslog.StartAsync(folder, broker))
        {
            await rsyslog.TakeAsync(Login("before"));
            await broker.ReadAsync(1, () => rsyslog.Said, Cancellation);

            await broker.DisposeAsync();
            await rsyslog.TakeAsync([.. Enumerable.Range(1, 50).Select(number => Login($"away{number}"))]);
        }

        await using var back = await KafkaBroker.StartAsync(Cancellation);
        await using var next = await Rsyslog.StartAsync(folder, back);
        var events = (await back.ReadAsync(50, () => next.Said, Cancellation)).Select(Read).Distinct();

        // What was on its way when the hub went away may come twice.
        Assert.Equal(Enumerable.Range(1, 50).Select(number => ($"away{number}@example.jp", IPAddress.Parse("81.2.69.142"))).Order(), events.Order());

        static string Login(string name) => $"postfix/smtpd[7]: 94C430000001: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username={name}@example.jp";
    }

    private static async Task SubmitAsync(MailServer mail, string account, string client, string parameter)
    {
        await using var session = await mail.StayLoggedInAsync(account, client, Cancellation);
        Assert.Equal(SmtpReply.Done, (await session.SayAsync($"MAIL FROM:<{account}>{parameter}", Cancellation)).Code);
        Assert.Equal(SmtpReply.Done, (await session.SayAsync("RCPT TO:<friend@example.org>", Cancellation)).Code);
    }

    private static async Task AssertArriveAsync(IReadOnlyCollection<string> lines, IReadOnlyCollection<(string Account, string Address)> expected)
    {
        using var folder = new TemporaryFolder();
        await using var broker = await KafkaBroker.StartAsync(Cancellation);
        var begun = TimeProvider.System.GetUtcNow();
        await using (var rsyslog = await Rsyslog.StartAsync(folder, broker))
        {
            await rsyslog.TakeAsync(lines);
            await broker.ReadAsync(expected.Count, () => rsyslog.Said, Cancellation);
        }

        // It has ended, and sent all.
        var messages = await broker.ReadAsync();
        Assert.Equal(expected.Select(login => (login.Account, IPAddress.Parse(login.Address).ToString())).Order(), messages.Select(Read).Select(login => (login.Account, login.Address.ToString())).Order());
        Assert.All(messages, message =>
        {
            using var document = JsonDocument.Parse(message);
            Assert.Equal(Rsyslog.HostName, document.RootElement.GetProperty("server").GetString());
            Assert.InRange(document.RootElement.GetProperty("time").GetDateTimeOffset(), begun, TimeProvider.System.GetUtcNow());
        });
    }

    private static (string Account, IPAddress Address) Read(string message)
    {
        using var document = JsonDocument.Parse(message);
        Assert.True(Schema.Evaluate(document.RootElement).IsValid, message);
        Assert.True(AuthEventParser.TryParse(message, TimeProvider.System.GetUtcNow(), out var login, out var rejection), rejection?.Detail);
        Assert.True(login.Success);
        return (login.Account.Value, login.Address);
    }
}
