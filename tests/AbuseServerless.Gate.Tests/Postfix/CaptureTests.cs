using System.Net;
using System.Net.Sockets;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Quotas;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Postfix;

/// <summary>
/// What a Postfix 3.7.11 of Debian 12 sent to a policy server over one connection on 30 November 2026, byte for byte (Captures/postfix-3.7.txt), asked at RCPT, DATA and the end of each message. Clients were
/// told to it with XCLIENT: two messages in a session, commands one by one and pipelined, several recipients and one named twice, a tag, an empty sender, nobody logged in, IPv6, SMTPUTF8 with a login, sender and recipients that are not ASCII,
/// the same domain as xn--, quoted names, a login with a space, a dot at the end of a domain, and transactions that end with RSET.
/// </summary>
public sealed class CaptureTests(Cloud cloud) : IClassFixture<Cloud>, IDisposable
{
    private const string Dunno = "DUNNO";
    private const string Refused = "REJECT";
    private const string Deferred = "DEFER_IF_PERMIT";

    private static readonly byte[] Capture = File.ReadAllBytes(RepositoryRoot.Combine("tests", "AbuseServerless.Gate.Tests", "Postfix", "Captures", "postfix-3.7.txt"));

    // In the order of the requests: those of an account that is suspended, and those of one with a plan of two recipients an hour, are the others.
    private static readonly string[] Stated =
    [
        .. Enumerable.Repeat(Dunno, 22), Refused, Refused, Dunno, Dunno, Deferred, Deferred, Dunno, Dunno, Deferred, Deferred, Dunno, Dunno, Dunno,
    ];

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task What_a_Postfix_asked_is_answered_as_stated_however_it_is_cut_and_counts_once()
    {
        await cloud.SuspendAsync("suspended@rig.test");
        await cloud.SetPlanAsync("all", new QuotaLimits { RecipientsPerDay = 1_000, DomainsPerDay = 100 }, "*");
        await cloud.SetPlanAsync("two", new QuotaLimits { RecipientsPerHour = 2 }, "limited@rig.test");
        await using (var gate = await GateProcess.StartAsync(
            new Dictionary<string, string>(cloud.Settings) { ["Gate:Data"] = _data.Path, ["Quota:MaximumWait"] = "00:01:00" }, TestContext.Current.CancellationToken))
        {
            await gate.UntilItKnowsPlansAsync(2, TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync(async () => (await gate.HealthAsync()).Contains("\"suspended\":1", StringComparison.Ordinal), () => gate.Output);
            foreach (var size in new[] { Capture.Length, 1, 7, 211, 4_093 })
            {
                Assert.Equal(Stated, (await ReplayAsync(gate, size)).Select(answer => answer.Split(' ')[0]));
            }

            // What is not written yet is written when it stops.
            Assert.True(await gate.StopAsync());
        }

        Assert.Equal((3, 4, 2), await UsageAsync("alice@rig.test"));
        Assert.Equal((1, 2, 2), await UsageAsync("ipv6@rig.test"));
        Assert.Equal((1, 2, 1), await UsageAsync("jörg@例え.test"));
        Assert.Equal((2, 2, 1), await UsageAsync("odd name"));
        Assert.Equal((1, 2), await UsageAsync("limited@rig.test") is var (messages, recipients, _) ? (messages, recipients) : default);
        Assert.Equal((0, 0, 0), await UsageAsync("suspended@rig.test"));
    }

    private static async Task<List<string>> ReplayAsync(GateProcess gate, int size)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gate.PostfixPort, TestContext.Current.CancellationToken);
        client.NoDelay = true;
        var stream = client.GetStream();
        var reading = ReadAsync(stream);
        foreach (var piece in Capture.Chunk(size))
        {
            await stream.WriteAsync(piece, TestContext.Current.CancellationToken);
        }

        return await reading;
    }

    private static async Task<List<string>> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        var answers = new List<string>();
        while (answers.Count < Stated.Length && await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Assert.StartsWith("action=", line, StringComparison.Ordinal);
            Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            answers.Add(line["action=".Length..]);
        }

        return answers;
    }

    private async Task<(int Messages, int Recipients, int Domains)> UsageAsync(string account)
    {
        var now = SlotCounts.MinuteOf(TimeProvider.System.GetUtcNow());
        var usage = await cloud.UsageAsync(account);
        return (usage.Used(QuotaMeasure.Messages, isDaily: true, now), usage.Used(QuotaMeasure.Recipients, isDaily: true, now), usage.Used(QuotaMeasure.Domains, isDaily: true, now));
    }
}
