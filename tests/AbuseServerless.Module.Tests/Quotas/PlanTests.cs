using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Quotas;

public sealed class PlanTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task A_plan_is_made_changed_given_taken_and_removed_and_each_act_is_on_record()
    {
        var result = await installation.RunAsync(
            """
            $all = "*@$env:DOMAIN"
            function Show { $input | ForEach-Object { "$($_.Name): $($_.Limits); $($_.Answer); $($_.For.Count)" } }
            $name = "Basic-$env:DOMAIN"
            Set-GeoPlan $name -MessagesPerHour 10 -RecipientsPerDay 100 -For $all, "News*@$env:DOMAIN" -Reason First -By noc -PassThru | Show
            Set-GeoPlan $name -MessagesPerHour $null -Answer HOLD -Reason Second -By noc -PassThru | Show
            Set-GeoPlan "more-$env:DOMAIN" -RecipientsPerDay 5000 -For "news*@$env:DOMAIN" -Reason Third -By noc -WarningVariable told -WarningAction SilentlyContinue
            "$told"
            try { Set-GeoPlan $name -MessagesPerDay 0 -Reason Never -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            Set-GeoPlan $name -MessagesPerHour 1 -Reason Never -WhatIf
            (Get-GeoPlan -Account "Newsletter@$env:DOMAIN").Name
            (Get-GeoPlan -Account "bob@$env:DOMAIN").Name
            Remove-GeoPlan "more-$env:DOMAIN" -For "news*@$env:DOMAIN" -Reason Fourth -By noc
            (Get-GeoPlan -Account "newsletter@$env:DOMAIN").Name
            Get-GeoPlan "*$env:DOMAIN" | Remove-GeoPlan -Reason Fifth -By noc
            @(Get-GeoPlan "*$env:DOMAIN").Count
            Get-GeoAuditLog -From (Get-Date).AddHours(-1) -Action PlanSet, PlanRemoved | Where-Object Reason -like "*$env:DOMAIN*" | ForEach-Object { "$($_.Action) $($_.Reason)" }
            $ErrorActionPreference = 'Stop'
            foreach ($command in { Set-GeoPlan 'a b' -Reason x }, { Set-GeoPlan x -DomainsPerDay 1001 -Reason x }, { Set-GeoPlan x -Answer OK -Reason x }, { Remove-GeoPlan nosuch }, { Get-GeoPlan nosuch }, { Get-GeoPlan -Account "bob@$env:DOMAIN" }, { Get-GeoUsage "bob@$env:DOMAIN" }) {
                try { & $command } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            }
            """,
            ("DOMAIN", _domain));

        var (basic, more) = ($"basic-{_domain}", $"more-{_domain}");
        Assert.Equal(
            [
                $"{basic}: 10 messages/h, 100 recipients/d; ; 2",
                $"{basic}: 100 recipients/d; HOLD; 2",
                $"Plan {more} takes news*@{_domain} from plan {basic}: only one plan applies to an account.",
                "PlanBroad",
                $"What if: Performing the operation \"Change plan (1 messages/h, 100 recipients/d)\" on target \"Basic-{_domain}\".",
                more, basic, basic, "0",
                $"PlanSet Plan {basic}: 10 messages an hour, 100 recipients a day; for *@{_domain}, news*@{_domain}. First",
                $"PlanSet Plan {basic}: 100 recipients a day, then HOLD. Second",
                $"PlanSet Plan {more}: 5000 recipients a day; for news*@{_domain}; news*@{_domain} had plan {basic} before. Third",
                $"PlanRemoved Plan {more} from news*@{_domain}. Fourth",
                $"PlanRemoved Plan {basic}. Fifth",
                $"PlanRemoved Plan {more}. Fifth",
                "PlanInvalid", "PlanInvalid", "PlanInvalid", "PlanNotFound", "PlanNotFound", "PlanNotFound", "UsageNotFound",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Usage_tells_what_was_sent_and_the_share_of_the_limit()
    {
        await installation.SendMailAsync("alice@" + _domain, 8);
        await installation.SendMailAsync("bob@" + _domain, 2);

        var result = await installation.RunAsync(
            """
            Set-GeoPlan "usage-$env:DOMAIN" -MessagesPerHour 10 -RecipientsPerDay 1000 -For "*@$env:DOMAIN" -Reason Test
            $usage = Get-GeoUsage "*@$env:DOMAIN" | Sort-Object Account
            $usage | ForEach-Object { "$($_.Account) $($_.Plan) $($_.Share) $($_.MessagesInHour) $($_.MessagesInDay) $($_.RecipientsInHour) $($_.RecipientsInDay)" }
            (Get-GeoUsage "Alice@$env:DOMAIN" | Out-String -Stream)[3]
            Remove-GeoPlan "usage-$env:DOMAIN"
            "$((Get-GeoUsage "alice@$env:DOMAIN").Plan)-"
            """,
            ("DOMAIN", _domain));

        var lines = result.WithoutError().Lines;
        Assert.Equal([$"alice@{_domain} usage-{_domain} 0.8 8 8 16 16", $"bob@{_domain} usage-{_domain} 0.2 2 2 4 4"], lines[..2]);
        Assert.Matches(@"^alice@.* 80% +8/8 +16/16", lines[2]);
        Assert.Equal("-", lines[3]);
    }
}
