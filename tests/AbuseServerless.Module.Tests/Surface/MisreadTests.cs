using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Surface;

/// <summary>What can be read in two ways is read as people mean it, or is an error that says how to write it.</summary>
public sealed class MisreadTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Theory]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    public async Task A_date_of_ISO_8601_is_Gregorian_in_every_culture(string culture)
    {
        var result = await installation.RunAsync(
            """
            [cultureinfo]::CurrentCulture = $env:CULTURE
            $end = [datetime]::UtcNow.AddDays(30).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
            $today = [datetime]::Now.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
            (Suspend-GeoAccount $env:WHO -Reason Test -Until $end -PassThru -WarningAction SilentlyContinue).Until.ToLocalTime().ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture) -eq $end
            @(Get-GeoAuditLog $env:WHO -From $today).Count
            @(Get-GeoAuditLog $env:WHO -From $today -To $today).Count
            """,
            ("CULTURE", culture),
            ("WHO", $"{culture.ToLowerInvariant()}@{_domain}"));
        Assert.Equal(["True", "1", "1"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Dates_of_another_calendar_and_what_is_no_address_are_errors()
    {
        var result = await installation.RunAsync(
            """
            $ErrorActionPreference = 'Stop'
            foreach ($command in { Get-GeoAuditLog -From 1483-11-29 }, { Get-GeoAuditLog -From 2569-11-29 }, { Get-GeoDeadLetter -To 1448-06-20 }, { Get-GeoExemption -Covers 999.1.1.1 }, { Get-GeoExemption -Covers 8.8.8 }, { Get-GeoExemption -Covers 133.1.0.1/33 }) {
                try { & $command; 'taken' } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            }
            """);
        Assert.Equal(["DateImplausible", "DateImplausible", "DateImplausible", "AddressInvalid", "AddressInvalid", "AddressInvalid"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Ends_and_reasons_that_cannot_be_meant_are_errors()
    {
        var result = await installation.RunAsync(
            """
            function Fault($what) { try { & $what } catch { $_.ToString() -replace "^.*?on parameter '\w+'\. " } }
            Fault { Suspend-GeoAccount $env:WHO -Reason '  ' }
            Fault { Suspend-GeoAccount $env:WHO -Reason Test -Until 9999-12-31 }
            Fault { Suspend-GeoAccount $env:WHO -Reason Test -Until 2020-01-01 }
            Fault { Suspend-GeoAccount $env:WHO -Reason Test -Until 2027-01-01 -For 1d }
            Fault { Suspend-GeoAccount $env:WHO -Reason Test -For 1M }
            Fault { Export-GeoIndicator x.csv -Format Csv -Organization X -Contact a@example.jp -ExcludeCountry UK }
            Fault { Suspend-GeoAccount "gro$([char]0xFFFD)@example.de" -Reason Test }
            Get-GeoSuspension $env:WHO -ErrorAction SilentlyContinue
            """,
            ("WHO", "nobody@" + _domain));
        var lines = result.WithoutError().Lines;
        Assert.Equal(7, lines.Length);
        Assert.Equal("A reason needs 1 to 1000 characters that are not all blank.", lines[0]);
        Assert.StartsWith("The end can be at most 3660 days from now; 9999-12-3", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("-Until 20", lines[2], StringComparison.Ordinal);
        Assert.Equal("-For and -Until both set the end of the suspension; give only one.", lines[3]);
        Assert.Equal("'1M' may be minutes or months: write 1m for minutes, or days, such as 30d.", lines[4]);
        Assert.StartsWith("'UK' is not a country;", lines[5], StringComparison.Ordinal);
        Assert.Contains("was read in the wrong encoding.", lines[6], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judgement_that_ends_nothing_says_so_and_who_is_judged_honest_is_told_apart_before_enforcing()
    {
        // The list shows fifty.
        await using var own = await Installation.StartAsync();
        var result = await own.RunAsync(
            """
            Suspend-GeoAccount $env:WHO -Reason Test -By noc -WarningAction SilentlyContinue
            Set-GeoSuspension $env:WHO -Judgement FalsePositive -Reason 'Is honest' -By noc -WarningVariable judged -WarningAction SilentlyContinue
            "$judged"
            Set-GeoEnforcement -Mode Enforce -Reason Go -WhatIf -WarningVariable cleared -WarningAction SilentlyContinue 6>&1 | Where-Object { "$_" -match $env:WHO } | ForEach-Object { "$_" -replace '^.*\(', '(' }
            "$cleared" -match '1 of them is judged a false positive'
            Resume-GeoAccount "other@$env:DOMAIN" -WhatIf -WarningVariable unknown -WarningAction SilentlyContinue | Out-Null
            "$unknown" -match 'It would not change'
            (Get-GeoAuditLog $env:WHO)[-1].Why
            Get-GeoAuditLog $env:WHO | Format-List | Out-String -Stream | Select-String '^Judgement'
            """,
            ("WHO", "honest@" + _domain),
            ("DOMAIN", _domain));
        var lines = result.WithoutError().Lines;
        Assert.Equal(
            [
                $"Account 'honest@{_domain}' is judged a false positive but stays suspended: a judgement does not end a suspension. To resume it: Resume-GeoAccount 'honest@{_domain}' -FalsePositive",
                "(judged a false positive)", "True", "What if: Performing the operation \"Resume account\" on target \"other@" + _domain + "\".", "True",
                "FalsePositive: Is honest", "Judgement   : FalsePositive",
            ],
            lines.Where(line => !line.StartsWith("What if: Performing the operation \"Refuse", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_went_through_a_file_of_objects_and_networks_that_are_asked_for_are_understood()
    {
        var result = await installation.RunAsync(
            """
            $file = Join-Path ([io.path]::GetTempPath()) "$([guid]::NewGuid()).xml"
            Add-GeoExemption -Network 198.18.7.0/24 -WatchOnly -For 9d -Reason Ours -By noc
            Get-GeoExemption -Network 198.18.7.0/24 | Export-Clixml $file
            $before = (Get-GeoExemption -Network 198.18.7.0/24).Until
            Import-Clixml $file | Add-GeoExemption -WhatIf
            Import-Clixml $file | Add-GeoExemption -By noc
            (Get-GeoExemption -Network 198.18.7.0/24).Until -eq $before
            (Get-GeoExemption -Covers 198.18.7.128/25 -WarningAction SilentlyContinue).Value
            @(Get-GeoExemption -Covers 198.18.0.0/16 -WarningAction SilentlyContinue).Count
            Remove-GeoExemption -Network 198.18.7.0/24 -Reason Done -By noc
            Remove-Item $file
            """);
        Assert.Equal(
            ["What if: Performing the operation \"Leave exemption unchanged\" on target \"Network 198.18.7.0/24\".", "True", "198.18.7.0/24", "0"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_was_set_is_in_the_table_and_the_list_of_the_audit_log()
    {
        await using var own = await Installation.StartAsync();
        var result = await own.RunAsync(
            """
            Get-GeoAuditLog -Action EnforcementSet | Out-String -Stream -Width 120 | Where-Object { $_ -match 'ops@noc' }
            Get-GeoAuditLog -Action EnforcementSet | Format-List | Out-String -Stream | Select-String '^Enforcement'
            """);
        var lines = result.WithoutError().Lines;
        Assert.Matches(@"Z\s+Enforce\s+ops@noc\s+The tests of", lines[0]);
        Assert.Matches(@"^Enforcement\s*: Enforce$", lines[1]);
    }
}
