using System.IO.Compression;
using System.Text;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Events;

public sealed class ImportTests(Installation installation) : IDisposable
{
    private readonly string _domain = installation.Domain();
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Logs_from_the_pipeline_are_read_oldest_first_and_no_recipient_leaves_the_machine()
    {
        Write("mail.log", 0, "Nov 24 17:57:47 mail postfix/qmgr[1]: 94C43B60121: from=<a@b>, status=expired, returned to sender");
        Write("mail.log.1", -1, Delivery("deferred"));
        Write("mail.log.2.gz", -2, $"Nov 24 09:57:47 mail postfix/smtpd[1]: 94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@{_domain}");

        var result = await RunAsync(
            """
            Get-ChildItem (Join-Path $env:FOLDER 'mail.log*') | Import-GeoMailLog -TimeZone Asia/Tokyo -WarningVariable told -WarningAction SilentlyContinue |
                ForEach-Object { "$(Split-Path $_.Path -Leaf) $($_.Lines) $($_.AuthEvents) $($_.DeliveryEvents) $($_.Malformed)" }
            @($told -match 'suspend and watch nobody') -replace '\d{4}-'
            """);

        Assert.Equal(
            [
                "mail.log.2.gz 1 1 0 0", "mail.log.1 1 0 1 0", "mail.log 1 0 1 0",
                "This mail log begins at 11-24 00:57:47Z. Events that arrive more than eight hours late (Enforcement:MaximumEvidenceAge) suspend and watch nobody: what the nets decide on them is Historical. To list it: Get-GeoSuspension -State Historical",
            ],
            result.WithoutError().Lines);
        Assert.Contains("T00:57:47.000Z", Assert.Single(installation.Sent(_domain)), StringComparison.Ordinal);
        var deliveries = installation.SentDeliveries($"alice@{_domain}");
        Assert.Equal(2, deliveries.Count);
        Assert.All(deliveries, message => Assert.Contains("\"recipientDomain\":\"gmail.com\"", message, StringComparison.Ordinal));
        Assert.DoesNotContain(deliveries, message => message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_followed_log_waits_for_hubs_that_are_away_and_loses_nothing()
    {
        await using var own = await Installation.StartAsync();
        Write("mail.log", 0, Delivery("sent"));
        var log = Path.Combine(_folder, "mail.log");
        var running = own.RunAsync(
            """
            $ready = Join-Path $env:FOLDER told
            $other = [powershell]::Create()
            $null = $other.AddScript("Import-Module '$env:MODULE'; Import-GeoMailLog '$(Join-Path $env:FOLDER mail.log)' -TimeZone UTC -Follow -ResumeFile '$(Join-Path $env:FOLDER mail.resume)'")
            $running = $other.BeginInvoke()
            while (-not $other.Streams.Warning.Count) { Start-Sleep -Milliseconds 50 }
            New-Item $ready | Out-Null
            while (-not (Test-Path (Join-Path $env:FOLDER stop))) { Start-Sleep -Milliseconds 50 }
            $other.Stop()
            $other.Streams.Warning.Message
            $tally = $other.Runspace.SessionStateProxy.GetVariable('GeoTally')
            "$($tally.Lines) $($tally.DeliveryEvents) $($tally.Unsent)"
            """,
            ("FOLDER", _folder));

        // It is saved when the hub has said that it took the event: a hub that goes away before is sent it again.
        var resume = Path.Combine(_folder, "mail.resume");
        await Eventually.HoldsAsync(() => File.Exists(resume));

        var first = File.GetLastWriteTimeUtc(resume);
        await own.WithoutHubsAsync(async () =>
        {
            await File.AppendAllTextAsync(log, Delivery("bounced") + "\n");
            await Eventually.HoldsAsync(() => File.Exists(Path.Combine(_folder, "told")));
        });
        await Eventually.HoldsAsync(() => File.GetLastWriteTimeUtc(resume) != first);

        await File.WriteAllTextAsync(Path.Combine(_folder, "stop"), "");
        var lines = (await running).WithoutError().Lines;
        Assert.Contains("Retrying. Ctrl+C ends the command", lines[0], StringComparison.Ordinal);
        Assert.Equal("2 2 0", lines[^1]);
        Assert.Contains("\"status\":\"bounced\"", Assert.Single(own.SentDeliveries(_domain)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_followed_log_is_sent_as_it_grows_and_stopping_saves_how_far_it_was_read()
    {
        Write("mail.log", 0, Delivery("sent"));

        var result = await RunAsync(
            """
            $log = Join-Path $env:FOLDER mail.log
            $resume = Join-Path $env:FOLDER mail.resume
            $other = [powershell]::Create()
            $null = $other.AddScript("Import-Module '$env:MODULE'; Import-GeoMailLog '$log' -TimeZone UTC -Follow -ResumeFile '$resume'")
            $running = $other.BeginInvoke()
            while (-not (Test-Path $resume)) { Start-Sleep -Milliseconds 50 }
            $first = (Get-Item $resume).LastWriteTimeUtc
            Add-Content $log $env:LINE
            while ((Get-Item $resume).LastWriteTimeUtc -eq $first) { Start-Sleep -Milliseconds 50 }
            $other.Stop()
            (Import-GeoMailLog $log -TimeZone UTC -ResumeFile $resume).DeliveryEvents
            """,
            ("LINE", Delivery("bounced")));

        Assert.Equal(["0"], result.WithoutError().Lines);
        Assert.Equal(2, installation.SentDeliveries(_domain).Count);
    }

    [Fact]
    public async Task What_if_sends_and_writes_nothing()
    {
        Write("mail.log", 0, Delivery("sent"));

        await RunAsync("Import-GeoMailLog (Join-Path $env:FOLDER mail.log) -ResumeFile (Join-Path $env:FOLDER mail.resume) -WhatIf");

        Assert.Empty(installation.SentDeliveries(_domain));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_an_id_and_the_next_log_goes_on()
    {
        Write("mail.log", 0, Delivery("sent"));
        Write("broken.resume", 0, "no state");
        Write("shopping.log", 0, "bread, milk");
        File.WriteAllBytes(Path.Combine(_folder, "broken.gz"), [0x1f, 0x8b, 1, 2, 3]);

        var result = await RunAsync(
            """
            Set-Location $env:FOLDER
            $ErrorActionPreference = 'SilentlyContinue'
            $result = 'none.log', 'broken.gz', 'mail.log' | Import-GeoMailLog -ErrorVariable errors
            $errors | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] }
            "$($result.DeliveryEvents)"
            foreach ($script in { Import-GeoMailLog nix*.log -ErrorAction Stop }, { Measure-GeoThreshold nix*.log }, { Import-GeoMailLog mail.log -TimeZone Nowhere }, { Import-GeoMailLog mail.log -ResumeFile broken.resume }, { Import-GeoMailLog shopping.log }) {
                try { & $script } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            }
            """);

        Assert.Equal(["MailLogNotFound", "FileNotRead", "1", "MailLogNotFound", "MailLogNotFound", "TimeZoneInvalid", "ResumeFileInvalid", "LogNotRecognised"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_an_import_did_not_understand_is_in_the_report()
    {
        Write("mail.log", 0, string.Join('\n', Enumerable.Repeat("smtp what no reader knows", 30)));

        var result = await RunAsync(
            """
            $log = Join-Path $env:FOLDER mail.log
            Import-GeoMailLog $log -ErrorAction SilentlyContinue
            $report = Get-Content -Raw (Export-GeoReport (Join-Path $env:FOLDER report.json) -As Json -PassThru) | ConvertFrom-Json
            $report.health.logs | Where-Object { $_.log.path -eq $log } | ForEach-Object { "$($_.log.lines) $($_.log.recognised) $($_.log.notUnderstood)" }
            """);

        Assert.Equal(["30 0 30"], result.Lines);
    }

    private Task<PwshResult> RunAsync(string script, params (string Name, string Value)[] environment) => installation.RunAsync(script, [("FOLDER", _folder), .. environment]);

    private string Delivery(string status) =>
        $"Nov 24 16:57:47 mail postfix/smtp[1]: 94C43B60121: to=<secret@gmail.com>, relay=none, delay=0, delays=0/0/0/0, dsn=4.0.0, status={status} (secret@gmail.com: {_domain})";

    private void Write(string name, int age, string line)
    {
        var path = Path.Combine(_folder, name);
        using (var file = File.Create(path))
        using (var content = name.EndsWith(".gz", StringComparison.Ordinal) ? (Stream)new GZipStream(file, CompressionLevel.Fastest) : file)
        {
            content.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }

        File.SetLastWriteTimeUtc(path, new DateTime(2026, 11, 24, 12 + age, 0, 0, DateTimeKind.Utc));
    }
}
