using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.Processes;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Suspensions;
using AbuseServerless.Testing.Runtime;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Mail.Tests.Queue;

/// <summary>
/// From the suspension in the table through the real gate and helper to a real Postfix that is full of deferred messages of three accounts, which all send as one address. <c>QUEUE_MESSAGES</c> says how many there are
/// in all (240).
/// </summary>
public sealed partial class DeferredQueueTests
{
    private const int SessionsPerAccount = 4;

    public DeferredQueueTests() => MailPackages.Require();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int PerAccount => int.Parse(Environment.GetEnvironmentVariable("QUEUE_MESSAGES") ?? "240", CultureInfo.InvariantCulture) / 3 / SessionsPerAccount * SessionsPerAccount;

    [Theory]
    [InlineData("")]
    [InlineData("before\nbefore\nafter\n")]
    public async Task Of_three_accounts_that_send_as_one_address_only_the_suspended_ones_messages_are_held_also_if_the_helper_is_killed_at_every_act(string kills)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is missing (Debian: apt-get install util-linux).");
        var storage = await SharedStorage.TakeAccountAsync();
        await using var server = await MailServer.StartAsync(new PolicyServerAddress(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"), "nobody-asks"), defers: true);
        var (alice, bob, carol) = (server.NextAccount(), server.NextAccount(), server.NextAccount());
        var sent = await Task.WhenAll(SendAsync(server, alice), SendAsync(server, bob), SendAsync(server, carol));
        await Eventually.HoldsAsync(() => server.Deferred().Count == 3 * PerAccount, () => "all are deferred", Cancellation);

        await using var helper = new QueueHelperProcess();
        await File.WriteAllTextAsync(helper.Kills, kills, Cancellation);
        helper.StartAndKeep(server.PostfixConfiguration);
        await using var gate = await GateProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Storage"] = storage,
                ["EventHubs"] = $"Endpoint=sb://127.0.0.1:{LoopbackPort.Free()};SharedAccessKeyName=x;SharedAccessKey=eA==;UseDevelopmentEmulator=true",
                ["Enforcement:Mode"] = "Enforce",
                ["Gate:Data"] = helper.GateData,
                ["Queue:Data"] = helper.Data,
            },
            Cancellation);
        await Eventually.HoldsAsync(() => helper.Output.Contains("Watching the queue", StringComparison.Ordinal), () => "the helper watches", Cancellation);
        Assert.Empty(server.Held());

        var began = Stopwatch.GetTimestamp();
        await SuspendAsync(storage, bob);
        await Eventually.HoldsAsync(() => server.Held().Count == PerAccount, () => "his are held", Cancellation);
        TestContext.Current.SendDiagnosticMessage(
            "{0}", string.Create(CultureInfo.InvariantCulture, $"{PerAccount} of {3 * PerAccount} deferred messages were on hold {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s after the suspension was ordered."));
        await Eventually.HoldsAsync(() => helper.Record().Where(entry => entry.Act == "Held").SelectMany(entry => entry.Messages).ToHashSet().SetEquals(sent[1]), () => "it is on record", Cancellation);
        await Eventually.HoldsAsync(() => new FileInfo(helper.Kills).Length == 0, () => "it was killed as often as it was to be", Cancellation);

        // The gate counts it, and the audit log has it, without a queue id.
        await Eventually.HoldsAsync(
            async () => CountHeld().Matches(await gate.Http.GetStringAsync("/metrics", Cancellation)).Sum(match => int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture)) == PerAccount,
            () => $"it is counted\n{gate.Output}");
        var tables = new Tables(StorageConnection.Open(storage));
        await new QueueActTable(tables).FoldAsync(new AuditTable(tables), TimeProvider.System.GetUtcNow(), Cancellation);
        var acts = await new AuditTable(tables).ReadEntriesAsync(AccountName.Parse(bob), Cancellation).Select(entry => entry.Act).OfType<OperatorAct>().ToListAsync(Cancellation);
        Assert.All(acts, act => Assert.Equal((OperatorActKind.QueuedMailHeld, $"gate:{Environment.MachineName}"), (act.Kind, act.By)));
        Assert.Equal(PerAccount, acts.Sum(act => int.Parse(act.Reason.Split(' ')[0], CultureInfo.InvariantCulture)));
        Assert.DoesNotContain(acts, act => sent[1].Any(id => act.Reason.Contains(id, StringComparison.Ordinal)));

        Assert.Equal(sent[1].Order(), server.Held().Order());
        Assert.Equal(sent[0].Concat(sent[2]).Order(), server.Deferred().Order());
        Assert.Equal(kills.Count(letter => letter == '\n'), helper.Deaths);
        Assert.DoesNotContain(helper.Record().SelectMany(entry => entry.Messages), id => sent[0].Contains(id) || sent[2].Contains(id));
    }

    [GeneratedRegex("""abuseserverless_gate_queue_messages_total\{[^}]*act="held"[^}]*\} (?<count>[0-9]+)""")]
    private static partial Regex CountHeld();

    private static async Task<string[]> SendAsync(MailServer server, string account)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, SessionsPerAccount).Select(async _ =>
        {
            await using var session = await server.StayLoggedInAsync(account, World.Home, Cancellation);
            return await QueueTests.SendAsync(session, PerAccount / SessionsPerAccount);
        }));
        return [.. ids.SelectMany(some => some)];
    }

    private static async Task SuspendAsync(string storage, string account)
    {
        var tables = new Tables(StorageConnection.Open(storage));
        await new SuspensionTable(tables, new AuditTable(tables), new ActivityTable(tables), new SuspensionRules(Options.Create(new EnforcementOptions())), TimeProvider.System)
            .SuspendAsync(AccountName.Parse(account), null, "noc", "Complaint 4711", Cancellation);
    }
}
