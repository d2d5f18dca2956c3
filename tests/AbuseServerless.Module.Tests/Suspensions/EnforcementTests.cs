using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Suspensions;

public sealed class EnforcementTests
{
    [Fact]
    public async Task Switching_to_enforce_shows_first_whom_it_refuses_and_every_view_says_what_holds()
    {
        await using var installation = await Installation.StartAsync();
        await installation.SuspendAsync("bot@example.jp");

        var result = await installation.RunAsync(
            """
            Set-GeoEnforcement -Mode Observe -Reason 'A trial' -By noc -Force
            "$((Get-GeoEnforcement).Mode) $((Get-GeoSuspension bot@example.jp).Enforced)"
            Suspend-GeoAccount spam@example.jp -Reason x -WarningVariable warned -WarningAction SilentlyContinue
            "$($warned.Count) $($warned[0] -like '*nobody is refused*')"
            Set-GeoEnforcement Enforce 'It went well' -By noc -WhatIf
            "$((Get-GeoEnforcement).Mode)"
            Set-GeoEnforcement Enforce 'It went well' -By noc -Confirm:$false -InformationVariable said 6>$null
            ($said | Where-Object { "$_" -match 'refused within seconds' }).Count
            ($said | Where-Object { "$_" -match 'bot@example.jp|spam@example.jp' }).Count
            $now = Get-GeoEnforcement
            "$($now.Mode) $($now.By) $($now.Reason) $((Get-GeoSuspension bot@example.jp).Enforced)"
            Get-GeoAuditLog -Action EnforcementSet | Select-Object -Last 2 | ForEach-Object { "$($_.Enforcement) $($_.By)" }
            """);

        var lines = result.WithoutError().Lines;
        Assert.Equal("Observe False", lines[0]);
        Assert.Equal("2 True", lines[1]);
        Assert.Contains(lines, line => line.Contains("These 2 accounts would be refused within seconds.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("What if:", StringComparison.Ordinal));
        Assert.Equal(["Observe", "1", "2", "Enforce noc It went well True", "Observe noc", "Enforce noc"], lines[^6..]);
    }
}
