using System.Net;
using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.Stack;
using AbuseServerless.Notifications;
using AbuseServerless.Portal;
using AbuseServerless.Suspensions;
using AbuseServerless.Testing.Runtime;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Functions.Tests.Portal;

/// <summary>The page behind the link in the mail, as browsers, mail scanners and thieves meet it: real HTTP, real worker, real Azurite.</summary>
public sealed class RecoverByLinkTests
{
    private const string Key = "a-secret-of-the-links-with-32-characters";
    private const string Bot = "bot@example.jp";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Enforcement:Mode"] = "Enforce",
        ["Notifications:Mail:Host"] = "127.0.0.1",
        ["Notifications:Mail:Port"] = "9",
        ["Notifications:Mail:From"] = "Help <help@example.jp>",
        ["Notifications:Mail:ToSubscriber"] = "true",
        ["Notifications:Mail:RecoveryLink:Page"] = "https://app.example/api/recover",
        ["Notifications:Mail:RecoveryLink:To"] = "{user}@{domain}.recovery.example.jp",
        ["Notifications:Mail:RecoveryLink:Keys:0:Key"] = Key,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_follows_the_link_changes_nothing_and_the_button_lifts_that_suspension_once()
    {
        await using var stack = await Stacks.StartAsync(new LocalStackOptions { Settings = Settings }, Cancellation);
        using var browser = new DovecotRequests(stack);
        await BeAbusedAsync(browser);
        var token = Token(1);

        // A scanner follows it, and sends what it finds.
        for (var visit = 0; visit < 2; visit++)
        {
            var (shown, page) = await browser.SendAsync(HttpMethod.Get, "api/recover", "");
            Assert.Equal((HttpStatusCode.OK, true, false), (shown, page.Contains("<form method=\"post\"", StringComparison.Ordinal), page.Contains(Bot, StringComparison.Ordinal)));
        }

        await AnswersAsync(HttpStatusCode.BadRequest, "まだ", $"token={token}", "確認の欄");
        await AnswersAsync(HttpStatusCode.BadRequest, "forged", $"token={token[..^1]}&changed=yes", "正しくありません");
        await AnswersAsync(HttpStatusCode.BadRequest, "none", "", "正しくありません");
        await AnswersAsync(HttpStatusCode.Gone, "expired", $"token={Token(1, expired: true)}&changed=yes", "期限が切れています");
        await AnswersAsync(HttpStatusCode.Conflict, "of another suspension", $"token={Token(2)}&changed=yes", "すでに使われたか");
        Assert.NotEqual(DovecotRequests.Allowed, await browser.AllowAsync(Bot));

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(browser, $"token={token}&changed=yes")));
        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.Conflict, 7)], all.Select(answer => answer.Status).Order());
        Assert.Contains(all, answer => answer.Body.Contains("停止を解除しました", StringComparison.Ordinal));
        Assert.Contains(all, answer => answer.Body.Contains("<h1>メールアカウントを再びご利用いただけます</h1>", StringComparison.Ordinal));
        await browser.UntilAsync(Bot, refused: false);

        // Suspended again: the old link is good for nothing.
        await BeAbusedAsync(browser);
        await AnswersAsync(HttpStatusCode.Conflict, "again", $"token={token}&changed=yes", "すでに使われたか");
        Assert.NotEqual(DovecotRequests.Allowed, await browser.AllowAsync(Bot));
        var record = await new AuditTable(new Tables(StorageConnection.Open(stack.Storage))).ReadAsync(AccountName.Parse(Bot), Cancellation).ToListAsync(Cancellation);
        Assert.Equal([SuspensionState.Lifted, SuspensionState.Watched], record.Where(transition => transition.By == "link:mail").Select(transition => transition.State));

        async Task AnswersAsync(HttpStatusCode status, string what, string body, string text)
        {
            var answer = await PostAsync(browser, body);
            Assert.True(answer.Status == status && answer.Body.Contains(text, StringComparison.Ordinal) && answer.Body.Contains("help@example.jp", StringComparison.Ordinal), $"{what}: {answer.Status} {answer.Body}");
        }
    }

    [Fact]
    public async Task The_page_is_in_the_browsers_language_is_not_kept_and_may_do_nothing_but_send_its_form()
    {
        await using var stack = await Stacks.StartAsync(new LocalStackOptions { Settings = Settings }, Cancellation);
        using var client = new HttpClient();
        foreach (var (language, text) in new[] { ("de, en;q=0.7, ja;q=0.3", "Reactivate my account"), ("ja", "停止を解除する"), ("", "停止を解除する") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.Host.HttpAddress, "api/recover"));
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
            using var response = await client.SendAsync(request, Cancellation);
            var page = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains(text, page, StringComparison.Ordinal);
            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Equal($"default-src 'none'; style-src '{HashOf(page, "style")}'; script-src '{HashOf(page, "script")}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'", policy);
        }
    }

    private static string HashOf(string page, string element) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Split($"<{element}>")[1].Split($"</{element}>")[0])));

    [Fact]
    public async Task Without_links_there_is_no_page()
    {
        await using var stack = await Stacks.StartAsync(new LocalStackOptions(), Cancellation);
        using var browser = new DovecotRequests(stack);
        Assert.Equal((HttpStatusCode.NotFound, ""), await browser.SendAsync(HttpMethod.Get, "api/recover", ""));
        Assert.Equal((HttpStatusCode.NotFound, ""), await browser.PostAsync("api/recover", $"token={Token(1)}&changed=yes", []));
    }

    private static async Task BeAbusedAsync(DovecotRequests server)
    {
        foreach (var address in DovecotRequests.TenCountries)
        {
            await server.ReportAsync(Bot, address);
        }

        await server.UntilAsync(Bot, refused: true);
    }

    private static Task<(HttpStatusCode Status, string Body)> PostAsync(DovecotRequests browser, string body) => browser.PostAsync("api/recover", body, []);

    private static string Token(int activation, bool expired = false)
    {
        var options = new NotificationOptions();
        options.Mail.RecoveryLink.Page = "https://app.example/api/recover";
        options.Mail.RecoveryLink.Keys.Add(new RecoveryKeyOptions { Key = Key });
        var link = new RecoveryLink(AccountName.Parse(Bot), activation, TimeProvider.System.GetUtcNow().AddHours(expired ? -1 : 1));
        return new RecoveryLinks(Options.Create(options)).AddressOf(link).Split('#')[1];
    }
}
