using AbuseServerless.Exemptions;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Exemptions;

public sealed class ExemptionTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task Each_kind_is_given_found_and_taken_back_in_any_notation()
    {
        var result = await installation.RunAsync(
            """
            "Alice@$env:DOMAIN" | Add-GeoExemption -Reason 'Works abroad.' -By noc -PassThru | ForEach-Object { "$_ $($_.By) $($_.Reason) $($_.WatchOnly) $($_.Until)" }
            Add-GeoExemption -Network 10.77.0.7/24, FD00:77::1 -WatchOnly -Reason 'Ours.' -PassThru | ForEach-Object { "$_ $($_.WatchOnly)" }
            Add-GeoExemption -Country ki -Reason 'Test' -For 1:00 -Force -PassThru | ForEach-Object { "$_ $([math]::Round(($_.Until - $_.Since).TotalMinutes))" }
            Add-GeoExemption -Asn 64500, as64501 -Reason 'Test' -Until '2999-01-01T09:00+09:00' -Force -PassThru | ForEach-Object { "$_ $($_.Until.UtcDateTime.ToString('u'))" }
            Get-GeoExemption "*@$env:DOMAIN" -Network 10.77.0.1/24 -Country K? -Asn as6450* | ForEach-Object { "found $_" }
            Remove-GeoExemption -Account "ALICE@$env:DOMAIN" -PassThru | ForEach-Object { "removed $_" }
            $null = Get-GeoExemption -Network 10.77.0.1/24, fd00:77::1/128 -Country KI -Asn 64500, AS64501 | Remove-GeoExemption
            Get-GeoExemption "*@$env:DOMAIN"
            """,
            ("DOMAIN", _domain));

        var alice = "Account alice@" + _domain;
        Assert.Equal(
            [
                alice + " noc Works abroad. False", "Network 10.77.0.0/24 True", "Network fd00:77::1/128 True", "Country KI 60",
                "Asn AS64500 2999-01-01 00:00:00Z", "Asn AS64501 2999-01-01 00:00:00Z",
                "found " + alice, "found Network 10.77.0.0/24", "found Country KI", "found Asn AS64500", "found Asn AS64501", "removed " + alice,
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Who_gave_an_exemption_and_who_took_it_back_is_in_the_audit_log()
    {
        var result = await installation.RunAsync(
            """
            Add-GeoExemption "a@$env:DOMAIN" -Reason 'Travels.' -By one
            Add-GeoExemption -Network 10.78.0.0/16 -WatchOnly -Reason 'Ours.' -By one
            Remove-GeoExemption "a@$env:DOMAIN" -Reason 'Is back.' -By two
            Remove-GeoExemption -Network 10.78.0.0/16
            Get-GeoAuditLog "a@$env:DOMAIN" | ForEach-Object { "$($_.Action) $($_.Exemption) $($_.WatchOnly) $($_.By) $($_.Reason)" }
            Get-GeoAuditLog | Where-Object Exemption -EQ 'Network 10.78.0.0/16' | Out-String -Width 200
            Get-GeoAuditLog | Where-Object Exemption -EQ 'Network 10.78.0.0/16' | Select-Object -First 1 | Format-List | Out-String -Width 200
            """,
            ("DOMAIN", _domain));

        var rows = result.WithoutError().Rows;
        Assert.Equal([$"ExemptionGiven Account a@{_domain} False one Travels.", $"ExemptionTaken Account a@{_domain} False two Is back."], rows[..2]);
        Assert.Equal("Time Account To By Why", rows[2]);
        Assert.EndsWith("Network 10.78.0.0/16 exempt one Ours.", rows[4], StringComparison.Ordinal);
        Assert.EndsWith($"Network 10.78.0.0/16 counts {Environment.UserName}@{Environment.MachineName} Taken back by an operator.", rows[5], StringComparison.Ordinal);
        Assert.Equal(["Action : ExemptionGiven", "Exemption : Network 10.78.0.0/16, watch only", "By : one", "Reason : Ours."], rows[7..]);
    }

    [Fact]
    public async Task What_is_none_of_its_kind_is_an_error_that_names_the_parameter_and_the_next_one_goes_on()
    {
        var result = await installation.RunAsync(
            """
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = '+errors' }
            Add-GeoExemption -Network 10.77.0.0/33, 10.1.0.0/16 -Reason Test -PassThru @quiet | ForEach-Object ToString
            Add-GeoExemption -Country Japan -Reason Test @quiet
            Add-GeoExemption -Asn AS0 -Reason Test @quiet
            Add-GeoExemption ' ' -Reason Test @quiet
            Get-GeoExemption -Asn x @quiet
            Remove-GeoExemption -Network 10.1.0.0 @quiet
            Remove-GeoExemption -Kind Country -Value Japan @quiet
            Remove-GeoExemption -Network 10.1.0.0/16 @quiet
            $errors | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category) $($_.ToString().Split(':')[0])" }
            """);

        const string Invalid = "ExemptionInvalid InvalidArgument ";
        Assert.Equal(
            [
                "Network 10.1.0.0/16", Invalid + "-Network '10.77.0.0/33'", Invalid + "-Country 'Japan'", Invalid + "-Asn 'AS0'", Invalid + "-Account ' '",
                Invalid + "-Asn 'x'", "ExemptionNotFound ObjectNotFound There is no exemption of network '10.1.0.0'.", Invalid + "-Value 'Japan'",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task An_end_that_makes_no_sense_is_refused()
    {
        var result = await installation.RunAsync(
            """
            foreach ($end in @{ Until = [datetimeoffset]'2020-01-01Z' }, @{ Until = [datetimeoffset]'2999-01-01Z'; For = [timespan]'1:00' }) {
                try { Add-GeoExemption "a@$env:DOMAIN" -Reason Test @end } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category)" }
            }
            Get-GeoExemption "*@$env:DOMAIN"
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["ExemptionEndPast InvalidArgument", "ExemptionEndAmbiguous InvalidArgument"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_is_over_is_shown_only_when_asked_for()
    {
        var given = TimeProvider.System.GetUtcNow().AddDays(-2);
        await installation.ExemptAsync(Exemption.Of(ExemptionKind.Account, "a@" + _domain, "noc", "Test", given) with { Until = given.AddDays(1) });
        var result = await installation.RunAsync(
            """
            "$(@(Get-GeoExemption "*@$env:DOMAIN").Count) $(@(Get-GeoExemption "*@$env:DOMAIN" -IncludeExpired).Expired)"
            Get-GeoExemption "a@$env:DOMAIN" -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors.FullyQualifiedErrorId.Split(',')[0]
            Add-GeoExemption "b@$env:DOMAIN" -Reason Test -By noc -WatchOnly
            Get-GeoExemption "*@$env:DOMAIN" | Out-String -Width 160
            """,
            ("DOMAIN", _domain));

        var lines = result.WithoutError().Rows;
        Assert.Equal(["0 True", "ExemptionNotFound", "Kind Value Effect Until Reason"], lines[..3]);
        Assert.Matches($"^Account b@{_domain} watch only Test$", lines[^1]);
    }

    [Fact]
    public async Task An_export_can_be_given_again_and_keeps_its_class()
    {
        var result = await installation.RunAsync(
            """
            Add-GeoExemption "a@$env:DOMAIN" -Reason Test -WatchOnly
            Add-GeoExemption "b@$env:DOMAIN" -Reason Test
            $table = Get-GeoExemption "*@$env:DOMAIN" | ConvertTo-Csv
            Get-GeoExemption "*@$env:DOMAIN" | Remove-GeoExemption -WhatIf
            $null = Get-GeoExemption "*@$env:DOMAIN" | Remove-GeoExemption
            $table | ConvertFrom-Csv | Add-GeoExemption -Reason 'Restored.' -PassThru | ForEach-Object { "$_ $($_.WatchOnly)" }
            Get-GeoExemption "*@$env:DOMAIN" | Add-GeoExemption -Reason 'Prolonged.' -For 30.00:00 -PassThru | ForEach-Object { "$_ $($_.WatchOnly)" }
            """,
            ("DOMAIN", _domain));

        var (a, b) = ($"Account a@{_domain}", $"Account b@{_domain}");
        const string WhatIf = "What if: Performing the operation \"Remove exemption\" on target ";
        Assert.Equal([$"{WhatIf}\"{a}\".", $"{WhatIf}\"{b}\".", a + " True", b + " False", a + " True", b + " False"], result.WithoutError().Lines);
    }
}
