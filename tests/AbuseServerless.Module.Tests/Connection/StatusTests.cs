using AbuseServerless.Azure.Presence;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Connection;

public sealed class StatusTests
{
    [Fact]
    public async Task What_workers_and_gates_say_is_the_status_and_what_is_amiss_is_said()
    {
        await using var installation = await Installation.StartAsync();
        var nobody = await installation.RunAsync("$s = Get-GeoStatus; \"$($s.Workers) $($s.IsHealthy) $($s.Mode) $($s.Wrong)\"");
        Assert.Equal(["0 False  No worker has ever reported: the functions are not running, or their version does not report."], nobody.WithoutError().Lines);

        var now = TimeProvider.System.GetUtcNow();
        var gate = new PresenceRow { Kind = "gate", Name = "mx1:2", Version = "0.1.0", Mode = "Enforce", Started = now, Time = now, SnapshotAge = TimeSpan.FromSeconds(2), Refused = 3, Waiting = 20_000, AllowancesUnenforced = 2, Logs = [new LogHealth("/var/log/mail.log", 5_000, 0, 0, 12), new LogHealth("/var/log/mail.err", 2, 2, 0, 0)] };
        await installation.AuthenticateAsync("a@status.example", now.AddMinutes(-1), Atlas.Address(0));
        await installation.SayAsWorkerAsync(now);
        await installation.SayAsync(new PresenceRow { Kind = "worker", Name = "w2:1", Version = "0.1.0", Started = now, Time = now, NotStoredLate = 4_711, LastNotStoredLate = now });
        await installation.SayAsync(gate);
        await installation.SayAsync(gate with { Name = "mx2:3", Time = now.AddHours(-2) });
        await installation.SayAsync(gate with { Name = "mx3:4", Time = now.AddDays(-3) });

        // One that was killed and started again, beside another in a folder of its own.
        await installation.SayAsync(gate with { Name = "mx4:5", Place = "a", Time = now.AddMinutes(-5) });
        await installation.SayAsync(gate with { Name = "mx4:6", Place = "b", Time = now.AddMinutes(-5) });
        await installation.SayAsync(gate with { Name = "mx4:7", Place = "a" });

        var result = await installation.RunAsync(
            """
            $s = Get-GeoStatus
            "$($s.Workers) $($s.Gates) $($s.Mode) $($s.Refused) $($s.Versions) $($s.Instances.Count) $($s.Instances[0].Name)"
            $s.Thresholds
            "$($s.LastEvent.UtcDateTime -gt [datetime]::UtcNow.AddMinutes(-10)) $($s.DatabaseVersion)"
            $s.Wrong
            $s.Instances.Logs
            ($s | ConvertTo-Csv).Count
            $s | Out-String -Stream | Select-String '^Mode|^Workers'
            "shown: $(($s | Out-String -Width 80 -Stream | Where-Object { $_ -match ': (watch|suspend) ' } | ForEach-Object { ($_ -replace '^Thresholds +: ').Trim() }) -join '; ')"
            """);

        var lines = result.WithoutError().Lines;
        Assert.StartsWith("2 2 Enforce 3 0.1.0 7 w", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("4,711 messages came too late to be counted, the last at ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("flood", StringComparison.Ordinal));
        Assert.StartsWith("Countries: watch 5, suspend 10 countries in 24 hours; Familiarity: watch 2, suspend 2 unfamiliar networks a day; ", lines[1], StringComparison.Ordinal);
        Assert.Contains("; Networks: watch 10, suspend 16 /24 or /48 networks an hour; ", lines[1], StringComparison.Ordinal);
        Assert.Contains("; Travel: watch 1 impossible move in 24 hours; ", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("off", lines[1], StringComparison.Ordinal);

        // On a screen of 80 columns each net has a line.
        Assert.Equal("shown: " + lines[1], Assert.Single(lines, line => line.StartsWith("shown: ", StringComparison.Ordinal)));
        Assert.Equal("True atlas 2026-06-01", lines[2]);
        Assert.Contains(lines, line => line.StartsWith("Gate mx2:3 has not reported since", StringComparison.Ordinal));
        Assert.Contains("gate mx1:2: None of 5,000 lines of /var/log/mail.log was understood: replay the file to see its likely format.", lines);
        Assert.Contains("/var/log/mail.log: 5,000 lines, 0 recognised, 0 logins and deliveries, 12 not understood", lines);
        Assert.Contains("gate mx1:2 does not enforce 2 allowances: it has no geolocation database (Geolocation:Databases).", lines);
        Assert.Contains("20,000 events are waiting on the disk of gate mx1:2.", lines);
        Assert.Equal(["Gate mx4:6"], lines.Where(line => line.StartsWith("Gate mx4:", StringComparison.Ordinal)).Select(line => line[..10]));
        Assert.DoesNotContain(lines, line => line.Contains("mx3", StringComparison.Ordinal));
    }
}
