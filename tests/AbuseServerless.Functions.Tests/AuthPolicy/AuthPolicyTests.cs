using System.Net;
using System.Text;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;
using AbuseServerless.Testing.Runtime;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Functions.Tests.AuthPolicy;

/// <summary>The functions as a mail server meets them: real HTTP, real worker, real Azurite.</summary>
public sealed class AuthPolicyTests
{
    private static readonly LocalStackOptions Enforcing = new() { Settings = new Dictionary<string, string> { ["Enforcement:Mode"] = "Enforce" } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tenth_country_reported_refuses_the_next_login_and_no_other_account_until_it_is_resumed()
    {
        await using var stack = await Stacks.StartAsync(Enforcing, Cancellation);
        using var server = new DovecotRequests(stack);
        foreach (var address in DovecotRequests.TenCountries)
        {
            Assert.Equal(DovecotRequests.Allowed, await server.AllowAsync("Bot@example.jp"));
            Assert.Equal("""{"status":"ok"}""", await server.ReportAsync("bot@Example.JP", address));
            await server.ReportAsync("honest@example.jp", DovecotRequests.TenCountries[0]);
        }

        await server.UntilAsync("bot@example.jp", refused: true);
        using (var answer = JsonDocument.Parse(await server.AllowAsync("BOT@example.jp")))
        {
            Assert.Equal(-1, answer.RootElement.GetProperty("status").GetInt32());
            Assert.Equal(PolicyAnswers.English, answer.RootElement.GetProperty("msg").GetString());
        }

        Assert.Equal(DovecotRequests.Allowed, await server.AllowAsync("honest@example.jp"));

        await server.ReportAsync("bot@example.jp", "9.9.9.9", success: false, refused: true);
        await Suspensions(stack).ResumeAsync(AccountName.Parse("bot@example.jp"), Judgement.None, "operator", "Password changed", Cancellation);
        await server.UntilAsync("bot@example.jp", refused: false);
    }

    [Fact]
    public async Task Questions_refusals_failures_and_other_protocols_are_no_logins()
    {
        await using var stack = await Stacks.StartAsync(Enforcing, Cancellation);
        using var server = new DovecotRequests(stack);
        foreach (var address in DovecotRequests.TenCountries)
        {
            for (var i = 0; i < 3; i++)
            {
                await server.AllowAsync("asked@example.jp");
            }

            await server.ReportAsync("refused@example.jp", address, success: false, refused: true);
            await server.ReportAsync("guessed@example.jp", address, success: false);
            await server.ReportAsync("reader@example.jp", address, protocol: "imap");
            await server.ReportAsync("", address, success: false);
            await server.ReportAsync("last@example.jp", address);
        }

        await server.UntilAsync("last@example.jp", refused: true);
        var tables = new StackTables(stack.Storage);
        Assert.Equal((1, 0), (await tables.CountAccountsAsync(Cancellation), await tables.CountDeadLettersAsync(Cancellation)));
    }

    [Fact]
    public async Task Events_of_dovecots_exporter_count_with_their_own_time()
    {
        await using var stack = await Stacks.StartAsync(Enforcing, Cancellation);
        using var server = new DovecotRequests(stack);
        var first = TimeProvider.System.GetUtcNow().AddHours(-3);
        var time = first;
        foreach (var address in DovecotRequests.TenCountries)
        {
            var fields = $$"""{"mechanism":"PLAIN","service":"smtp","remote_ip":"{{address}}","user":"bot@example.jp","success":"yes","policy_result":"ok"}""";
            var (status, _) = await server.PostAsync(
                "api/dovecot-events",
                $$"""{"event":"auth_request_finished","hostname":"mx1","start_time":"{{time.AddSeconds(-1):O}}","end_time":"{{time:O}}","categories":["auth"],"fields":{{fields}}}""");
            Assert.Equal(HttpStatusCode.OK, status);
            time = time.AddMinutes(1);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("api/dovecot-events", """{"event":"auth_request_finished"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("api/dovecot-events", """{"event":"imap_command_finished"}""")).Status);
        await server.UntilAsync("bot@example.jp", refused: true);
        var suspension = await new StackTables(stack.Storage).FindSuspensionAsync(AccountName.Parse("bot@example.jp"), Cancellation);
        Assert.Equal(first, suspension!.Decision!.Countries.Min(country => country.First), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Nobody_gets_an_answer_without_a_key_and_nobody_else_s_requests_are_read()
    {
        const string allow = "api/policy?command=allow";
        const string body = """{"login":"a","remote":"8.8.8.8"}""";
        await using var stack = await Stacks.StartAsync(new LocalStackOptions { PolicyKey = "rig-secret" }, Cancellation);
        using var server = new DovecotRequests(stack);
        foreach (var path in new[] { allow, "api/policy?command=report", "api/dovecot-events", "api/policy" })
        {
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await server.PostAsync(path, body, []));
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await server.PostAsync(path, body, ("X-API-Key", "rig-secreT")));
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await server.PostAsync(path, new string(' ', 100_000), ("Authorization", "Bearer wrong")));
        }

        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("wforce:rig-secret"));
        foreach (var header in new[] { ("X-API-Key", "rig-secret"), ("Authorization", " Bearer rig-secret"), ("Authorization", "Bearer  rig-secret"), ("Authorization", "Basic " + basic) })
        {
            Assert.Equal((HttpStatusCode.OK, DovecotRequests.Allowed), await server.PostAsync(allow, body, header));
        }

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("api/policy?tenant=t1?command=allow", body)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("api/policy?command=reset", body)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("api/policy", body)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(allow, "[]")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.PostAsync(allow, new string(' ', 70_000) + body)).Status);
    }

    [Fact]
    public async Task A_new_installation_records_everything_and_refuses_nobody_until_an_operator_says_so()
    {
        await using var stack = await Stacks.StartAsync(new LocalStackOptions(), Cancellation);
        using var server = new DovecotRequests(stack);
        foreach (var address in DovecotRequests.TenCountries)
        {
            await server.ReportAsync("bot@example.jp", address);
        }

        var tables = new StackTables(stack.Storage);
        await Eventually.HoldsAsync(async () => (await tables.ReadSuspensionsAsync(Cancellation, SuspensionState.Active)).Count > 0);

        await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
        Assert.Equal(DovecotRequests.Allowed, await server.AllowAsync("bot@example.jp"));

        // No restart, no deployment: what stands as active is refused within seconds, and allowed again as soon.
        var storage = new Tables(StorageConnection.Open(stack.Storage));
        var enforcement = new EnforcementTable(storage, new AuditTable(storage), TimeProvider.System);
        await enforcement.SetAsync(EnforcementMode.Enforce, "noc", "A week of trial went well", Cancellation);
        await server.UntilAsync("bot@example.jp", refused: true);
        await enforcement.SetAsync(EnforcementMode.Observe, "noc", "Complaints", Cancellation);
        await server.UntilAsync("bot@example.jp", refused: false);
        var record = await new AuditTable(storage).ReadEntriesAsync(null, Cancellation).Where(entry => entry.Enforcement is not null).ToListAsync(Cancellation);
        Assert.Equal(
            [(EnforcementMode.Enforce, "noc", "A week of trial went well"), (EnforcementMode.Observe, "noc", "Complaints")],
            record.Select(entry => (entry.Enforcement!.Mode, entry.Enforcement.By, entry.Enforcement.Reason)));
    }

    [Fact]
    public async Task With_the_hub_away_answers_go_on()
    {
        await using var stack = await Stacks.StartAsync(Enforcing, Cancellation);
        using var server = new DovecotRequests(stack);
        await Suspensions(stack).SuspendAsync(AccountName.Parse("bot@example.jp"), null, "operator", "Complaint", Cancellation);
        await server.UntilAsync("bot@example.jp", refused: true);
        await stack.Endpoint.DisposeAsync();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal("""{"status":"ok"}""", await server.ReportAsync("honest@example.jp", "8.8.8.8"));
        }

        Assert.Equal(DovecotRequests.Allowed, await server.AllowAsync("honest@example.jp"));
        Assert.NotEqual(DovecotRequests.Allowed, await server.AllowAsync("bot@example.jp"));
    }

    private static SuspensionTable Suspensions(LocalStack stack)
    {
        var tables = new Tables(StorageConnection.Open(stack.Storage));
        return new SuspensionTable(tables, new AuditTable(tables), new ActivityTable(tables), new SuspensionRules(Options.Create(new EnforcementOptions())), TimeProvider.System);
    }
}
