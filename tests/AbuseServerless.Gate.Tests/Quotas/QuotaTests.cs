using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Quotas;

public sealed partial class QuotaTests(Cloud cloud) : IClassFixture<Cloud>, IDisposable
{
    private const int Limit = 20;

    // A tenth of the limit, which a gate lets pass before it writes.
    private const int Slack = 2;

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Of_50_parallel_sessions_none_passes_beyond_the_limit_and_a_killed_gate_forgets_no_more_than_the_slack()
    {
        await cloud.SetPlanAsync("basic", new QuotaLimits { MessagesPerHour = Limit }, "*@flood.test");
        string killed;
        await using (var gate = await StartAsync("a"))
        {
            await gate.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);
            Assert.Equal(Limit, (await FloodAsync([gate], 50, "alice@flood.test", "Alice+news@Flood.Test")).Passed);
            Assert.All((await FloodAsync([gate], 1, "alice@flood.test")).Answers, answers => Assert.Equal(["DEFER_IF_PERMIT 4.7.1 This account has reached its sending limit. Try again later, or contact support."], answers));
            Assert.Equal(Limit, (await FloodAsync([gate], 10, "bob@flood.test")).Passed);
            Assert.Equal(["DUNNO", "DUNNO"], await OfferAsync(gate, "alice@elsewhere.test", "m", "x@a.test"));
            await ListedAsync(gate);
            killed = Id(gate);
            await gate.KillAsync();
        }

