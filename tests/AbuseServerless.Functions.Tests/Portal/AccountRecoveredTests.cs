using System.Net;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Functions.Tests.Portal;

/// <summary>The function as a provider's portal meets it: real HTTP, real worker, real Azurite.</summary>
public sealed class AccountRecoveredTests
{
    private const string Key = "key-of-the-portal-0815";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_change_lifts_the_suspension_watches_the_account_and_is_on_record_once()
    {
        await using var stack = await StartAsync(("Enforcement:Mode", "Enforce"), ("Enforcement:RecoveryWatch", "3d"));
        using var portal = new DovecotRequests(stack);
        foreach (var address in DovecotRequests.TenCountries)
        {
            await portal.ReportAsync("bot@example.jp", address);
        }

        await portal.UntilAsync("bot@example.jp", refused: true);
        var time = TimeProvider.System.GetUtcNow();
        var body = $$"""{"reason":"Changed in the portal.","time":"{{time:O}}"}""";
        using (var answer = await TellAsync(portal, "Bot@Example.JP", body))
        {
            Assert.Equal(
                ("bot@example.jp", "recovered", true, true, "Watched"),
                (Text(answer, "account"), Text(answer, "result"), answer.RootElement.GetProperty("known").GetBoolean(), answer.RootElement.GetProperty("lifted").GetBoolean(), Text(answer, "state")));
            Assert.Equal(time.AddDays(3), answer.RootElement.GetProperty("until").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        }

        await portal.UntilAsync("bot@example.jp", refused: false);
        using (var again = await TellAsync(portal, "bot%40example.jp", body))
        {
            Assert.Equal(("repeated", "Watched", false), (Text(again, "result"), Text(again, "state"), again.RootElement.GetProperty("lifted").GetBoolean()));
        }

        // The thief has the new password too.
        foreach (var address in DovecotRequests.TenCountries)
        {
            await portal.ReportAsync("bot@example.jp", address);
        }

        await portal.UntilAsync("bot@example.jp", refused: true);
        using (var late = await TellAsync(portal, "bot@example.jp", body))
        {
            Assert.Equal(("suspendedSince", "Active"), (Text(late, "result"), Text(late, "state")));
        }

        var record = await Audit(stack).ReadAsync(AccountName.Parse("bot@example.jp"), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(
            [("net", SuspensionState.Active), ("portal", SuspensionState.Lifted), ("portal", SuspensionState.Watched), ("net", SuspensionState.Active)],
            record.Where(transition => transition.State != SuspensionState.Watched || transition.PasswordChanged is not null).Select(transition => (transition.By.Split(':')[0], transition.State)));
        Assert.All(record.Where(transition => transition.By == "portal:webmail"), transition => Assert.Contains("Changed in the portal.", transition.Reason, StringComparison.Ordinal));
        Assert.NotNull(record.Find(transition => transition is { By: "portal:webmail", State: SuspensionState.Watched })!.Decision);
    }

    [Fact]
    public async Task An_account_that_nobody_knows_is_watched_and_called_unknown_and_what_is_wrong_with_a_request_is_named()
    {
        await using var stack = await StartAsync(("Portal:Keys:1:Key", "another-key-of-16"));
        using var portal = new DovecotRequests(stack);
        using (var answer = await TellAsync(portal, "nobody@example.jp", ""))
        {
            Assert.Equal(("recovered", "Watched", false), (Text(answer, "result"), Text(answer, "state"), answer.RootElement.GetProperty("known").GetBoolean()));
        }

        using (var again = await TellAsync(portal, "nobody@example.jp", "{}", "another-key-of-16"))
        {
            Assert.Equal(("repeated", true), (Text(again, "result"), again.RootElement.GetProperty("known").GetBoolean()));
        }

        foreach (var (account, body, field) in new[] { ("a@example.jp", "[]", "body"), ("a@example.jp", """{"reason":""}""", "reason"), ("a@example.jp", """{"time":"soon"}""", "time"), ("a@example.jp", """{"x":1}""", "x"), ("a%2Fb", "", "account"), ("%20", "", "account") })
        {
            var (status, text) = await portal.PostAsync($"api/accounts/{account}/recovered", body, ("X-API-Key", Key));
            Assert.Equal(HttpStatusCode.BadRequest, status);
            using var fault = JsonDocument.Parse(text);
            Assert.Equal(field, Text(fault, "field"));
            Assert.NotEmpty(Text(fault, "error"));
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await portal.PostAsync("api/accounts/a/recovered", new string(' ', 20_000), ("X-API-Key", Key))).Status);
        var record = await Audit(stack).ReadAsync(null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal([("nobody@example.jp", "portal:webmail", SuspensionState.Watched)], record.Select(transition => (transition.Account.Value, transition.By, transition.State)));
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_portals_key_and_where_there_is_none_nobody_at_all()
    {
        await using (var stack = await StartAsync())
        {
            using var portal = new DovecotRequests(stack);
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await portal.PostAsync("api/accounts/a/recovered", "", []));
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await portal.PostAsync("api/accounts/a/recovered", "", ("X-API-Key", stack.PolicyKey)));
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await portal.PostAsync("api/accounts/a/recovered", "x", ("X-API-Key", stack.ReportKey)));
            Assert.Empty(await Audit(stack).ReadAsync(null, Cancellation).ToListAsync(Cancellation));
        }

        await using var closed = await Stacks.StartAsync(new LocalStackOptions(), Cancellation);
        using var nobody = new DovecotRequests(closed);
        Assert.Equal((HttpStatusCode.Unauthorized, ""), await nobody.PostAsync("api/accounts/a/recovered", "", ("Authorization", "Bearer ")));
    }

    private static Task<LocalStack> StartAsync(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string> { ["Portal:Keys:0:Name"] = "webmail", ["Portal:Keys:0:Key"] = Key };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return Stacks.StartAsync(new LocalStackOptions { Settings = settings }, Cancellation);
    }

    private static async Task<JsonDocument> TellAsync(DovecotRequests portal, string account, string body, string key = Key)
    {
        var (status, text) = await portal.PostAsync($"api/accounts/{account}/recovered", body, ("Authorization", "Bearer " + key));
        Assert.True(status == HttpStatusCode.OK, $"{status}: {text}");
        return JsonDocument.Parse(text);
    }

    private static string Text(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetString()!;

    private static AuditTable Audit(LocalStack stack) => new(new Tables(StorageConnection.Open(stack.Storage)));
}
