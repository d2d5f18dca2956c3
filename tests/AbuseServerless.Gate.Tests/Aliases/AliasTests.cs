using System.Globalization;
using System.Net;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Quotas;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Aliases;

[Collection(CloudCollection.Name)]
public sealed class AliasTests(Cloud cloud) : IDisposable
{
    private const string Alice = "alice@alias.test";
    private const string Info = "info@alias.test";

    private readonly TemporaryFolder _data = new();

    private string Aliases => Path.Combine(_data.Path, "aliases");

    private string MailLog => Path.Combine(_data.Path, "mail.log");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task An_alias_is_its_account_in_limits_events_and_suspensions()
    {
        await cloud.SetPlanAsync("alias", new QuotaLimits { RecipientsPerDay = 2 }, "*@alias.test");
        await File.WriteAllTextAsync(Aliases, $"# the office\n{Info}\t{Alice}\n", TestContext.Current.CancellationToken);
        var stamp = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(
            MailLog,
            [
                $"{stamp} mx1 postfix/smtpd[1]: 94C430000001: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username={Info}",
                $"{stamp} mx1 postfix/qmgr[1]: 94C430000001: from=<a@rig.test>, size=504, nrcpt=1 (queue active)",
                $"{stamp} mx1 postfix/smtp[1]: 94C430000001: to=<bob@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)",
            ],
            TestContext.Current.CancellationToken);
        await using var gate = await StartAsync();
        await gate.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(["DUNNO", "DUNNO"], await OfferAsync(gate, "INFO@alias.test", "m1", "a@x.test"));
        Assert.Equal(["DUNNO", "DUNNO"], await OfferAsync(gate, Alice, "m2", "b@x.test"));
        Assert.StartsWith("DEFER", Assert.Single(await OfferAsync(gate, "info+tag@alias.test", "m3", "c@x.test")), StringComparison.Ordinal);
        Assert.StartsWith("DEFER", Assert.Single(await OfferAsync(gate, "alice+tag@alias.test", "m4", "c@x.test")), StringComparison.Ordinal);
        Assert.Equal(["DUNNO", "DUNNO"], await OfferAsync(gate, "bob@alias.test", "m5", "a@x.test"));

        // Told by Dovecot, by the log, and by Postfix at the end of two messages.
        Assert.True(await gate.ReportAsync(Info));
        await Eventually.HoldsAsync(() => Task.FromResult(cloud.Events().Count(one => one.Event.Account.Value == Alice) == 4), () => gate.Output);
        Assert.DoesNotContain(cloud.Events(), one => one.Event.Account.Value == Info);
        await Eventually.HoldsAsync(() => Task.FromResult(cloud.Deliveries().Any(delivery => delivery.Contains(Alice, StringComparison.Ordinal))), () => gate.Output);

        await cloud.SuspendAsync(Alice);
        await Eventually.HoldsAsync(async () => await gate.AllowAsync(Info) == -1);
        Assert.StartsWith("REJECT", await gate.PostfixAsync("Info@alias.test"), StringComparison.Ordinal);
        Assert.Equal(0, await gate.AllowAsync("bob@alias.test"));

        // Who suspends the alias by its name stops that.
        await cloud.ResumeAsync(Alice);
        await cloud.SuspendAsync(Info);
        await Eventually.HoldsAsync(async () => await gate.AllowAsync(Alice) == 0 && await gate.AllowAsync(Info) == -1);
        await Eventually.HoldsAsync(async () => (await cloud.UsageAsync(Alice)).Used(QuotaMeasure.Recipients, isDaily: true, SlotCounts.MinuteOf(TimeProvider.System.GetUtcNow())) == 2);
        Assert.Equal(SharedUsage.Empty, await cloud.UsageAsync(Info));
    }

    [Fact]
    public async Task A_change_of_the_file_is_taken_up_and_one_that_is_wrong_is_named_by_its_line_and_leaves_the_aliases_as_they_were()
    {
        await File.WriteAllTextAsync(Aliases, $"{Info} {Alice}\n", TestContext.Current.CancellationToken);
        await using var gate = await StartAsync();
        Assert.Contains("\"aliases\":1", await gate.HealthAsync(), StringComparison.Ordinal);

        await ReplaceAsync($"{Info} {Alice}\nsales@alias.test {Alice}\n");
        await Eventually.HoldsAsync(async () => (await gate.HealthAsync()).Contains("\"aliases\":2", StringComparison.Ordinal), () => gate.Output);

        await ReplaceAsync($"{Info} {Alice}\nsecret@alias.test {Alice} bob@alias.test\n");
        await Eventually.HoldsAsync(async () => (await gate.HealthAsync()).Contains("aliasesTrouble", StringComparison.Ordinal), () => gate.Output);
        Assert.Contains("\"aliases\":2", await gate.HealthAsync(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => Task.FromResult(gate.Output.Contains($"what was read before stays in use (aliases: 2). {Aliases}: line 2: it must be an alias and one account", StringComparison.Ordinal)), () => gate.Output);
        Assert.DoesNotContain("secret", gate.Output + await gate.HealthAsync(), StringComparison.Ordinal);

        File.Delete(Aliases);
        await Eventually.HoldsAsync(() => Task.FromResult(gate.Output.Contains("Could not find file", StringComparison.Ordinal)), () => gate.Output);
        await ReplaceAsync($"{Info} {Alice}\n");
        await Eventually.HoldsAsync(async () => await gate.HealthAsync() is var health && health.Contains("\"aliases\":1", StringComparison.Ordinal) && !health.Contains("aliasesTrouble", StringComparison.Ordinal), () => gate.Output);
    }

    [Theory]
    [InlineData("info@alias.test alice@alias.test\nalice@alias.test bob@alias.test\n", "line 1: the account is itself an alias, in line 2")]
    [InlineData("# nobody\n", "it has no alias.")]
    [InlineData(null, "Could not find file")]
    public async Task A_file_that_is_wrong_at_the_start_ends_it(string? text, string expected)
    {
        if (text is not null)
        {
            await File.WriteAllTextAsync(Aliases, text, TestContext.Current.CancellationToken);
        }

        var (code, output) = await GateProcess.RunAsync(new Dictionary<string, string>(Settings) { ["Gate:Http"] = "127.0.0.1:0", ["Gate:Postfix"] = "127.0.0.1:0" });
        Assert.Equal(1, code);
        Assert.Contains($"Setting Gate:Aliases: {Aliases}: {expected}", output, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Settings => new(cloud.Settings) { ["Gate:Data"] = _data.Path, ["Gate:Aliases"] = Aliases, ["Quota:MaximumWait"] = "00:01:00", ["Gate:Follow:0:Path"] = MailLog };

    private Task<GateProcess> StartAsync() => GateProcess.StartAsync(Settings, TestContext.Current.CancellationToken);

    private async Task ReplaceAsync(string text)
    {
        await File.WriteAllTextAsync(Aliases + ".new", text, TestContext.Current.CancellationToken);
        File.Move(Aliases + ".new", Aliases, overwrite: true);
    }

    private static async Task<string[]> OfferAsync(GateProcess gate, string account, string instance, params string[] recipients)
    {
        using var connection = await PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, gate.PostfixPort));
        return await connection.OfferAsync(account, instance, recipients);
    }
}
