using AbuseServerless.Accounts;
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
    public async Task Where_nothing_is_marked_good_nothing_is_recommended_and_that_is_said()
    {
        await using var installation = await Installation.StartAsync();
        await installation.TravelAsync("calm@example.jp", 3);

        var result = await installation.RunAsync("Measure-GeoThreshold -WarningVariable warnings -WarningAction SilentlyContinue | Where-Object Recommended; $warnings.Message");

        Assert.StartsWith("No account is marked good, so no threshold is recommended.", Assert.Single(result.WithoutError().Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_connection_there_is_nothing_stored()
    {
        var result = await Pwsh.RunAsync("Import-Module $env:MODULE; try { Measure-GeoThreshold } catch { $_.FullyQualifiedErrorId.Split(',')[0] }");

        Assert.Equal(["NotConnected"], result.WithoutError().Lines);
    }
}