        await using var next = await StartAsync("a");
        await next.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);
        Assert.InRange((await FloodAsync([next], 50, "alice@flood.test")).Passed, 0, 2 * Slack - 1);
        await Eventually.HoldsAsync(async () => (await cloud.UsageAsync("alice@flood.test")).Used(QuotaMeasure.Messages, isDaily: false, Now) >= Limit - Slack);

        // It is the same gate, and nobody misses the run that was killed.
        await ListedAsync(next);
        Assert.DoesNotContain(killed, await cloud.ListedGatesAsync());
    }

    private static string Id(GateProcess gate) => gate.Id.ToString(CultureInfo.InvariantCulture);

    private Task ListedAsync(GateProcess gate) => Eventually.HoldsAsync(async () => (await cloud.ListedGatesAsync()).Contains(Id(gate)), () => gate.Output);

    [Fact]
    public async Task Three_gates_on_one_table_let_pass_no_more_than_the_stated_bound()
    {
        await cloud.SetPlanAsync("three", new QuotaLimits { MessagesPerHour = Limit, RecipientsPerDay = 1_000 }, "*@three.test");
        var gates = await Task.WhenAll(StartAsync("a"), StartAsync("b"), StartAsync("c"));
        try
        {
            foreach (var gate in gates)
            {
                await gate.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);
            }

            Assert.InRange((await FloodAsync(gates, 51, "alice@three.test")).Passed, Limit - 1, Limit - 1 + gates.Length * Slack);
            foreach (var gate in gates)
            {
                Assert.DoesNotMatch(FailedOpen(), await gate.Http.GetStringAsync("/metrics"));
            }
        }
        finally
        {
            foreach (var gate in gates)
            {
                await gate.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task While_the_table_is_away_mail_goes_on_by_what_the_gate_counts_itself_and_that_is_counted()
    {
        await cloud.SetPlanAsync("away", new QuotaLimits { MessagesPerHour = Limit }, "*@away.test");
        await using var gate = await StartAsync("a", ("Quota:MaximumWait", "00:00:00.1"));
        await gate.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);
        await cloud.StopAsync();
        try
        {
            Assert.Equal(Limit, (await FloodAsync([gate], 50, "alice@away.test")).Passed);
            Assert.Matches(FailedOpen(), await gate.Http.GetStringAsync("/metrics"));
        }
        finally
        {
            await cloud.RestartAsync();
        }

        // Beyond the limit: written as soon as the table is there again.
        await Eventually.HoldsAsync(async () =>
        {
            Assert.StartsWith("DEFER_IF_PERMIT", (await OfferAsync(gate, "alice@away.test", Guid.NewGuid().ToString(), "x@a.test"))[0]);
            return (await cloud.UsageAsync("alice@away.test")).Used(QuotaMeasure.Messages, isDaily: true, Now) == Limit;
        });
    }

    [Fact]
    public async Task A_gate_that_starts_while_the_table_is_away_uses_the_plans_it_last_read_and_one_that_never_read_any_counts_what_it_lets_pass()
    {
        await cloud.SetPlanAsync("kept", new QuotaLimits { MessagesPerHour = Limit }, "*@kept.test");
        await cloud.SpoilPlanAsync("kept.test");
        await cloud.GiveMissingPlanAsync("gone", "bob@kept.test");
        await using (var gate = await StartAsync("kept"))
        {
            await gate.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(Path.Combine(_data.Path, "kept", "plans.json"))));
            Assert.Contains("Rows of table Plans that cannot be read and are ignored: 1.", gate.Output, StringComparison.Ordinal);
            Assert.Contains("Accounts, domains and wildcards whose plan does not exist: 1. The next plan that matches applies to them, or none. Get-GeoStatus names them. The plans: gone", gate.Output, StringComparison.Ordinal);
            await gate.KillAsync();
        }

        await cloud.StopAsync();
        try
        {
            await using var next = await StartAsync("kept", ("Quota:MaximumWait", "00:00:00.1"));
            Assert.Equal(Limit, (await FloodAsync([next], 50, "alice@kept.test")).Passed);

            await using var unknowing = await StartAsync("unknowing", ("Quota:MaximumWait", "00:00:00.1"));
            Assert.Equal(["DUNNO"], (await OfferAsync(unknowing, "alice@kept.test", "m", "x@a.test"))[..1]);
            Assert.Matches(FailedOpen(), await unknowing.Http.GetStringAsync("/metrics"));
        }
        finally
        {
            await cloud.RestartAsync();
        }
    }

    [Fact]
    public async Task A_plan_says_what_is_answered_and_an_installation_that_observes_refuses_nothing()
    {
        await cloud.SetPlanAsync("held", new QuotaLimits { RecipientsPerDay = 2, DomainsPerDay = 1 }, "*@held.test", "HOLD");
        await cloud.SetPlanAsync("refused", new QuotaLimits { RecipientsPerDay = 0 }, "no@held.test", "REJECT");
        await cloud.SetPlanAsync("slow", new QuotaLimits { DomainsPerDay = 1 }, "slow@held.test", "FILTER slow:");
        await using var gate = await StartAsync("a", ("AuthPolicy:Language", "Ja"));
        await using var observing = await StartAsync("b", ("Enforcement:Mode", "Observe"));
        await gate.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);
        await observing.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(["REJECT 5.7.1 このアカウントの送信数が上限に達したため、このメールは送信されません。サポートへご連絡ください。"], await OfferAsync(gate, "no@held.test", "m0", "a@x.test"));
        var hold = "HOLD このアカウントの送信数が上限に達しました。";
        Assert.Equal(["DUNNO", "DUNNO", hold, hold], await OfferAsync(gate, "alice@held.test", "m1", "a@x.test", "b@x.test", "c@x.test"));
        Assert.Equal(["DUNNO", "FILTER slow:", "FILTER slow:"], await OfferAsync(gate, "slow@held.test", "m2", "a@x.test", "a@y.test"));
        Assert.Equal(["DUNNO", "DUNNO", "DUNNO", "DUNNO"], await OfferAsync(observing, "bob@held.test", "m3", "a@x.test", "b@x.test", "c@x.test"));
        Assert.Matches("""abuseserverless_gate_quota_requests_total\{[^}]*outcome="observed"[^}]*\} 1\b""", await observing.Http.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Of_200_clients_at_once_as_many_pass_as_the_plan_says_and_one_that_sends_is_not_disturbed()
    {
        await cloud.SetPlanAsync("clients", new QuotaLimits { ClientsPer5Minutes = 4 }, "*@clients.test");
        await using var gate = await StartAsync("a");
        await gate.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async client => (Address: $"192.0.2.{client}", Answer: await AskAsync($"192.0.2.{client}"))));
        string[] passed = [.. answers.Where(one => one.Answer == "DUNNO").Select(one => one.Address)];
        Assert.Equal(4, passed.Length);
        Assert.Equal(
            ["DEFER_IF_PERMIT 4.7.1 This account has reached its sending limit. Try again later, or contact support.", "DUNNO"], answers.Select(one => one.Answer).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["DUNNO", "DUNNO"], [await AskAsync(passed[0]), await AskAsync(passed[3])]);
        Assert.StartsWith("DEFER", await AskAsync("2001:db8::1"), StringComparison.Ordinal);
        Assert.Equal(SharedUsage.Empty.Writers, (await cloud.UsageAsync("alice@clients.test")).Writers);

        async Task<string> AskAsync(string address)
        {
            using var connection = await PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, gate.PostfixPort));
            return await connection.AskRecipientAsync("alice@clients.test", Guid.NewGuid().ToString(), "x@a.test", address);
        }
    }

    [Fact]
    public async Task A_watched_account_may_send_little_also_after_a_restart_without_the_table_until_it_is_resumed()
    {
        const string held = "HOLD This account has reached its sending limit.";
        (string, string)[] graded = [("Quota:Watched:RecipientsPerHour", "2"), ("Quota:Watched:Answer", "HOLD")];
        await cloud.WatchAsync("alice@watched.test");
        await cloud.SuspendAsync("dora@watched.test");
        await cloud.RecoverAsync("dora@watched.test");
        await using (var gate = await StartAsync("a", graded))
        {
            await Eventually.HoldsAsync(async () => (await gate.HealthAsync()).Contains("\"watched\":2", StringComparison.Ordinal), () => gate.Output);
            Assert.Equal(["DUNNO", "DUNNO", held, held], await OfferAsync(gate, "Alice+tag@watched.test", "m", "a@x.test", "b@x.test", "c@x.test"));
            Assert.Equal(["DUNNO", "DUNNO", held, held], await OfferAsync(gate, "dora@watched.test", "m", "a@x.test", "b@x.test", "c@x.test"));
            Assert.Equal(["DUNNO", "DUNNO", "DUNNO", "DUNNO"], await OfferAsync(gate, "bob@watched.test", "m", "a@x.test", "b@x.test", "c@x.test"));
            await Eventually.HoldsAsync(() => Task.FromResult(Saved("a").Contains("alice@watched.test", StringComparison.Ordinal)));
            await gate.KillAsync();
        }

        await using var observing = await StartAsync("b", [.. graded, ("Enforcement:Mode", "Observe")]);
        await Eventually.HoldsAsync(async () => (await observing.HealthAsync()).Contains("\"watched\":2", StringComparison.Ordinal));
        Assert.DoesNotContain(await OfferAsync(observing, "alice@watched.test", "m", "a@x.test", "b@x.test", "c@x.test"), answer => answer != "DUNNO");
        Assert.Matches("""abuseserverless_gate_quota_requests_total\{[^}]*outcome="observed"[^}]*watched="true"[^}]*\} [1-9]""", await observing.Http.GetStringAsync("/metrics"));

        await cloud.StopAsync();
        await using var next = await StartAsync("a", [.. graded, ("Quota:MaximumWait", "00:00:00.1")]);
        Assert.Equal(["DUNNO", "DUNNO", held, held], await OfferAsync(next, "alice@watched.test", "m", "a@x.test", "b@x.test", "c@x.test"));
        await cloud.RestartAsync();
        await cloud.ResumeAsync("alice@watched.test", Judgement.FalsePositive);
        await Eventually.HoldsAsync(async () => (await OfferAsync(next, "alice@watched.test", Guid.NewGuid().ToString(), "d@x.test"))[0] == "DUNNO", () => next.Output);

        // What the queue helper reads.
        await Eventually.HoldsAsync(() => Task.FromResult(Saved("a") is var saved
            && saved.Contains("\"judged\":[{\"account\":\"alice@watched.test\"", StringComparison.Ordinal) && saved.Contains("\"mode\":\"Enforce\",\"smtpOnly\":false", StringComparison.Ordinal) && !saved.Contains("\"asOf\":null", StringComparison.Ordinal)));
    }

    private string Saved(string name) => Path.Combine(_data.Path, name, "suspended.json") is var file && File.Exists(file) ? File.ReadAllText(file) : "";

    private static int Now => SlotCounts.MinuteOf(TimeProvider.System.GetUtcNow());

    [GeneratedRegex("""abuseserverless_gate_quota_requests_total\{[^}]*outcome="failed_open"[^}]*\} [1-9]""")]
    private static partial Regex FailedOpen();

    private static async Task<string[]> OfferAsync(GateProcess gate, string account, string instance, params string[] recipients)
    {
        using var connection = await PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, gate.PostfixPort));
        return await connection.OfferAsync(account, instance, recipients);
    }

    // Sessions at once, evenly over the gates, two messages each, under any of the names.
    private static async Task<(int Passed, string[][] Answers)> FloodAsync(GateProcess[] gates, int sessions, params string[] accounts)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, sessions).Select(async session =>
        {
            using var connection = await PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, gates[session % gates.Length].PostfixPort));
            var both = new List<string[]>();
            for (var message = 0; message < Math.Max(2, 2 * Limit / sessions); message++)
            {
                both.Add(await connection.OfferAsync(accounts[session % accounts.Length], Guid.NewGuid().ToString(), "x@a.test"));
            }

            return both;
        }));
        string[][] all = [.. answers.SelectMany(both => both)];
        return (all.Count(one => one is ["DUNNO", "DUNNO"]), all);
    }

    private Task<GateProcess> StartAsync(string name, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(cloud.Settings) { ["Gate:Data"] = Path.Combine(_data.Path, name), ["Quota:MaximumWait"] = "00:01:00" };
        foreach (var (setting, value) in more)
        {
            settings[setting] = value;
        }

        return GateProcess.StartAsync(settings, TestContext.Current.CancellationToken);
    }
}
