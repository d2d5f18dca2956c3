using System.Net;
using AbuseServerless.Geolocation;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Exemptions;

/// <summary>No exemption becomes wider, longer or another than its giver meant.</summary>
public sealed class SafetyTests(Installation installation) : IDisposable
{
    private readonly string _domain = installation.Domain();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("abuse-serverless-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Get-GeoExemption $who")]
    [InlineData("Get-GeoExemption $who | ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("Get-GeoExemption $who | ConvertTo-Json | ConvertFrom-Json")]
    public async Task A_round_trip_is_exact(string read)
    {
        var result = await installation.RunAsync(
            """
            $who = "*@$env:DOMAIN"
            Add-GeoExemption "a@$env:DOMAIN" -Reason 'First, "quoted"; reason' -Until '2998-01-02T03:04:05.678+09:00' -By noc
            Add-GeoExemption "b@$env:DOMAIN" -Reason Second -WatchOnly -By noc
            function Show { Get-GeoExemption $who | ForEach-Object { "$_|$($_.WatchOnly)|$($_.Until.UtcDateTime.Ticks)|$($_.Reason)" } }
            $before = Show
            $rows = & ([scriptblock]::Create($env:READ))
            $null = $rows | Add-GeoExemption
            "$(@(Compare-Object $before @(Show)).Count) $((Get-GeoExemption $who).By -join ' ') $(@(Get-GeoAuditLog $who).Count)"
            $null = Get-GeoExemption $who | Remove-GeoExemption
            $null = $rows | Add-GeoExemption
            "$(@(Compare-Object $before @(Show)).Count)"
            $null = $rows | Add-GeoExemption -Forever -Reason Longer
            "$(@(Get-GeoExemption $who | Where-Object Until).Count)"
            """,
            ("DOMAIN", _domain), ("READ", read));

        Assert.Equal(["0 noc noc 2", "0", "0"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task One_of_the_other_class_is_replaced_by_force_only_and_an_overlap_is_told()
    {
        var result = await installation.RunAsync(
            """
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'errors' }
            Add-GeoExemption -Network 10.40.0.0/16 -WatchOnly -Reason Ours -By noc
            Add-GeoExemption -Network 10.40.0.0/16 -Reason Test -For 1h @quiet
            $errors | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0]; $_.ToString() }
            "$((Get-GeoExemption -Network 10.40.0.0/16).WatchOnly)"
            Add-GeoExemption -Network 10.40.7.0/24 -Reason Test -WarningVariable warnings
            $warnings.Message
            Add-GeoExemption -Network 10.40.0.0/16 -Reason Test -Force -WhatIf
            Add-GeoExemption -Network 10.40.0.0/16 -Reason Test -Force
            "$((Get-GeoExemption -Network 10.40.0.0/16).WatchOnly)"
            """);

        Assert.Equal(
            [
                "ExemptionOfOtherClass",
                "Network 10.40.0.0/16 is already exempted (watch-only, without end, by noc). A full exemption would replace it: to do so, add -Force; to keep its class, add -WatchOnly.",
                "True",
                "Network 10.40.7.0/24 lies within 10.40.0.0/16, which is exempted (watch-only, without end, by noc): in 10.40.7.0/24 activity no longer counts, not even towards a watch.",
                "What if: Performing the operation \"Replace exemption without end (now watch-only, without end, by noc)\" on target \"Network 10.40.0.0/16\".",
                "False",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_is_broad_needs_force_after_it_is_said_how_many_accounts_it_touches()
    {
        await using var own = await Installation.StartAsync();
        await own.TravelAsync("a@example.jp", 4);
        await own.TravelAsync("b@example.jp", 2);

        // Beside these there is the account that every installation has, in the first three countries.
        var result = await own.RunAsync(
            """
            $quiet = @{ Reason = 'Test'; ErrorAction = 'SilentlyContinue'; ErrorVariable = '+errors' }
            Add-GeoExemption -Country DE @quiet
            Add-GeoExemption -Network 0.0.0.0/0 @quiet
            Add-GeoExemption -Network ::/0 -WatchOnly @quiet
            $null = Add-GeoExemption -Country UK, ZZ @quiet
            Add-GeoExemption -Asn 64500 @quiet
            $null = Add-GeoExemption 'example.jp', 'a*@example.jp' @quiet
            $errors | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
            Add-GeoExemption -Country DE -Reason Test -WhatIf -ErrorAction SilentlyContinue
            @(Get-GeoExemption).Count
            Add-GeoExemption -Country DE -Reason Test -Force -PassThru | ForEach-Object ToString
            Add-GeoExemption 'a*@example.jp' -Reason Test -Force -PassThru | ForEach-Object ToString
            """);

        Assert.Equal(
            [
                "ExemptionBroad: An exemption of country DE is broad: it affects 1 of 3 stored accounts. To add it anyway, add -Force.",
                "ExemptionBroad: An exemption of network 0.0.0.0/0 is broad: it affects at least 3 of 3 stored accounts. To add it anyway, add -Force.",
                "ExemptionBroad: An exemption of network ::/0 is broad: it affects at least 0 of 3 stored accounts. To add it anyway, add -Force.",
                "ExemptionInvalid: -Country 'UK': There is no country UK in ISO 3166-1: the United Kingdom is GB.",
                "ExemptionInvalid: -Country 'ZZ': There is no country ZZ in ISO 3166-1 (alpha-2).",
                "ExemptionBroad: An exemption of autonomous system AS64500 is broad: the autonomous system of no stored account is known, perhaps because the functions have no ASN database (setting Geolocation:AsnDatabase). To add it anyway, add -Force.",
                "AccountIsPattern: 'example.jp' would be taken as the name of one account, and no account of that name was ever seen. Patterns and domains cannot be exempted: pipe the accounts from Get-GeoAccount, or exempt a network. If it is a name, add -Force.",
                "AccountIsPattern: 'a*@example.jp' would be taken as the name of one account, and no account of that name was ever seen. Patterns and domains cannot be exempted: pipe the accounts from Get-GeoAccount, or exempt a network. If it is a name, add -Force.",
                "What if: Performing the operation \"Add exemption without end (it affects 1 of 3 stored accounts)\" on target \"Country DE\".",
                "0", "Country DE", "Account a*@example.jp",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Of_an_autonomous_system_the_accounts_are_counted_that_were_seen_in_it()
    {
        await using var own = await Installation.StartAsync(new Systems());
        await own.TravelAsync("a@example.jp", 4);
        await own.TravelAsync("b@example.jp", 2);

        var result = await own.RunAsync(
            """
            Add-GeoExemption -Asn 64403, 64499 -Reason Test -ErrorAction SilentlyContinue -ErrorVariable errors > $null
            $errors.ForEach({ "$_" })
            Add-GeoExemption -Asn 64401 -Reason Test -Force -WhatIf
            """);

        Assert.Equal(
            [
                "An exemption of autonomous system AS64403 is broad: it affects at least 1 of 3 stored accounts whose autonomous systems are known. To add it anyway, add -Force.",
                "An exemption of autonomous system AS64499 is broad: it affects at least 0 of 3 stored accounts whose autonomous systems are known. To add it anyway, add -Force.",
                "What if: Performing the operation \"Add exemption without end (it affects at least 3 of 3 stored accounts whose autonomous systems are known)\" on target \"Asn AS64401\".",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Several_end_with_a_tally_that_names_what_was_refused()
    {
        var result = await installation.RunAsync(
            """
            $rows = "a@$env:DOMAIN", "b@$env:DOMAIN", "c*@$env:DOMAIN", ' '
            $given = $rows | Add-GeoExemption -Reason Test -ErrorAction SilentlyContinue
            "$($given.Command): $($given.Done) $($given.Unchanged) $($given.Failed) $($given.NotDone[0]) $($GeoTally.Done)"
            $again = $rows[0..1] | Add-GeoExemption -Reason Test
            "$($again.Done) $($again.Unchanged) $($again.Failed)"
            $taken = "a@$env:DOMAIN", "b@$env:DOMAIN", "nobody@$env:DOMAIN" | Remove-GeoExemption -ErrorAction SilentlyContinue
            "$($taken.Command): $($taken.Done) $($taken.Unchanged) $($taken.Failed)"
            Add-GeoExemption "a@$env:DOMAIN" -Reason Test
            "$($GeoTally.Done)"
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["Add exemption: 2 0 2 c*@" + _domain + " 2", "0 2 0", "Remove exemption: 2 1 0", "1"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task An_outage_is_waited_for()
    {
        await using var own = await Installation.StartAsync(location: Path.Combine(_folder.FullName, "tables"));
        string File(string name) => Path.Combine(_folder.FullName, name);
        var running = own.RunAsync(
            """
            1..6 | ForEach-Object {
                if ($_ -eq 3) { New-Item $env:FOLDER/go > $null; while (-not (Test-Path $env:FOLDER/gone)) { Start-Sleep -Milliseconds 50 } }
                "u$_@example.jp"
            } | Add-GeoExemption -Reason Test -Force -WarningAction Continue 3>&1 | Where-Object { "$_" -like '*Retrying*' } | ForEach-Object { New-Item $env:FOLDER/noticed > $null }
            "$($GeoTally.Done) $($GeoTally.Failed) $((Get-GeoExemption).Value -like 'u[3456]@*')"
            """,
            ("FOLDER", _folder.FullName));
        await AppearsAsync(File("go"));
        await own.WithoutStorageAsync(async () =>
        {
            await System.IO.File.WriteAllTextAsync(File("gone"), "");
            await AppearsAsync(File("noticed"));
        });

        Assert.Equal(["6 0 u3@example.jp u4@example.jp u5@example.jp u6@example.jp"], (await running).WithoutError().Lines);
    }

    private static Task AppearsAsync(string file) => Eventually.HoldsAsync(() => System.IO.File.Exists(file));

    [Fact]
    public async Task Evidence_exempts_its_addresses_and_neither_its_country_nor_its_account()
    {
        await installation.TravelAsync("a@" + _domain, 10);

        var result = await installation.RunAsync(
            """
            (Get-GeoSuspension "a@$env:DOMAIN").Evidence[0..1] | Add-GeoExemption -Reason Test -For 1h -PassThru | ForEach-Object ToString
            (Get-GeoAccount "a@$env:DOMAIN").Origins[2] | Add-GeoExemption -Reason Test -For 1h -WhatIf > $null
            Get-GeoExemption -Network 203.0.113.0, 203.0.113.1 | Remove-GeoExemption -PassThru | ForEach-Object ToString
            """,
            ("DOMAIN", _domain));

        var lines = result.WithoutError().Lines;
        Assert.Equal(["Network 203.0.113.0/32", "Network 203.0.113.1/32"], lines[..2]);
        Assert.EndsWith("on target \"Network 203.0.113.1/32\".", lines[2], StringComparison.Ordinal);
        Assert.Equal(["Network 203.0.113.0/32", "Network 203.0.113.1/32"], lines[3..]);
    }

    [Fact]
    public async Task An_account_that_is_active_stays_so_is_told_and_can_be_resumed_and_exempted_in_one_step()
    {
        await installation.TravelAsync("a@" + _domain, 10);

        var result = await installation.RunAsync(
            """
            Add-GeoExemption "a@$env:DOMAIN" -Reason Test -For 1h -WarningVariable warnings
            $warnings.Message -replace 'since .{20}', 'since TIME'
            "$((Get-GeoSuspension "a@$env:DOMAIN").State)"
            Resume-GeoAccount "a@$env:DOMAIN" -FalsePositive -ExemptFor 30d -Reason 'On a cruise.' -PassThru | ForEach-Object { "$($_.State) $($_.FalsePositive)" }
            Get-GeoExemption "a@$env:DOMAIN" | ForEach-Object { "$_ $($_.Reason) $([math]::Round(($_.Until - $_.Since).TotalDays))" }
            Resume-GeoAccount "b@$env:DOMAIN" -Exempt -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors.FullyQualifiedErrorId.Split(',')[0]
            @(Get-GeoExemption "b@$env:DOMAIN" -ErrorAction SilentlyContinue).Count
            """,
            ("DOMAIN", _domain));

        Assert.Equal(
            [
                $"Account 'a@{_domain}' has been suspended since TIME and stays suspended: an exemption does not end a suspension. To resume it: Resume-GeoAccount 'a@{_domain}'",
                "Active", "Lifted True", $"Account a@{_domain} On a cruise. 30", "AccountNotSuspended", "0",
            ],
            result.WithoutError().Lines);
        Assert.Equal(SuspensionState.Lifted, (await installation.FindAsync("a@" + _domain))!.State);
    }

    /// <summary>The address 203.0.113.n is of system 64400 + n.</summary>
    private sealed class Systems : IAsnLookup
    {
        public long? Find(IPAddress address) => address.GetAddressBytes() is [203, 0, 113, var number] ? 64400 + number : null;
    }
}
