using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Allowances;

public sealed class AllowanceTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task An_allowance_is_set_replaced_and_removed_the_domains_applies_behind_it_and_each_change_is_on_record()
    {
        await installation.AuthenticateAsync("alice@" + _domain, new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero), Atlas.Address(0));
        var result = await installation.RunAsync(
            """
            $alice = "alice@$env:DOMAIN"
            function Show { process { "$_; $($_.By); $($_.Reason)" } }
            Add-GeoAllowance "Alice@$env:DOMAIN" -Country jp -Reason First -By noc -PassThru | Show
            Add-GeoAllowance $alice 'US JP', jp Second -By noc -PassThru | Show
            Add-GeoAllowance $alice JP, US Second -By other -PassThru | Show
            Add-GeoAllowance $alice JP Third -WhatIf
            Add-GeoAllowance $alice JP, US Second -WhatIf
            Add-GeoAllowance "*@$env:DOMAIN" JP Domain -By noc
            Get-GeoAllowance $alice | Show
            Get-GeoAllowance "bob@$env:DOMAIN" | Show
            Get-GeoAllowance *@$env:DOMAIN | ForEach-Object Account | Sort-Object
            Remove-GeoAllowance $alice -Reason Fourth -By noc -PassThru -WarningVariable told -WarningAction SilentlyContinue | Show
            "$told"
            Remove-GeoAllowance "@$env:DOMAIN" -Reason Fifth -By noc
            Get-GeoAuditLog $alice -Action AllowanceSet, AllowanceRemoved | Sort-Object Time | ForEach-Object { "$($_.Action) $($_.By) $($_.Reason)" }
            (Get-GeoAuditLog "@$env:DOMAIN").Reason | Sort-Object
            """,
            ("DOMAIN", _domain));

        Assert.Equal(
            [
                $"alice@{_domain}: JP; noc; First",
                $"alice@{_domain}: JP, US; noc; Second",
                $"alice@{_domain}: JP, US; noc; Second",
                $"What if: Performing the operation \"Allow use from JP only (now JP, US, by noc)\" on target \"alice@{_domain}\".",
                $"What if: Performing the operation \"Leave allowance unchanged\" on target \"alice@{_domain}\".",
                $"alice@{_domain}: JP, US; noc; Second",
                $"@{_domain}: JP; noc; Domain",
                $"@{_domain}", $"alice@{_domain}",
                $"alice@{_domain}: JP, US; noc; Second",
                $"Account 'alice@{_domain}' may now be used from JP, as set for @{_domain}.",
                "AllowanceSet noc JP. First", "AllowanceSet noc JP, US. Second", "AllowanceRemoved noc JP, US. Fourth",
                "JP. Domain", "JP. Fifth",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_table_goes_in_and_out_and_what_is_wrong_with_a_row_is_named_and_the_next_goes_on()
    {
        var result = await installation.RunAsync(
            """
            $rows = "Account,Country", "a@$env:DOMAIN,JP", "b@$env:DOMAIN,UK", "@,JP", "c@$env:DOMAIN,FR JP" | ConvertFrom-Csv
            $tally = $rows | Add-GeoAllowance -Reason Test -ErrorAction SilentlyContinue -ErrorVariable errors -WarningAction SilentlyContinue
            "$($tally.Done) $($tally.Failed) $($tally.NotDone)"
            $errors | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
            $again = Get-GeoAllowance *@$env:DOMAIN | ConvertTo-Csv | ConvertFrom-Csv | Add-GeoAllowance
            "$($again.Done) $($again.Unchanged)"
            $gone = Get-GeoAllowance *@$env:DOMAIN | Remove-GeoAllowance
            "$($gone.Done)"
            Remove-GeoAllowance "a@$env:DOMAIN" -ErrorAction SilentlyContinue -ErrorVariable missing
            $missing | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
            Add-GeoAllowance $env:DOMAIN JP Test -WhatIf -WarningVariable unseen -WarningAction SilentlyContinue
            "$unseen"
            Add-GeoAllowance "@other.$env:DOMAIN" JP Test
            Get-GeoAllowance "@other.$env:DOMAIN" | Add-GeoAllowance -Country US -WhatIf
            """,
            ("DOMAIN", _domain));

        var lines = result.WithoutError().Lines;
        Assert.Equal(
            [
                $"2 2 b@{_domain} @",
                "AllowanceInvalid: -Country: There is no country UK in ISO 3166-1: the United Kingdom is GB.",
                "AllowanceInvalid: -Account: An allowance is for an account (1 to 1024 characters), or for a domain written as @example.jp. Other wildcards are not allowed.",
                "0 2", "2",
                $"AllowanceNotFound: 'a@{_domain}' has no allowance: it may be used from every country.",
                $"What if: Performing the operation \"Allow use from JP only\" on target \"{_domain}\".",
                $"Account '{_domain}' was never seen here: the allowance would still be set. It looks like a domain, but was taken as the name of one account. For the domain, write '@{_domain}'.",
            ],
            lines[..8]);
        Assert.Contains("Allow use from US only (now JP, by ", Assert.Single(lines[8..]), StringComparison.Ordinal);
    }
}
