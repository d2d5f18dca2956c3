using System.Globalization;
using System.IO.Compression;
using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Thresholds;

public sealed class LogTests(Installation installation) : IDisposable
{
    // In ten countries, by the databases that npm fetched.
    private static readonly string[] Addresses = ["81.2.69.142", "8.8.8.8", "77.88.8.8", "114.114.114.114", "200.160.2.3", "196.25.1.1", "1.1.1.1", "202.12.27.33", "49.50.8.1", "41.220.68.1"];

    private readonly string _domain = installation.Domain();
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    // A country an hour: in each window as many as it has hours. Bob was in three within minutes.
    private string[] Log =>
    [
        .. Addresses.Select((ip, hour) => Line("Alice", $"2026-11-20T{hour:D2}:00:00Z", ip)),
        .. Addresses.Take(3).Select((ip, minute) => Line("bob", $"2026-11-20T12:0{minute}:00Z", ip)),
        Line("bob", "2026-11-20T12:30:00Z", Addresses[5], success: false),
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_log_is_measured_without_a_connection_and_good_accounts_are_spared()
    {
        // Ten good ones, of which one has a number of countries that matters.
        var calm = Enumerable.Range(0, 9).Select(i => Line($"calm{i}", "2026-11-20T12:00:00Z", Addresses[0]));
        await File.WriteAllLinesAsync(InFolder("auth.jsonl"), [.. Log, .. calm]);

        var result = await RunAsync(
            """
            $good = @("BOB@$env:DOMAIN") + (0..8 | ForEach-Object { "calm$_@$env:DOMAIN" })
            Measure-GeoThreshold auth.jsonl -Database $databases -Threshold 1, 2, 3, 4, 5, 10, 11 -Window 1h, 4:00, PT24H -Good $good -Abuse "alice@$env:DOMAIN" |
                Group-Object Window | ForEach-Object { "$($_.Name) $($_.Group.Suspended) recommended $(($_.Group | Where-Object Recommended).Threshold) by $($_.Group[0].Judged)" }
            Measure-GeoThreshold auth.jsonl -Database $databases -Threshold 4 -Window 4h -Good $good[1..9] -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object { "$($_.Recommended) $($_.Judged)" }
            $warnings.Message
            """);

        Assert.Equal(
            [
                "01:00:00 11 1 1 0 0 0 0 recommended 4 by 10", "04:00:00 11 2 2 1 0 0 0 recommended 4 by 10", "1.00:00:00 11 2 2 1 1 1 0 recommended 4 by 10",
                "False 9", "Within 04:00:00: not enough judgements, so no threshold is recommended. 9 accounts marked good were active; 10 are needed.",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Settings_of_the_nets_are_tried_on_a_log_and_a_wrong_one_is_named()
    {
        var calm = Enumerable.Range(0, 9).Select(i => Line($"calm{i}", "2026-11-20T12:00:00Z", Addresses[0]));
        await File.WriteAllLinesAsync(InFolder("auth.jsonl"), [.. Log, .. calm]);

        var result = await RunAsync(
            """
            $good = @("BOB@$env:DOMAIN") + (0..8 | ForEach-Object { "calm$_@$env:DOMAIN" })
            $quiet = @{ Database = $databases; WarningAction = 'SilentlyContinue' }
            Measure-GeoThreshold auth.jsonl @quiet -Good $good -Abuse "alice@$env:DOMAIN" -Setting ([ordered]@{ 'Nets:Countries:OnlyUnfamiliar' = $false; 'Nets:Countries:Suspend' = 3, 4, 11; 'Nets:Countries:Window' = '12h'; 'Nets:Countries:Watch' = 'off' }) |
                ForEach-Object { "$($_.Suspended) $($_.Good) $($_.Abuse) $($_.Later) $($_.Accounts) $($_.OnFront) $($_.Recommended) $_" }
            foreach ($setting in @{ 'Nets:Countries:Suspends' = 3 }, @{ 'Nets:Countries:Suspend' = 0 }, @{ 'Enforcement:Mode' = 'Enforce' }, @{ 'Nets:Countries:Suspend' = 1..101 }, @{ 'Nets:Countries:Suspend' = @() }) {
                try { Measure-GeoThreshold auth.jsonl @quiet -Setting $setting } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.Exception.Message)" }
            }
            """);

        var unfamiliar = "Nets:Countries:OnlyUnfamiliar=False, Nets:Countries:Suspend=";
        var rest = ", Nets:Countries:Window=12h, Nets:Countries:Watch=off";
        Assert.Equal(
            [
                "1 0 1 7 11 True False defaults", $"2 1 1 0 11 False False {unfamiliar}3{rest}", $"1 0 1 1 11 True True {unfamiliar}4{rest}", $"0 0 0  11 False False {unfamiliar}11{rest}",
            ],
            result.WithoutError().Lines[..4]);
        Assert.Equal(5, result.Lines[4..].Count(line => line.StartsWith("SettingInvalid ", StringComparison.Ordinal)));
        Assert.Contains("Did you mean Nets:Countries:Suspend?", result.Lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_ones_own_is_read_by_patterns_and_a_kind_that_there_is_not_is_refused()
    {
        await File.WriteAllLinesAsync(InFolder("mymail.log"), Addresses.Select((ip, hour) => $"2026-11-20T{hour:D2}:00:00Z mx1 mymail[7]: OK user=alice@rig.test from={ip}"));
        await File.WriteAllTextAsync(InFolder("mymail.txt"), @"(?<success>OK|NO) user=(?<account>\S+) from=(?<ip>\S+)$");

        var result = await RunAsync(
            """
            (Measure-GeoThreshold mymail.log -Format patterns:mymail.txt -Database $databases -Threshold 10 -Window 24h -WarningAction SilentlyContinue).Suspended
            foreach ($format in 'postfx', 'patterns:absent.txt') {
                try { Measure-GeoThreshold mymail.log -Format $format -Database $databases } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $(($_.Exception.Message -split '[:;]')[0])" }
            }
            """);

        Assert.Equal("1", result.WithoutError().Lines[0]);
        Assert.Equal("LogFormatInvalid There is no log format 'postfx'", result.Lines[1]);
        Assert.StartsWith("LogFormatInvalid ", result.Lines[2], StringComparison.Ordinal);
        Assert.EndsWith("absent.txt", result.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_one_log_in_their_order_and_packed_ones_are_unpacked()
    {
        await File.WriteAllLinesAsync(InFolder("b.jsonl"), Log[6..]);
        await using (var packed = new StreamWriter(new GZipStream(File.Create(InFolder("a.jsonl.gz")), CompressionLevel.Fastest)))
        {
            foreach (var line in Log[..6])
            {
                await packed.WriteLineAsync(line);
            }
        }

        var result = await RunAsync(
            """
            (Get-ChildItem *.jsonl* | Sort-Object Name | Measure-GeoThreshold -Database $databases -Threshold 10 -Window 1.00:00:00 -WarningAction SilentlyContinue).Suspended
            (Measure-GeoThreshold *.jsonl* -Database $databases -Threshold 10 -Window 1.00:00:00 -WarningAction SilentlyContinue).Suspended
            """);

        Assert.Equal(["1", "1"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Logs_of_mail_servers_are_read_in_their_zone()
    {
        await File.WriteAllLinesAsync(
            InFolder("mail.log"),
            Addresses.Take(3).Select((ip, hour) => $"Nov 20 0{hour}:00:00 mx1 postfix/submission/smtpd[1]: 4Xyz: client=unknown[{ip}], sasl_method=PLAIN, sasl_username=alice@{_domain}"));
        await File.WriteAllTextAsync(
            InFolder("more.log"), $"2026-11-19T16:00:00Z mx1 postfix/submission/smtpd[1]: 4Xyz: client=unknown[{Addresses[3]}], sasl_method=PLAIN, sasl_username=alice@{_domain}\n");

        var result = await RunAsync(
            """
            foreach ($zone in 'Asia/Tokyo', 'UTC') {
                "$((Measure-GeoThreshold mail.log, more.log -Format Postfix -TimeZone $zone -Database $databases -Threshold 3, 4 -Window 4:00 -WarningAction SilentlyContinue).Suspended)"
            }
            """);

        Assert.Equal(["1 1", "1 0"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_is_hostile_is_counted_and_told_of_and_nothing_else_suffers()
    {
        await File.WriteAllTextAsync(
            InFolder("auth.jsonl"),
            "\uFEFF" + string.Join("\r\n", Log[..5]) + "\r\n\r\n"
            + string.Join('\n',
                "garbage", new string('x', 3_000_000), "{\"time\":\"9999-12-31T00:00:00Z\",\"account\":\"a\",\"ip\":\"8.8.8.8\",\"success\":true}", "\0\0\0", "[1]", Line("\\ud800", "2026-11-20T12:00:00Z", "8.8.8.8"))
            + "\n" + string.Join('\n', Log[5..]) + "\n" + Line("alice", "2026-11-18T00:00:00Z", "1.1.1.1"));

        var result = await RunAsync(
            """
            (Measure-GeoThreshold auth.jsonl -Database $databases -Threshold 10 -Window 1.00:00:00 -WarningVariable warnings -WarningAction SilentlyContinue).Suspended
            $warnings.Message
            """);

        var lines = result.WithoutError().Lines;
        Assert.Equal("1", lines[0]);
        Assert.StartsWith("5 lines should contain an event but cannot be read", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("1 event came more than eight hours after", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("No account is marked good", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_connected_installation_the_exemptions_are_honoured_and_the_marks_are_known()
    {
        await File.WriteAllLinesAsync(InFolder("auth.jsonl"), Log);
        await installation.ExemptAsync(Exemption.Of(ExemptionKind.Account, "alice@" + _domain, "ops", "x", TimeProvider.System.GetUtcNow()));
        await installation.SuspendAsync("bob@" + _domain);
        await installation.Suspensions.ResumeAsync(AccountName.Parse("bob@" + _domain), Judgement.FalsePositive, "ops", "x", CancellationToken.None);

        var result = await RunAsync(
            """
            Connect-GeoAbuse -ConnectionString $env:STORAGE 6>$null
            Measure-GeoThreshold auth.jsonl -Database $databases -Threshold 3, 4 -Window 4:00 -WarningAction SilentlyContinue | ForEach-Object { "$($_.Threshold) $($_.Suspended) $($_.Good) $($_.Recommended)" }
            """);

        Assert.Equal(["3 1 1 False", "4 0 0 False"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_cannot_be_measured_is_refused_by_name()
    {
        await File.WriteAllLinesAsync(InFolder("auth.jsonl"), Log);
        await File.WriteAllBytesAsync(InFolder("broken.gz"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff]);

        var result = await RunAsync(
            """
            function Refuse([scriptblock] $what) { try { & $what } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }
            Refuse { Measure-GeoThreshold auth.jsonl }
            Refuse { Measure-GeoThreshold auth.jsonl -Database auth.jsonl }
            Refuse { Measure-GeoThreshold auth.jsonl -Database nowhere.mmdb }
            Refuse { Measure-GeoThreshold broken.gz -Database $databases }
            Refuse { Measure-GeoThreshold nowhere.jsonl -Database $databases }
            Refuse { Measure-GeoThreshold auth.jsonl -Database $databases -TimeZone Mars/Olympus }
            Refuse { Measure-GeoThreshold auth.jsonl -Database $databases -Window 0:20 }
            Refuse { Measure-GeoThreshold auth.jsonl -Database $databases -Threshold 0 }
            Refuse { Measure-GeoThreshold auth.jsonl -Database $databases -Good ' ' }
            """);

        Assert.Equal(
            [
                "GeolocationMissing", "GeolocationMissing", "GeolocationMissing", "FileNotRead", "PathNotFound", "TimeZoneInvalid", "ThresholdInvalid", "ParameterArgumentValidationError", "AccountInvalid",
            ],
            result.WithoutError().Lines);
    }

    private Task<PwshResult> RunAsync(string script) => Pwsh.RunInSessionAsync(
        """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:MODULE
        Set-Location $env:FOLDER
        $databases = $env:DATABASES -split ';'

        """ + script,
        ("FOLDER", _folder), ("DATABASES", DbIp.Databases), ("DOMAIN", _domain), ("STORAGE", installation.Storage));

    private string InFolder(string name) => Path.Combine(_folder, name);

    private string Line(string account, string time, string ip, bool success = true) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"time":"{{time}}","account":"{{account}}@{{_domain}}","ip":"{{ip}}","success":{{(success ? "true" : "false")}}}""");
}
