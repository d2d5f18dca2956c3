using System.Globalization;
using System.IO.Compression;
using System.Runtime.Versioning;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Following;

public sealed class FollowTests : IAsyncLifetime
{
    private readonly Cloud _cloud = new();
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _logs = new();
    private int _written;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_logs.Path, "mail.log");

    public ValueTask InitializeAsync() => _cloud.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _data.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Kills_and_rotations_lose_no_event_and_double_none()
    {
        // The hub is away, so that what it has in the end is what the spools hold.
        await _cloud.StopAsync();
        await using (var gate = await StartAsync("mail*"))
        {
            // Not there at the start.
            Write(Log, 300);
            await ReadAsync(gate, 1);
            File.Move(Log, Log + ".1");
            Write(Log, 200);
            await ReadAsync(gate, 1);
            Write(Log, 200);
            await gate.KillAsync();
        }

        // Rotated twice while it is down, and compressed.
        Compress(Log + ".1", Log + ".3.gz");
        Write(Log, 50);
        Compress(Log, Log + ".2.gz");
        Write(Log, 100);
        File.Move(Log, Log + ".1");
        Write(Log, 100);
        Write(Path.Combine(_logs.Path, "mail-in.log"), 40);
        await using (var gate = await StartAsync("mail*"))
        {
            await ReadAsync(gate, 100);
            Write(Log, 60);
            await gate.KillAsync();
        }

        await using (var gate = await StartAsync("mail*"))
        {
            // Whether the gate has read it by now or not.
            await ReadAsync(gate, 1);

            // Emptied under its writer's hands, with a copy beside it.
            File.Copy(Log, Log + "-20261124");
            await File.WriteAllTextAsync(Log, "", Cancellation);
            Write(Log, 30);
            Assert.True(await gate.StopAsync());
        }

        Write(Log, 20);
        await _cloud.RestartAsync();
        await using (var gate = await StartAsync("mail*"))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(Logins().Distinct().Count() >= _written && Deliveries().Distinct().Count() >= _written), () => gate.Output);
            await Eventually.HoldsAsync(async () => await gate.HealthAsync() is var health && health.Contains("\"eventsWaiting\":0", StringComparison.Ordinal) && health.Contains("\"deliveriesWaiting\":0", StringComparison.Ordinal));
            Assert.True(await gate.StopAsync());
        }

        var expected = Enumerable.Range(0, _written).Select(Account).Order(StringComparer.Ordinal);
        Assert.Equal(expected, Logins().Order(StringComparer.Ordinal));
        Assert.Equal(expected, Deliveries().Order(StringComparer.Ordinal));
        Assert.All(_cloud.Events(), login => Assert.Equal(7, login.Event.Recipients));
    }

    [Fact]
    public async Task Health_and_metrics_say_what_is_read_and_what_is_not_understood()
    {
        Write(Log, 3);
        await File.AppendAllTextAsync(Log, "Nov 31 00:00:00 mail postfix/smtp[1]: AAAAAA: to=<secret@gmail.com>, relay=none, dsn=2.0.0, status=sent (ok)\n", Cancellation);
        await using var gate = await StartAsync("mail.log", "absent.log");

        await Eventually.HoldsAsync(async () => (await gate.HealthAsync()).Contains("\"notUnderstood\":1", StringComparison.Ordinal), () => gate.Output);

        var health = await gate.HealthAsync();
        Assert.Contains($$"""{"path":"{{Log}}","lines":13,"recognised":12,"events":6,"notUnderstood":1,"lastEvent":"2026-11-24T01:00:02+00:00"}""", health, StringComparison.Ordinal);
        Assert.Contains($$"""{"path":"{{Path.Combine(_logs.Path, "absent.log")}}","lines":0,"recognised":0,"events":0,"notUnderstood":0}""", health, StringComparison.Ordinal);
        var metrics = await gate.Http.GetStringAsync("/metrics", Cancellation);
        Assert.Matches($$"""abuseserverless_gate_follow_lines_total\{[^}]*path="{{Log}}"[^}]*\} 13\b""", metrics);
        Assert.Matches($$"""abuseserverless_gate_follow_not_understood_total\{[^}]*path="{{Log}}"[^}]*\} 1\b""", metrics);
        Assert.DoesNotContain("secret", gate.Output, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_of_logs_that_cannot_be_read_for_a_while_is_told_and_holds_up_nothing_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || (Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv")), "setpriv is missing (Debian: apt-get install util-linux), or this is Windows.");
        var closed = _logs["closed"];
        Directory.CreateDirectory(closed);
        Write(Path.Combine(closed, "mail.log"), 5);
        await using var gate = await GateProcess.StartBoundAsync(Settings("closed/mail*", "other.log"), Cancellation);
        await ReadAsync(gate, 1);

        File.SetUnixFileMode(closed, UnixFileMode.None);
        await Eventually.HoldsAsync(async () => Trouble(await gate.HealthAsync(), Path.Combine(closed, "mail*")) is not null, () => gate.Output);
        Write(_logs["other.log"], 5);
        await Eventually.HoldsAsync(() => Logins().Distinct().Count() == 10, () => gate.Output);

        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write(Path.Combine(closed, "mail-in.log"), 5);
        await Eventually.HoldsAsync(() => Logins().Distinct().Count() == 15, () => gate.Output);
        await Eventually.HoldsAsync(async () => !(await gate.HealthAsync()).Contains("\"trouble\"", StringComparison.Ordinal), () => gate.Output);
        Assert.Equal(15, Logins().Count);
        Assert.True(await gate.StopAsync());
    }

    [Fact]
    public async Task A_log_whose_position_cannot_be_read_at_the_start_waits_until_it_can_and_is_read_on_from_there()
    {
        Write(Log, 5);
        await using (var gate = await StartAsync("mail.log", "other.log"))
        {
            await Eventually.HoldsAsync(() => Logins().Count == 5, () => gate.Output);
            Assert.True(await gate.StopAsync());
        }

        // A folder of that name, which root cannot read either.
        var state = Directory.GetFiles(Path.Combine(_data.Path, "follow")).Single(file => File.ReadAllText(file).Contains(Log, StringComparison.Ordinal));
        File.Move(state, _data["kept.json"]);
        Directory.CreateDirectory(state);
        Write(Log, 5);
        Write(_logs["other.log"], 5);
        await using (var gate = await StartAsync("mail.log", "other.log"))
        {
            await Eventually.HoldsAsync(() => Logins().Count == 10, () => gate.Output);
            Assert.NotNull(Trouble(await gate.HealthAsync(), Log));

            Directory.Delete(state);
            File.Move(_data["kept.json"], state);
            await Eventually.HoldsAsync(() => Logins().Distinct().Count() == 15, () => gate.Output);
            Assert.Null(Trouble(await gate.HealthAsync(), Log));
            Assert.True(await gate.StopAsync());
        }

        Assert.Equal(15, Logins().Count);
    }

    [Theory]
    [InlineData("Path", "mail.log", "Gate:Follow:0:Path 'mail.log' must be an absolute path")]
    [InlineData("Path", "/var/*/mail.log", "only the file name may contain * and ?")]
    [InlineData("Format", "postfx", "Gate:Follow:0:Format postfx: unknown; the formats are auto, postfix,")]
    [InlineData("Format", "patterns:/nowhere/p.txt", "/nowhere/p.txt")]
    [InlineData("TimeZone", "Asia/Tokio", "Gate:Follow:0:TimeZone Asia/Tokio is unknown")]
    [InlineData("Pth", "/x", "Setting Gate:Follow:0:Pth is unknown.")]
    public async Task A_wrong_setting_is_named(string name, string value, string expected)
    {
        var (code, output) = await GateProcess.RunAsync(new Dictionary<string, string>(Settings("mail.log")) { [$"Gate:Follow:0:{name}"] = value });

        Assert.NotEqual(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_event_of_a_log_stays_the_latest_where_its_lines_are_not_in_the_order_of_their_times()
    {
        Write(Log, 3);
        await using var gate = await StartAsync("mail.log");
        await ReadAsync(gate, 12);
        await File.AppendAllTextAsync(
            Log, "Nov 24 00:58:00 mail postfix/smtpd[2]: 94C43F00001: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=late@rig.test\nNov 24 00:58:00 mail postfix/qmgr[1]: 94C43F00001: from=<a@rig.test>, size=504, nrcpt=7 (queue active)\n", Cancellation);
        await Eventually.HoldsAsync(async () => (await gate.HealthAsync()).Contains("\"events\":7,", StringComparison.Ordinal), () => gate.Output);

        Assert.Contains("\"lastEvent\":\"2026-11-24T01:00:02+00:00\"", await gate.HealthAsync(), StringComparison.Ordinal);
    }

    private static async Task ReadAsync(GateProcess gate, int lines) =>
        await Eventually.HoldsAsync(async () => Lines(await gate.HealthAsync()) >= lines, () => gate.Output);

    private static string? Trouble(string health, string path) => System.Text.Json.JsonDocument.Parse(health).RootElement.GetProperty("logs").EnumerateArray()
        .Where(log => log.GetProperty("path").GetString() == path && log.TryGetProperty("trouble", out _)).Select(log => log.GetProperty("trouble").GetString()).SingleOrDefault();

    private static long Lines(string health) => System.Text.Json.JsonDocument.Parse(health).RootElement.GetProperty("logs").EnumerateArray().Sum(log => log.GetProperty("lines").GetInt64());

    private static void Compress(string from, string to)
    {
        using (var source = File.OpenRead(from))
        using (var target = new GZipStream(File.Create(to), CompressionLevel.Fastest))
        {
            source.CopyTo(target);
        }

        File.SetLastWriteTimeUtc(to, File.GetLastWriteTimeUtc(from));
        File.Delete(from);
    }

    private static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number}@rig.test");

    // Each a submission of an account of its own to seven recipients, one of which is told.
    private void Write(string path, int messages)
    {
        using var log = new StreamWriter(path, append: true);
        if (log.BaseStream.Position == 0)
        {
            log.Write($"Nov 24 00:59:59 mail postfix/qmgr[1]: AAAAAA{_written:X6}: from=<x@rig.test>, size=504, nrcpt=1 (queue active)\n");
            log.Write($"Nov 24 00:59:59 mail postfix/qmgr[1]: AAAAAA{_written:X6}: removed\n");
            log.Write($"Nov 24 00:59:59 mail postfix/master[1]: daemon started {_written}\n");
        }

        for (var i = 0; i < messages; i++, _written++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"94C43{_written:X6}");
            var stamp = $"Nov 24 01:00:{_written % 60:00} mail";
            log.Write($"{stamp} postfix/smtpd[1]: {id}: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username={Account(_written)}\n");
            log.Write($"{stamp} postfix/qmgr[1]: {id}: from=<a@rig.test>, size=504, nrcpt=7 (queue active)\n");
            log.Write($"{stamp} postfix/smtp[1]: {id}: to=<bob@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)\n");
        }
    }

    private Dictionary<string, string> Settings(params IReadOnlyList<string> logs)
    {
        var settings = new Dictionary<string, string>(_cloud.Settings) { ["Gate:Data"] = _data.Path };
        for (var i = 0; i < logs.Count; i++)
        {
            settings[$"Gate:Follow:{i}:Path"] = Path.Combine(_logs.Path, logs[i]);
            settings[$"Gate:Follow:{i}:TimeZone"] = "UTC";
        }

        return settings;
    }

    private Task<GateProcess> StartAsync(params IReadOnlyList<string> logs) => GateProcess.StartAsync(Settings(logs), Cancellation);

    private List<string> Logins() => [.. _cloud.Events().Select(login => login.Event.Account.Value)];

    private List<string> Deliveries() => [.. _cloud.Deliveries().Select(delivery => System.Text.Json.JsonDocument.Parse(delivery).RootElement.GetProperty("account").GetString()!)];
}
