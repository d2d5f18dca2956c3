using System.Text.Json;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>What happens when an operator reads the logs of the last weeks into an installation that enforces.</summary>
public sealed class ImportTests
{
    private const int Weeks = 4;

    private static readonly string[] Bots = ["bot1@example.jp", "bot2@example.jp", "bot3@example.jp"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Four_weeks_of_logs_refuse_nobody_and_tell_nobody_while_a_replay_tells_whom_they_would_have_suspended()
    {
        var now = TimeProvider.System.GetUtcNow();
        string[] logins = [.. Logins(now)];
        var settings = new Dictionary<string, string>
        {
            ["Enforcement:Mode"] = "Enforce",

            // Nobody listens there: whatever was to be told would still be due.
            ["Notifications:Webhook:Url"] = "http://127.0.0.1:9/",
            ["Notifications:Webhook:Secret"] = "a secret of some length",
        };
        await using (var stack = await Stacks.StartAsync(new LocalStackOptions { Settings = settings }, Cancellation))
        {
            await PublishAsync(stack, logins, now);
            await stack.WaitUntilProcessedAsync(Cancellation);
            await stack.Host.RunTimerAsync("EnforceSuspensions", Cancellation);
            await stack.Host.RunTimerAsync("SummariseDay", Cancellation);

            var tables = new StackTables(stack.Storage);
            Assert.Equal(
                Bots.Select(bot => (bot, SuspensionState.Historical)),
                (await tables.ReadSuspensionsAsync(Cancellation)).Select(suspension => (suspension.Account.Value, suspension.State)).Order());
            using var server = new DovecotRequests(stack);
            foreach (var bot in Bots)
            {
                Assert.Equal(DovecotRequests.Allowed, await server.AllowAsync(bot));
            }

            var storage = new Tables(StorageConnection.Open(stack.Storage));
            var rows = await storage.QueryAsync(Tables.Suspensions, "PartitionKey eq 'suspensions'", Cancellation).ToListAsync(Cancellation);
            Assert.DoesNotContain(rows, row => row.RowKey.StartsWith("n:", StringComparison.Ordinal));

            // The reputation that was lost is on record, as of then.
            Assert.All(rows.Where(row => row.RowKey.StartsWith("r:", StringComparison.Ordinal)), row => Assert.True(row.GetBoolean("Historical")));
            Assert.Contains(rows, row => row.RowKey.StartsWith("r:", StringComparison.Ordinal));
            var today = await new DailyStatsTable(storage).ReadDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Cancellation).ToListAsync(Cancellation);
            Assert.Equal((0, Bots.Length), (today.Sum(day => day.Suspensions), today.Sum(day => day.Historical)));

            // What comes now counts as ever.
            foreach (var address in DovecotRequests.TenCountries)
            {
                await server.ReportAsync(Bots[0], address);
            }

            await server.UntilAsync(Bots[0], refused: true);
            Assert.Equal(DovecotRequests.Allowed, await server.AllowAsync(Bots[1]));
        }

        using var program = LocalProgram.Start(["replay", "-", "--json"]);
        var (code, output, error) = await program.RunAsync(logins, Cancellation);
        Assert.True(code == 0, error);
        using var result = JsonDocument.Parse(output);
        Assert.Equal(Bots, result.RootElement.GetProperty("suspended").EnumerateArray().Select(account => account.GetProperty("account").GetString()).Order(StringComparer.Ordinal));
    }

    // In the order of time, as log files are. The last evening of a bot is a day ago.
    private static IEnumerable<string> Logins(DateTimeOffset now)
    {
        for (var day = Weeks * 7; day >= 1; day--)
        {
            var noon = now.AddDays(-day);
            yield return Login("honest@example.jp", DovecotRequests.TenCountries[7], noon);
            foreach (var bot in Bots.Where((_, number) => day % 7 == 1 + number))
            {
                for (var i = 0; i < DovecotRequests.TenCountries.Length; i++)
                {
                    yield return Login(bot, DovecotRequests.TenCountries[i], noon.AddMinutes(i));
                }
            }
        }
    }

    private static string Login(string account, string address, DateTimeOffset time) =>
        $$"""{"time":"{{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}","account":"{{account}}","ip":"{{address}}","success":true}""";

    private static async Task PublishAsync(LocalStack stack, IEnumerable<string> logins, DateTimeOffset now)
    {
        await using var auths = new AuthEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
        foreach (var login in logins)
        {
            await auths.AddAsync(login, Cancellation);
        }

        await auths.FlushAsync(Cancellation);
        await using var deliveries = new DeliveryEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.DeliveryEvents));
        for (var i = 0; i < 200; i++)
        {
            await deliveries.AddAsync(
                $$"""{"time":"{{now.AddDays(-14).UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}","queueId":"q{{i}}","recipientDomain":"gmail.com","status":"bounced","dsn":"5.7.1","reply":"550-5.7.1 [192.0.2.1] Our system has detected that this message is likely suspicious due to the very low reputation of the sending IP address."}""",
                Cancellation);
        }

        await deliveries.FlushAsync(Cancellation);
    }
}
