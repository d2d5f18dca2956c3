using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.State;

/// <summary>A backup, restored into an installation that knows nothing of these accounts, and of one account something else.</summary>
public sealed class StateTests
{
    [Fact]
    public async Task What_was_decided_is_restored_elsewhere_and_a_file_that_is_not_whole_restores_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("state");
        try
        {
            var file = Path.Combine(folder.FullName, "state.jsonl");
            await using (var first = await Installation.StartAsync())
            {
                await first.TravelAsync("net@state.example", 10);
                var exported = await first.RunAsync(
                    """
                    Suspend-GeoAccount hand@state.example -For 400d -Reason 'Complaint' -By noc -WarningAction SilentlyContinue | Out-Null
                    Suspend-GeoAccount over@state.example -For 1s -Reason 'A second' -By noc -WarningAction SilentlyContinue | Out-Null
                    Add-GeoExemption -Network 192.0.2.0/24 -WatchOnly -For 30d -Reason 'Ours' -By noc | Out-Null
                    Add-GeoAllowance *@state.example JP, US 'Ours' -By noc
                    Set-GeoPlan basic -RecipientsPerHour 200 -Net Countries:Suspend=20 -For '*@state.example' -Reason 'First limits' -By noc -Confirm:$false | Out-Null
                    $t = Export-GeoState $env:STATE
                    "$($t.Suspensions) $($t.Exemptions) $($t.AuditEntries -ge 4) $([io.path]::GetFileName($t.Path)) $($null -eq $t.Restored)"
                    try { Export-GeoState $env:STATE -NoClobber } catch { $id = $_.FullyQualifiedErrorId.Split(',')[0] }
                    "$id $((Get-ChildItem (Split-Path $env:STATE)).Name)"
                    Get-GeoSuspension *@state.example | Sort-Object Account | ForEach-Object { "$($_.Account) $($_.By) $($_.Until) $($_.Countries.Count)" } | Set-Content "$env:STATE.txt"
                    Get-GeoAuditLog | Where-Object { "$($_.Account)$($_.Action)" -match 'state.example|Exemption' } | ForEach-Object { "$($_.Time.UtcTicks) $($_.Action) $($_.Account) $($_.By)" } | Set-Content "$env:STATE.audit.txt"
                    """,
                    ("STATE", file));
                Assert.Equal(["4 1 True state.jsonl True", "FileExists state.jsonl"], exported.WithoutError().Lines);
            }

            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
            await File.WriteAllLinesAsync($"{file}.cut", lines[..^1], TestContext.Current.CancellationToken);
            await File.WriteAllLinesAsync($"{file}.other", lines.Select(line => line.Replace("\"State\":\"Active\"", "\"State\":\"Actve\"", StringComparison.Ordinal)), TestContext.Current.CancellationToken);

            await using var second = await Installation.StartAsync(untouched: true);
            var restored = await second.RunAsync(
                """
                function Show { process { "$($_.Suspensions) $($_.Exemptions) restored $($_.Restored -gt 0) unchanged $($_.Unchanged -gt 0) kept $($_.Kept)" } }
                '.cut', '.other', '.txt', '.none' | ForEach-Object {
                    $errors = $null
                    try { Import-GeoState "$env:STATE$_" -Confirm:$false -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
                }
                @(Get-GeoAuditLog | Where-Object Action -ne Transition).Count
                Import-GeoState $env:STATE -WhatIf
                Import-GeoState $env:STATE -Reason 'A new account' -By noc -Confirm:$false -WarningAction SilentlyContinue | Show
                Import-GeoState $env:STATE -By noc -Confirm:$false -WarningAction SilentlyContinue | Show
                Compare-Object (Get-Content "$env:STATE.txt") @(Get-GeoSuspension *@state.example | Sort-Object Account | ForEach-Object { "$($_.Account) $($_.By) $($_.Until) $($_.Countries.Count)" })
                Compare-Object (Get-Content "$env:STATE.audit.txt") @(Get-GeoAuditLog | Where-Object { "$($_.Account)$($_.Action)" -match 'state.example|Exemption' } | ForEach-Object { "$($_.Time.UtcTicks) $($_.Action) $($_.Account) $($_.By)" })
                Get-GeoExemption | ForEach-Object { "$($_.Value) $($_.WatchOnly) $($null -ne $_.Until)" }
                Get-GeoAllowance | ForEach-Object { "$_ $($_.By)" }
                Get-GeoPlan | ForEach-Object { "$($_.Name) $($_.RecipientsPerHour) $($_.For) $($_.Nets)" }
                "mode:$((Get-GeoEnforcement).Mode)"
                Resume-GeoAccount hand@state.example -Reason Mended -By noc | Out-Null
                Import-GeoState $env:STATE -By noc -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue | Show
                "$warnings".Substring(0, 18)
                (Get-GeoSuspension hand@state.example).State
                Import-GeoState $env:STATE -Replace -By noc -Confirm:$false | Show
                (Get-GeoSuspension hand@state.example).State
                Get-GeoAuditLog | Where-Object Action -eq StateRestored | Select-Object -First 1 | ForEach-Object { "$($_.By) $($_.Reason)" }
                """,
                ("STATE", file));
            var told = restored.WithoutError().Lines;
            Assert.Equal(["StateFileInvalid", "StateRowInvalid", "StateFileInvalid", "FileNotRead", "0"], told[..5]);
            Assert.StartsWith("What if: Performing the operation \"Restore 4 suspensions, 1 exemption, 1 allowance, 2 plan rows and ", told[5], StringComparison.Ordinal);
            Assert.Equal(
                [
                    "4 1 restored True unchanged False kept 1", "4 1 restored False unchanged True kept 1", "192.0.2.0/24 True True", "@state.example: JP, US noc", "basic 200 *@state.example Countries:Suspend=20", "mode:",
                    "4 1 restored False unchanged True kept 2", "2 rows differ from", "Lifted", "4 1 restored True unchanged True kept 0", "Active",
                ],
                told[6..^1]);
            Assert.StartsWith("noc 4 suspensions, 1 exemption, 1 allowance, 2 plan rows and ", told[^1], StringComparison.Ordinal);
            Assert.EndsWith(": A new account", told[^1], StringComparison.Ordinal);

            // The end of one had come while it lay in the file.
            await second.DoDueAsync();
            var due = await second.RunAsync("Get-GeoSuspension *@state.example | Sort-Object Account | ForEach-Object { \"$($_.Account) $($_.State)\" }");
            Assert.Equal(["hand@state.example Active", "net@state.example Active", "over@state.example Expired"], due.WithoutError().Lines);
        }
        finally
        {
            folder.Delete(true);
        }
    }
}
