using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.Stack;
using AbuseServerless.Testing.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AbuseServerless.Functions.Tests.Portal;

/// <summary>The function as a provider's portal meets it: real HTTP, real worker, real Azurite.</summary>
public sealed class AccountAllowanceTests
{
    private const string Key = "key-of-the-portal-0815";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscriber_switches_countries_and_the_policy_server_obeys_and_each_change_is_on_record()
    {
        await using var stack = await StartAsync();
        using var portal = new DovecotRequests(stack);
        Assert.Equal(("read", null, null), await TellAsync(portal, HttpMethod.Get, "alice@example.jp"));
        Assert.Equal(DovecotRequests.Allowed, await portal.AllowAsync("alice@example.jp"));

        Assert.Equal(("set", "JP", "alice@example.jp"), await TellAsync(portal, HttpMethod.Put, "Alice@Example.JP", """{"countries":["jp"],"reason":"In the portal."}"""));
        await portal.UntilAsync("alice@example.jp", refused: true);
        Assert.Contains(PolicyAnswers.AbroadEnglish, await portal.AllowAsync("alice@example.jp"), StringComparison.Ordinal);
        Assert.Equal(("unchanged", "JP", "alice@example.jp"), await TellAsync(portal, HttpMethod.Put, "alice%40example.jp", """{"countries":["JP"],"reason":"In the portal."}"""));

        Assert.Equal(("set", "GB JP", "alice@example.jp"), await TellAsync(portal, HttpMethod.Put, "alice@example.jp", """{"countries":["JP","GB"]}"""));
        await portal.UntilAsync("alice@example.jp", refused: false);

        var tables = new Tables(StorageConnection.Open(stack.Storage));
        await new AllowanceTable(tables, new AuditTable(tables)).SetAsync(
            new Allowance(AllowanceSubject.Parse("@example.jp"), ["JP"]) { By = "noc", Reason = "x", Since = TimeProvider.System.GetUtcNow() }, Cancellation);
        Assert.Equal(("removed", "JP", "@example.jp"), await TellAsync(portal, HttpMethod.Delete, "alice@example.jp"));
        Assert.Equal(("none", "JP", "@example.jp"), await TellAsync(portal, HttpMethod.Delete, "alice@example.jp"));
        await portal.UntilAsync("alice@example.jp", refused: true);
        Assert.Equal(("read", "JP", "@example.jp"), await TellAsync(portal, HttpMethod.Get, "nobody@example.jp"));

        var record = await new AuditTable(tables).ReadEntriesAsync(AccountName.Parse("alice@example.jp"), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(
            [
                (OperatorActKind.AllowanceSet, "portal:webmail", "JP. In the portal."),
                (OperatorActKind.AllowanceSet, "portal:webmail", "GB, JP. Set in the portal."),
                (OperatorActKind.AllowanceRemoved, "portal:webmail", "GB, JP. Removed in the portal."),
            ],
            record.Select(entry => entry.Act!).Select(act => (act.Kind, act.By, act.Reason)));
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_named_and_nobody_comes_in_without_a_portals_key()
    {
        await using var stack = await StartAsync();
        using var portal = new DovecotRequests(stack);
        foreach (var (account, body, field) in new[] { ("a@example.jp", "", "body"), ("a@example.jp", "{}", "countries"), ("a@example.jp", """{"countries":["UK"]}""", "countries"), ("a@example.jp", """{"countries":["JP"],"x":1}""", "x"), ("a%2Fb", """{"countries":["JP"]}""", "account"), ("@example.jp", """{"countries":["JP"]}""", "account"), ("*@example.jp", """{"countries":["JP"]}""", "account") })
        {
            var (status, text) = await portal.SendAsync(HttpMethod.Put, Path(account), body, ("X-API-Key", Key));
            Assert.Equal(HttpStatusCode.BadRequest, status);
            using var fault = JsonDocument.Parse(text);
            Assert.Equal(field, fault.RootElement.GetProperty("field").GetString());
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await portal.SendAsync(HttpMethod.Put, Path("a"), new string(' ', 20_000), ("X-API-Key", Key))).Status);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete })
        {
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await portal.SendAsync(method, Path("a"), """{"countries":["JP"]}""", ("X-API-Key", stack.PolicyKey)));
        }

        var tables = new Tables(StorageConnection.Open(stack.Storage));
        Assert.Empty(await new AllowanceTable(tables, new AuditTable(tables)).ReadAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_client_that_goes_away_is_no_fault()
    {
        using var log = new RecordedErrors();
        await using (var stack = await StartAsync(log))
        {
            using var portal = new DovecotRequests(stack);
            Assert.Equal(("read", null, null), await TellAsync(portal, HttpMethod.Get, "alice@example.jp"));
            for (var i = 0; i < 5; i++)
            {
                await LeaveAsync(stack.Host.HttpAddress);
            }

            Assert.Equal(("read", null, null), await TellAsync(portal, HttpMethod.Get, "alice@example.jp"));
        }

        Assert.True(log.Entries.Count == 0, string.Join(Environment.NewLine, log.Entries));
    }

    // Goes away once the function asks for the body, which the server's 100 says.
    private static async Task LeaveAsync(Uri address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"PUT /{Path("alice@example.jp")} HTTP/1.1\r\nHost: portal\r\nX-API-Key: {Key}\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(Cancellation));
        client.LingerState = new LingerOption(enable: true, seconds: 0);
    }

    private static string Path(string account) => $"api/accounts/{account}/allowance";

    private static Task<LocalStack> StartAsync(ILoggerProvider? log = null) => Stacks.StartAsync(
        new LocalStackOptions
        {
            LoggerFactory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning).AddProvider(log ?? NullLoggerProvider.Instance)),
            Settings = new Dictionary<string, string> { ["Portal:Keys:0:Name"] = "webmail", ["Portal:Keys:0:Key"] = Key, ["Enforcement:Mode"] = "Enforce" },
        },
        Cancellation);

    private static async Task<(string? Result, string? Countries, string? From)> TellAsync(DovecotRequests portal, HttpMethod method, string account, string body = "")
    {
        var (status, text) = await portal.SendAsync(method, Path(account), body, ("Authorization", "Bearer " + Key));
        Assert.True(status == HttpStatusCode.OK, $"{status}: {text}");
        using var answer = JsonDocument.Parse(text);
        var countries = answer.RootElement.GetProperty("countries");
        return (
            answer.RootElement.GetProperty("result").GetString(),
            countries.ValueKind == JsonValueKind.Null ? null : string.Join(' ', countries.EnumerateArray().Select(country => country.GetString())),
            answer.RootElement.GetProperty("from").GetString());
    }
}
