using System.Text.Json;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>The program as a user runs it: a process with standard input, output and an exit code.</summary>
public sealed class CommandTests
{
    private static readonly string[] Bot =
    [
        .. new[] { "81.2.69.142", "8.8.8.8", "77.88.8.8", "114.114.114.114", "200.160.2.3", "196.25.1.1", "1.1.1.1", "202.12.27.33", "49.50.8.1", "41.220.68.1" }
            .Select((ip, hour) => $$"""{"time":"2026-11-20T{{hour:D2}}:00:00Z","account":"Bot@Example.JP","ip":"{{ip}}","success":true}"""),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replay_prints_exactly_one_json_object_on_standard_output()
    {
        using var program = LocalProgram.Start(["replay", "-", "--json"]);
        var (code, output, error) = await program.RunAsync([.. Bot, "garbage"], Cancellation);
        Assert.True(code == 0, error);
        Assert.Equal(
            """{"events":11,"deadLettered":1,"accounts":1,"watched":0,"suspended":[{"account":"bot@example.jp","net":"Countries","reason":"10 countries within 24 hours","countries":["AU","BR","CN","GB","ID","JP","NG","RU","US","ZA"],"windowStart":"2026-11-19T09:15:00Z","windowEnd":"2026-11-20T09:15:00Z"}],"watchedAccounts":[],"deliveries":[],"log":{"found":"events of the schemas, 2026-11-20 UTC","lines":11,"recognised":11,"logins":10,"deliveries":0,"notUnderstood":0,"uncounted":0,"malformed":1,"damaged":0,"broken":0,"onlyPrivateAddress":null}}""" + Environment.NewLine,
            output);
        Assert.DoesNotContain("warn:", error, StringComparison.Ordinal);
        Assert.Contains("1 line should contain an event but cannot be read (a dead letter). ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_of_a_Postfix_log_counts_its_deliveries()
    {
        var captures = RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Captures");
        using var program = LocalProgram.Start(["replay", Path.Combine(captures, "postfix-deliveries.log"), "--format", "postfix", "--time-zone", "UTC", "--json"]);

        var (code, output, error) = await program.RunAsync([], Cancellation);

        Assert.True(code == 0, error);
        using var result = JsonDocument.Parse(output);
        Assert.Equal(0, result.RootElement.GetProperty("deadLettered").GetInt32());
        Assert.Equal(
            await File.ReadAllLinesAsync(Path.Combine(captures, "postfix-deliveries.tsv"), Cancellation),
            result.RootElement.GetProperty("deliveries").EnumerateArray().SelectMany(Numbers).Order(StringComparer.Ordinal));
    }

    // At home for twelve days; then a message every five minutes from elsewhere until the evening, each of which is refused.
    private static List<string> SpamDay()
    {
        var lines = new List<string>();
        var begin = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var day = 0; day < 12; day++)
        {
            lines.AddRange(Message(begin.AddDays(day).AddHours(9), "81.2.69.142", "sent (250 ok)", "2.0.0"));
            lines.AddRange(Message(begin.AddDays(day).AddHours(15), "81.2.69.142", "sent (250 ok)", "2.0.0"));
        }

        for (var minute = 0; minute < 600; minute += 5)
        {
            lines.AddRange(Message(begin.AddDays(12).AddHours(10).AddMinutes(minute), "83.97.20.1", "bounced (host gmail-smtp-in.l.google.com[142.250.102.27] said: 550 5.1.1 No such user)", "5.1.1"));
        }

        return lines;
    }

    private static IEnumerable<string> Message(DateTime time, string address, string status, string dsn)
    {
        var (stamp, id) = ($"{time:yyyy-MM-ddTHH:mm:ss}Z mx1 postfix", $"A{time:ddHHmm}");
        yield return $"{stamp}/smtpd[1]: {id}: client=unknown[{address}], sasl_method=PLAIN, sasl_username=alice@example.jp";
        yield return $"{stamp}/qmgr[2]: {id}: from=<alice@example.jp>, size=1, nrcpt=1 (queue active)";
        yield return $"{stamp}/smtp[3]: {id}: to=<x{id}@gmail.com>, relay=gmail-smtp-in.l.google.com[142.250.102.27]:25, delay=1, delays=0/0/0/1, dsn={dsn}, status={status}";
        yield return $"{stamp}/qmgr[2]: {id}: removed";
    }

    [Fact]
    public async Task A_replay_decides_at_the_quarter_of_an_hour_of_the_tenth_minute_elsewhere()
    {
        using var program = LocalProgram.Start(["replay", "-", "--time-zone", "UTC", "--json"]);
        var (code, output, error) = await program.RunAsync(SpamDay(), Cancellation);
        Assert.True(code == 0, error);
        using var result = JsonDocument.Parse(output);
        var suspended = Assert.Single(result.RootElement.GetProperty("suspended").EnumerateArray());
        Assert.Equal("Outcomes", suspended.GetProperty("net").GetString());
        Assert.Equal("2026-11-13T10:45:00Z", suspended.GetProperty("windowEnd").GetString());
    }

    [Fact]
    public async Task A_setting_is_overridden_for_one_replay()
    {
        using var program = LocalProgram.Start(["replay", "-", "--json", "--set", "Nets:Countries:Suspend=11", "--set", "Nets:Countries:Watch=off", "--set", "Nets:Travel:Watch=off"]);
        var (code, output, error) = await program.RunAsync(Bot, Cancellation);
        Assert.True(code == 0, error);
        using var result = JsonDocument.Parse(output);
        Assert.Equal(0, result.RootElement.GetProperty("suspended").GetArrayLength());
        Assert.Equal(0, result.RootElement.GetProperty("watched").GetInt32());
    }

    [Fact]
    public async Task Two_replays_side_by_side_do_not_disturb_each_other()
    {
        using var one = LocalProgram.Start(["replay", "-", "--json"]);
        using var other = LocalProgram.Start(["replay", "-", "--json"]);
        var results = await Task.WhenAll(one.RunAsync(Bot, Cancellation), other.RunAsync(Bot.Take(9), Cancellation));
        Assert.Equal([1, 0], results.Select(result => JsonDocument.Parse(result.Output).RootElement.GetProperty("suspended").GetArrayLength()));
    }

    // What it reads is more than a pipe holds, and has no end.
    [Fact]
    public async Task A_replay_that_is_interrupted_while_it_reads_standard_input_ends_and_leaves_nothing_of_the_log_behind()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var folder = new TemporaryFolder();
        using var program = LocalProgram.Start(["replay", "-", "--json"], environment: ("TMPDIR", folder.Path));
        await program.GiveAsync(Enumerable.Repeat(Bot, 200).SelectMany(line => line), Cancellation);
        await Eventually.HoldsAsync(() => Copies().Any(copy => copy.Length > 0), cancellationToken: Cancellation);

        Assert.Equal(130, await program.InterruptAsync(Cancellation).WaitAsync(Eventually.Limit, Cancellation));
        Assert.Empty(Copies());

        FileInfo[] Copies() => new DirectoryInfo(folder.Path).GetFiles("*.tmp");
    }

    [Fact]
    public async Task A_log_on_standard_input_that_cannot_be_read_is_not_left_behind_either()
    {
        using var folder = new TemporaryFolder();
        using var program = LocalProgram.Start(["replay", "-", Path.Combine(folder.Path, "mail*"), "--json"], environment: ("TMPDIR", folder.Path));

        var (code, _, error) = await program.RunAsync(Bot, Cancellation);

        Assert.True(code == 1, error);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
    }

    [Fact]
    public async Task The_demo_shows_whom_it_would_suspend_a_legitimate_traveller_and_what_to_try_next()
    {
        using var program = LocalProgram.Start([]);
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 0, error);
        Assert.Contains("bot-new-year@example.jp", output, StringComparison.Ordinal);
        Assert.Contains("27 would be suspended, 7 watched", output, StringComparison.Ordinal);
        Assert.Contains("traveller@example.jp, a legitimate traveller", output, StringComparison.Ordinal);
        Assert.Contains("Try next", output, StringComparison.Ordinal);
        Assert.Contains("IP Geolocation by DB-IP", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_that_was_killed_leaves_no_process_and_the_next_one_goes_on_with_its_data()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["up", "--data", Path.Combine(folder.Path, "data"), "--http-port", "0", "--event-hubs-port", "0", "--storage-port", "0", "--set", "Enforcement:MaximumEvidenceAge=36500.00:00:00"];
        using (var first = LocalProgram.Start(arguments, folder.Path))
        {
            var storage = await first.ReadAsync("Storage", Cancellation);
            await PublishAsync(await first.ReadAsync("EventHubs", Cancellation), Bot.Take(6));
            await Eventually.HoldsAsync(async () => await new StackTables(storage).CountAccountsAsync(Cancellation) == 1);
            await first.KillAsync(Cancellation);
            await Eventually.HoldsAsync(() => IsGoneAsync(storage));
        }

        using var second = LocalProgram.Start(arguments, folder.Path);
        var tables = new StackTables(await second.ReadAsync("Storage", Cancellation));
        await PublishAsync(await second.ReadAsync("EventHubs", Cancellation), Bot.Skip(6));
        await Eventually.HoldsAsync(async () => (await tables.ReadSuspensionsAsync(Cancellation, SuspensionState.Active)).Count == 1);
        Assert.Equal("bot@example.jp", (await tables.ReadSuspensionsAsync(Cancellation)).Single().Account.Value);
    }

    // Provider, status, class and number, as the captured log's own table has them.
    private static IEnumerable<string> Numbers(JsonElement provider)
    {
        var name = provider.GetProperty("provider").GetString();
        if (provider.GetProperty("sent").GetInt64() is > 0 and var sent)
        {
            yield return $"{name}\tsent\t-\t{sent}";
        }

        foreach (var status in (string[])["deferred", "bounced", "expired"])
        {
            foreach (var reply in provider.GetProperty(status).EnumerateObject())
            {
                yield return $"{name}\t{status}\t{reply.Name}\t{reply.Value.GetInt64()}";
            }
        }
    }

    private static async Task PublishAsync(string eventHubs, IEnumerable<string> lines)
    {
        await using var publisher = new AuthEventPublisher(EventHubsConnection.OpenProducer(eventHubs, LocalStackOptions.AuthEvents));
        foreach (var line in lines)
        {
            await publisher.AddAsync(line, Cancellation);
        }

        await publisher.FlushAsync(Cancellation);
    }

    private static async Task<bool> IsGoneAsync(string storage)
    {
        try
        {
            await new StackTables(storage).CountAccountsAsync(Cancellation);
            return false;
        }
        catch (StorageException)
        {
            return true;
        }
    }
}
