using AbuseServerless.Azure.Presence;
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
            "$((Get-GeoEnforcement).Mode) $((Get-GeoSuspension bot@example.jp).Enforced) $(@(Get-GeoSuspension -Enforced).Count) $(@(Get-GeoSuspension -Enforced:$false).Count)"
            Suspend-GeoAccount spam@example.jp -Reason x -WarningVariable warned -WarningAction SilentlyContinue
            "$($warned.Count) $($warned[0] -like '*nobody is refused*')"
            Set-GeoEnforcement Enforce 'It went well' -By noc -WhatIf
            "$((Get-GeoEnforcement).Mode)"
            Set-GeoEnforcement Enforce 'It went well' -By noc -Confirm:$false -InformationVariable said 6>$null
            ($said | Where-Object { "$_" -match 'refused within seconds' }).Count
            ($said | Where-Object { "$_" -match 'bot@example.jp|spam@example.jp' }).Count
            $now = Get-GeoEnforcement
            "$($now.Mode) $($now.By) $($now.Reason) $((Get-GeoSuspension bot@example.jp).Enforced) $(@(Get-GeoSuspension -Enforced).Count)"
            "$(($now | Out-String) -match "Since\s+: $($now.Since.ToString('yyyy-MM-dd HH:mm:ss'))Z")"
            Get-GeoAuditLog -Action EnforcementSet | Select-Object -Last 2 | ForEach-Object { "$($_.Enforcement) $($_.By)" }
            """);

        var lines = result.WithoutError().Lines;
        Assert.Equal("Observe False 0 1", lines[0]);
        Assert.Equal("2 True", lines[1]);
        Assert.Contains(lines, line => line.Contains("These 2 accounts would be refused within seconds.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("What if:", StringComparison.Ordinal));
        Assert.Equal(["Observe", "1", "2", "Enforce noc It went well True 2", "True", "Observe noc", "Enforce noc"], lines[^7..]);
    }

    [Fact]
    public async Task Where_no_operator_has_set_it_the_workers_and_gates_say_what_holds()
    {
        await using var installation = await Installation.StartAsync(untouched: true);
        await installation.SuspendAsync("bot@example.jp");
        const string Look =
            """
            "$((Get-GeoEnforcement).Mode)|$(Get-GeoEnforcement)|$((Get-GeoSuspension bot@example.jp).Enforced)|$((Get-GeoSuspension bot@example.jp | Out-String) -match 'Observed')"
            """;
        var now = TimeProvider.System.GetUtcNow();
        var worker = new PresenceRow { Kind = "worker", Name = "w1:1", Version = "0.1.0", Mode = "Observe", Started = now, Time = now };

        var silent = await installation.RunAsync(Look);
        await installation.SayAsync(worker);
        await installation.SayAsync(worker with { Name = "w0:1", Mode = "Enforce", Time = now.AddHours(-1) });
        var agreed = await installation.RunAsync(Look);
        await installation.SayAsync(worker with { Kind = "gate", Mode = "Enforce" });
        var divided = await installation.RunAsync(Look);

        const string Unknown = "|No operator has set the mode: nobody is refused unless the app setting Enforcement:Mode is Enforce.||False";
        Assert.Equal([Unknown], silent.WithoutError().Lines);
        Assert.Equal(["Observe|The installation observes: nobody is refused, by the app setting Enforcement:Mode.|False|True"], agreed.WithoutError().Lines);
        Assert.Equal([Unknown], divided.WithoutError().Lines);
    }
}
