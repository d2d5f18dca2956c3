using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Local.Processes;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Thresholds;

public sealed class StoredTests
{
    [Fact]
    public async Task What_is_stored_is_measured_and_shown_window_by_window()
    {
        await using var installation = await Installation.StartAsync();

        // Beside the one account that every installation has, which was in three countries too.
        await installation.TravelAsync("calm@example.jp", 3);
        await installation.TravelAsync("bot@example.jp", 10);
        await installation.TravelAsync("traveller@example.jp", 10);
        await installation.Suspensions.AmendAsync(AccountName.Parse("bot@example.jp"), new Amendment { Judgement = Judgement.Abuse }, "ops", CancellationToken.None);
        await installation.Suspensions.ResumeAsync(AccountName.Parse("traveller@example.jp"), Judgement.FalsePositive, "ops", "x", CancellationToken.None);

        var result = await installation.RunAsync(
            """
            $all = Measure-GeoThreshold -Threshold 10, 3, 11 -Window 1.00:00:00, 0:30
            $all | ForEach-Object { "$($_.Window) $($_.Threshold) $($_.Suspended) $($_.Good) $($_.Abuse) $($_.Uncertain) $($_.Accounts) $($_.Recommended)" }
            $all | Select-Object -Last 3 | Out-String -Width 120
            @(Measure-GeoThreshold).Count
            """);

        Assert.Equal(
            [
                "00:30:00 3 4 1 1 0 4 False", "00:30:00 10 0 0 0 1 4 False", "00:30:00 11 0 0 0 1 4 False",
                "1.00:00:00 3 4 1 1 0 4 False", "1.00:00:00 10 2 1 1 0 4 False", "1.00:00:00 11 0 0 0 1 4 False",
                "Window: 1.00:00:00", "Threshold Suspended Good Abuse Uncertain Judged Recommended", "--------- --------- ---- ----- --------- ------ -----------",
                "3 4 1 1 0 1", "10 2 1 1 0 1", "11 0 0 0 1 1", "116",
            ],
            result.WithoutError().Rows);
    }

    [Fact]
    public async Task Settings_of_any_net_are_tried_on_what_is_stored_and_what_cannot_be_known_is_said()
    {
        await using var installation = await Installation.StartAsync();
        await installation.TravelAsync("calm@example.jp", 4);
        await installation.TravelAsync("bot@example.jp", 10);
        await installation.TravelAsync("traveller@example.jp", 10);
        await installation.Suspensions.AmendAsync(AccountName.Parse("bot@example.jp"), new Amendment { Judgement = Judgement.Abuse }, "ops", CancellationToken.None);
        await installation.Suspensions.ResumeAsync(AccountName.Parse("traveller@example.jp"), Judgement.FalsePositive, "ops", "x", CancellationToken.None);

        var result = await installation.RunAsync(
            """
            Measure-GeoThreshold -Setting @{ 'Nets:Countries:Suspend' = 4, 11; 'Nets:Outcomes:Watch' = 2 } -WarningVariable warnings -WarningAction SilentlyContinue |
                ForEach-Object { "$($_.Setting) $($_.Suspended) $($_.Good) $($_.Abuse) $($null -eq $_.Later) $($_.Accounts) $($_.OnFront) $($_.Recommended)" }
            $warnings.Message | ForEach-Object { $_.Split('.')[0] }
            try { Measure-GeoThreshold -Setting @{ 'Nets:Countries:Suspen' = 4 } } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            try { Get-ChildItem nothing*.log | Measure-GeoThreshold -Setting @{ 'Nets:Countries:Suspend' = 4 } } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """);

        Assert.Equal(
            [
                "defaults 1 0 1 True 4 True False",
                "Nets:Countries:Suspend=4, Nets:Outcomes:Watch=2 2 0 1 True 4 True False",
                "Nets:Countries:Suspend=11, Nets:Outcomes:Watch=2 0 0 0 True 4 False False",
                "No account has stored evidence for the net Outcomes: the net is off, or nothing that it counts has happened",
                "1 account had a suspension or watch that is over",
                "No account is marked good, so no setting is recommended",
                "SettingInvalid",
                "MailLogNotFound",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Where_nothing_is_marked_good_nothing_is_recommended_and_that_is_said()
    {
        await using var installation = await Installation.StartAsync();
        await installation.TravelAsync("calm@example.jp", 3);

        var result = await installation.RunAsync("Measure-GeoThreshold -WarningVariable warnings -WarningAction SilentlyContinue | Where-Object Recommended; $warnings.Message");

        Assert.StartsWith("No account is marked good, so no threshold is recommended.", Assert.Single(result.WithoutError().Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_stored_yet_that_is_said_and_nothing_else()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions());
        var result = await Pwsh.RunInSessionAsync(
            """
            Import-Module $env:MODULE
            Connect-GeoAbuse -ConnectionString $env:STORAGE 6>$null 3>$null
            $null = Measure-GeoThreshold -WarningVariable warnings -WarningAction SilentlyContinue
            $null = Measure-GeoThreshold -Setting @{ 'Nets:Countries:Suspend' = 5 } -WarningVariable +warnings -WarningAction SilentlyContinue
            $warnings.Message
            """,
            ("STORAGE", azurite.ConnectionString));

        const string Nothing = "No activity is stored yet. To measure a log, give -Path; to store one, run Import-GeoMailLog.";
        Assert.Equal([Nothing, Nothing], result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_came_late_counts_by_thresholds_and_by_settings_alike()
    {
        await using var installation = await Installation.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < 10; i++)
        {
            await installation.ProcessAsync(JsonSerializer.Serialize(new { time = now.AddDays(-3).AddHours(i), account = "late@example.jp", ip = Atlas.Address(i), success = true }), now);
        }

        var result = await installation.RunAsync(
            """
            "$(Get-GeoSuspension late@example.jp | ForEach-Object State)"
            Measure-GeoThreshold -Threshold 10 -Window 24h | ForEach-Object Suspended
            Measure-GeoThreshold -Setting @{ 'Nets:Countries:Suspend' = 10 } | Select-Object -Last 1 | ForEach-Object Suspended
            """);

        Assert.Equal(["Historical", "1", "1"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Without_a_connection_there_is_nothing_stored()
    {
        var result = await Pwsh.RunInSessionAsync("Import-Module $env:MODULE; try { Measure-GeoThreshold } catch { $_.FullyQualifiedErrorId.Split(',')[0] }");

        Assert.Equal(["NotConnected"], result.WithoutError().Lines);
    }
}
