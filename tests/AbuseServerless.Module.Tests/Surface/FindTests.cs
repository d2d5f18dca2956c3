using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Surface;

public sealed class FindTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task The_record_is_found_by_time_operator_and_act_and_the_service_reads_the_days_asked_for_only()
    {
        await installation.SuspendAsync("a@" + _domain);

        var result = await installation.RunAsync(
            """
            Add-GeoExemption "a@$env:DOMAIN" -Reason Test -By noc
            $who = "a@$env:DOMAIN"
            function Show { "$(@($input).ForEach({ "$($_.Action) $($_.By)" }) -join ', ')" }
            Get-GeoAuditLog $who -From (Get-Date).AddHours(-1) -To (Get-Date).AddHours(1) | Show
            Get-GeoAuditLog $who -From (Get-Date).Date.ToUniversalTime() -To (Get-Date).Date.ToUniversalTime() -By OPS@* | Show
            Get-GeoAuditLog $who -Action ExemptionGiven | Show
            "$(@(Get-GeoAuditLog $who -To (Get-Date).AddDays(-1)).Count) $(@(Get-GeoAuditLog $who -From (Get-Date).AddMinutes(5)).Count)"
            (Get-GeoAuditLog $who -From (Get-Date).AddHours(-1) -To (Get-Date) -Verbose 4>&1 | Where-Object { "$_" -like '*AuditLog()*' } | Select-Object -First 1).ToString() -match 'PartitionKey ge .20\d\d-\d\d-\d\d. and RowKey ge .*PartitionKey le'
            foreach ($command in { Get-GeoAuditLog -From 2026-11-02 -To 2026-11-01 }, { Get-GeoDailyStat -From 2026-11-02 -To 2026-11-01 }, { Get-GeoDeliveryStat -From 2026-11-02 -To 2026-11-01 },
                { Get-GeoDeadLetter -From 2026-11-02 -To 2026-11-01 }, { Get-GeoSuspension -Since 2026-11-02 -Until 2026-11-01 }, { Get-GeoSuspension -Country UK }, { Get-GeoSuspension -Net Countrys }, { Get-GeoDeadLetter -Reason Nonsense }) {
                try { & $command } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            }
            Get-GeoDeliveryStat nosuch, google -ErrorAction SilentlyContinue -ErrorVariable errors | Measure-Object | ForEach-Object Count
            "$($errors.FullyQualifiedErrorId.Split(',')[0]) $($errors.TargetObject)"
            """,
            ("DOMAIN", _domain));

        Assert.Equal(
            [
                "Transition ops@noc, ExemptionGiven noc", "Transition ops@noc", "ExemptionGiven noc", "0 0", "True",
                "RangeReversed", "RangeReversed", "RangeReversed", "RangeReversed", "RangeReversed", "CountryUnknown", "NetUnknown", "ReasonUnknown", "3", "ProviderNotFound nosuch",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Suspensions_are_found_by_net_country_judgement_and_time()
    {
        await installation.TravelAsync("alice@" + _domain, 10);
        await installation.TravelAsync("walter@" + _domain, 5);
        await installation.SuspendAsync("bob@" + _domain);

        var result = await installation.RunAsync(
            """
            function Show { "$(@($input).Account.ForEach({ $_.Split('@')[0] }))" }
            $all = "*@$env:DOMAIN"
            Set-GeoSuspension "bob@$env:DOMAIN" -Judgement Abuse -For 1.00:00:00
            Get-GeoSuspension $all -Net Coun* | Show
            Get-GeoSuspension $all -Net Travel, Coun* | Show
            Get-GeoSuspension $all -Country au | Show
            Get-GeoSuspension $all -Judgement Abuse | Show
            Get-GeoSuspension $all -Since (Get-Date).AddHours(-1) -Until (Get-Date).AddDays(2) | Show
            Get-GeoSuspension "bob@$env:DOMAIN" -Net * | Show
            "$(@(Get-GeoSuspension $all -Since (Get-Date).AddMinutes(5)).Count)"
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["alice", "alice walter", "alice", "bob", "bob", "0"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Exemptions_that_cover_an_address_or_an_account_are_found()
    {
        var result = await installation.RunAsync(
            """
            Add-GeoExemption "a@$env:DOMAIN" -Reason Test
            $null = Add-GeoExemption -Network 10.99.0.0/16, 10.99.7.0/24, 10.98.0.0/16, fd99:99::/48 -Reason Test
            "$((Get-GeoExemption -Covers 10.99.7.1 -WarningAction SilentlyContinue).Value | Sort-Object)"
            "$((Get-GeoExemption -Covers fd99:99::1 -WarningAction SilentlyContinue).Value)"
            "$((Get-GeoExemption -Covers "A@$env:DOMAIN").Value)"
            "$(@(Get-GeoExemption -Covers "b@$env:DOMAIN").Count)"
            $null = Remove-GeoExemption -Network 10.99.0.0/16, 10.99.7.0/24, 10.98.0.0/16, fd99:99::/48
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["10.99.0.0/16 10.99.7.0/24", "fd99:99::/48", $"a@{_domain}", "0"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Values_that_are_known_are_completed()
    {
        var result = await installation.RunAsync(
            """
            function Complete([string] $line) { "$((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Select-Object -First 3)" }
            Complete 'Get-GeoSuspension -Country brazil'
            Complete 'Get-GeoSuspension -Net co'
            Complete 'Get-GeoDeadLetter -Reason badt'
            Complete 'Export-GeoReport r.html -TimeZone asia/tok'
            Complete 'Get-GeoExemption -Country jap'
            Complete 'Get-GeoDailyStat -Provider googl'
            $unfinished = foreach ($command in Get-Command -Module AbuseServerless -CommandType Cmdlet) {
                foreach ($parameter in $command.Parameters.Values | Where-Object Name -In 'Account', 'Country', 'Network', 'Asn', 'Provider', 'TimeZone', 'Net', 'Connection', 'ExcludeCountry') {
                    if (-not ($parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ArgumentCompleterAttribute] })) { "$command -$($parameter.Name)" }
                }
            }
            "left: $unfinished"
            """);

        Assert.Equal(["BR", "Countries Outcomes", "BadTime", "Asia/Tokyo", "JP", "Google 'Google SMTP relay'", "left:"], result.WithoutError().Lines);
    }
}
