using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Quotas;

public sealed partial class PlanTests(Installation installation)
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
            Set-GeoPlan "more-$env:DOMAIN" -RecipientsPerDay 5000 -For "news**@$env:DOMAIN" -Reason Third -By noc -WarningVariable told -WarningAction SilentlyContinue
            "$told"
            Set-GeoPlan "more-$env:DOMAIN" -For "bob+tag@$env:DOMAIN" -Reason Tagged -By noc -WarningVariable told -WarningAction SilentlyContinue
            "$($told -like '*without the tag*')".Substring(0, 23)
            Remove-GeoPlan "more-$env:DOMAIN" -For "bob+tag@$env:DOMAIN" -Reason Untagged -By noc
            try { Set-GeoPlan $name -MessagesPerDay 0 -Reason Never -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            Set-GeoPlan $name -MessagesPerHour 1 -Reason Never -WhatIf
            Set-GeoPlan $name -Answer REJECT -Reason Never -WhatIf
            Set-GeoPlan $name -Answer '' -RecipientsPerDay $null -Reason Never -WhatIf
            Set-GeoPlan $name -For "bob@$env:DOMAIN" -Reason Never -WhatIf
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
                "Gates count the mail of",
                "PlanBroad",
                $"What if: Performing the operation \"Change plan (1 messages/h, 100 recipients/d, then HOLD; it was: 100 recipients/d, then HOLD)\" on target \"Basic-{_domain}\".",
                $"What if: Performing the operation \"Change plan (100 recipients/d, then REJECT; it was: 100 recipients/d, then HOLD)\" on target \"Basic-{_domain}\".",
                $"What if: Performing the operation \"Change plan (no limit; it was: 100 recipients/d, then HOLD)\" on target \"Basic-{_domain}\".",
                $"What if: Performing the operation \"Change plan (100 recipients/d, then HOLD; for bob@{_domain})\" on target \"Basic-{_domain}\".",
                more, basic, basic, "0",
                $"PlanSet Plan {basic}: 10 messages an hour, 100 recipients a day; for *@{_domain}, news*@{_domain}. First",
                $"PlanSet Plan {basic}: 100 recipients a day, then HOLD; it was: 10 messages an hour, 100 recipients a day. Second",
                $"PlanSet Plan {more}: 5000 recipients a day; for news*@{_domain}; news*@{_domain} had plan {basic} before. Third",
                $"PlanSet Plan {more}: 5000 recipients a day; for bob+tag@{_domain}. Tagged",
                $"PlanRemoved Plan {more} from bob+tag@{_domain}. Untagged",
                $"PlanRemoved Plan {more} from news*@{_domain}. Fourth",
                $"PlanRemoved Plan {basic}. It was: 100 recipients a day, then HOLD; for *@{_domain}. Fifth",
                $"PlanRemoved Plan {more}. It was: 5000 recipients a day. Fifth",
                "PlanInvalid", "PlanInvalid", "PlanInvalid", "PlanNotFound", "PlanNotFound", "PlanNotFound", "UsageNotFound",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Settings_of_nets_are_set_by_name_checked_changed_taken_back_and_completed()
    {
        var result = await installation.RunAsync(
            """
            function Show { $input | ForEach-Object { "$($_.Limits); $($_.Nets)" } }
            $name = "ship-$env:DOMAIN"
            Set-GeoPlan $name -Net @{ 'Countries:Suspend' = 20; 'nets:travel:watch' = 'OFF'; 'Countries:Window' = '12h' } -For "*@$env:DOMAIN" -Reason First -By noc -PassThru | Show
            Set-GeoPlan $name -Net countries:suspend=25, Travel:Watch= -MessagesPerHour 10 -Reason Second -By noc -PassThru | Show
            Set-GeoPlan "copy-$env:DOMAIN" -Net (Get-GeoPlan $name).Nets -Reason Third -By noc -PassThru | Show
            Set-GeoPlan $name -Net @{ 'Countries:Window' = $null } -Reason Fourth -By noc -PassThru | Show
            Set-GeoPlan $name -Net @{ 'Travel:Watch' = 3 } -Reason Never -WhatIf
            Set-GeoPlan $name -Net $null -Reason Never -WhatIf
            Set-GeoPlan $name -Net $null -ClientsPer5Minutes 8 -Reason Fifth -By noc -PassThru | Show
            Get-GeoAuditLog -From (Get-Date).AddHours(-1) -Action PlanSet | Where-Object Reason -like "*$name*" | ForEach-Object { "$($_.Reason)" }
            function Complete([string] $line) { "$((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Select-Object -First 3)" }
            Complete 'Set-GeoPlan ship -Net countries:s'
            Complete 'Set-GeoPlan ship -Net Countries:Suspend=20, Travel:Watch'
            $ErrorActionPreference = 'Stop'
            foreach ($command in { Set-GeoPlan x -Net @{ 'Countries:Suspnd' = 3 } -Reason x }, { Set-GeoPlan x -Net Addresses:Watch=65 -Reason x }, { Set-GeoPlan x -ClientsPer5Minutes 1001 -Reason x }, { Set-GeoPlan x -Net 5 -Reason x }, { Set-GeoPlan x -Net @{ 'Familiarity:HostingFile' = 'a' } -Reason x }) {
                try { & $command } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]): $($_.Exception.Message)" }
            }
            """,
            ("DOMAIN", _domain));

        var name = $"ship-{_domain}";
        Assert.Equal(
            [
                "no limit; Countries:Suspend=20 Countries:Window=12:00:00 Travel:Watch=OFF",
                "10 messages/h; Countries:Suspend=25 Countries:Window=12:00:00",
                "no limit; Countries:Suspend=25 Countries:Window=12:00:00",
                "10 messages/h; Countries:Suspend=25",
                $"What if: Performing the operation \"Change plan (10 messages/h; nets Travel:Watch=3)\" on target \"{name}\".",
                $"What if: Performing the operation \"Change plan (10 messages/h; without nets Countries:Suspend=25)\" on target \"{name}\".",
                "10 messages/h, 8 clients/5min;",
                $"Plan {name}: no limit; nets Countries:Suspend=20, Countries:Window=12:00:00, Travel:Watch=OFF; for *@{_domain}. First",
                $"Plan {name}: 10 messages an hour; nets Countries:Suspend=25, Countries:Window=12:00:00; it was: no limit; nets Countries:Suspend=20, Countries:Window=12:00:00, Travel:Watch=OFF. Second",
                $"Plan {name}: 10 messages an hour; nets Countries:Suspend=25; it was: 10 messages an hour; nets Countries:Suspend=25, Countries:Window=12:00:00. Fourth",
                $"Plan {name}: 10 messages an hour, 8 clients in 5 minutes; it was: 10 messages an hour; nets Countries:Suspend=25. Fifth",
                "Countries:Suspend= Countries:Suspend=off",
                "Travel:Watch= Travel:Watch=off",
                "PlanInvalid: Setting Nets:Countries:Suspnd is unknown. Did you mean Nets:Countries:Suspend?",
                "PlanInvalid: Setting Nets:Addresses:Watch is 65; it must be 1 to 64, or off.",
                "PlanInvalid: -ClientsPer5Minutes is 1001; it must be 0 to 1,000.",
                "ParameterArgumentTransformationError: Cannot process argument transformation on parameter 'Net'. '5' is not a setting of a net. Write @{ 'Countries:Suspend' = 20 } or 'Countries:Suspend=20'.",
                "PlanInvalid: Setting Nets:Familiarity:HostingFile cannot differ by plan: it names a file of the function app.",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task An_account_tells_its_plan_and_a_suspension_by_whose_threshold_it_was_made()
    {
        var (account, now) = ("mate@" + _domain, TimeProvider.System.GetUtcNow());
        await installation.SetPlanAsync("ship-" + _domain, "*@" + _domain);
        var decision = new Decision("Countries", Verdict.Suspend, 21, 20, "21 countries within 24 hours", now.AddDays(-1), now, [], 0, DateTimeOffset.MinValue, "r", "d") { Plan = "ship-" + _domain };
        await installation.Suspensions.DecideAsync(AccountName.Parse(account), decision, TestContext.Current.CancellationToken);

        var result = await installation.RunAsync(
            """
            Get-GeoAccount "mate@$env:DOMAIN" | ForEach-Object Plan
            Get-GeoAccount "*@$env:DOMAIN" | ForEach-Object Plan
            (Get-GeoAccount "mate@$env:DOMAIN" | Format-List | Out-String -Stream) -match '^Plan'
            Get-GeoSuspension "mate@$env:DOMAIN" | ForEach-Object { "$($_.Plan) $($_.Threshold)" }
            (Get-GeoSuspension "mate@$env:DOMAIN" | Format-List | Out-String -Stream) -match '^Measured'
            Get-GeoAuditLog "mate@$env:DOMAIN" | ForEach-Object Plan
            """,
            ("DOMAIN", _domain));

        var plan = "ship-" + _domain;
        Assert.Equal([plan, plan, $"Plan : {plan}", $"{plan} 20", $"Measured : 21 (threshold 20 of plan {plan})", plan, plan], result.WithoutError().Lines.Select(line => Spaces().Replace(line, " ")));
    }

    [Fact]
    public async Task What_a_plan_may_not_mean_is_said_when_it_is_set_and_its_answer_is_completed()
    {
        var result = await installation.RunAsync(
            """
            function Told([scriptblock] $command) { & $command 3>&1 | ForEach-Object { "$_" -replace [regex]::Escape($env:DOMAIN), 'D' } }
            $WarningPreference = 'Continue'
            Told { Set-GeoPlan "empty-$env:DOMAIN" -Reason x }
            Told { Set-GeoPlan "empty-$env:DOMAIN" -Reason x -Force }
            Told { Set-GeoPlan "limits-$env:DOMAIN" -RecipientsPerHour 500 -RecipientsPerDay 100 -MessagesPerHour 5 -MessagesPerDay 5 -Reason x }
            Told { Set-GeoPlan "names-$env:DOMAIN" -MessagesPerDay 5 -For "*$env:DOMAIN", "*@$env:DOMAIN", "*.$env:DOMAIN", "list-*" -Reason x }
            Get-GeoPlan "*-$env:DOMAIN" | Remove-GeoPlan -Reason x
            (TabExpansion2 'Set-GeoPlan p -Answer ' 22).CompletionMatches.CompletionText
            (TabExpansion2 'Set-GeoPlan p -Answer h' 23).CompletionMatches.CompletionText | Select-Object -First 1
            """,
            ("DOMAIN", _domain));

        Assert.Equal(
            [
                "Plan 'empty-D' has neither a limit nor a setting of a net: it changes nothing for those who have it.",
                "RecipientsPerHour (500) is larger than RecipientsPerDay (100), so it never applies.",
                "'*D' also matches accounts of other domains that end so, such as alice@myD. For one domain, write '*@D'.",
                "DEFER_IF_PERMIT", "REJECT", "HOLD", "'FILTER transport:destination'", "HOLD",
            ],
            result.WithoutError().Lines);
    }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [Fact]
    public async Task Usage_tells_what_was_sent_and_the_share_of_the_limit_nearest_to_it_first_and_who_is_watched()
    {
        await installation.SendMailAsync("alice@" + _domain, 8);
        await installation.SendMailAsync("aaron@" + _domain, 2);
        await installation.TravelAsync("aaron@" + _domain, 5);

        var result = await installation.RunAsync(
            """
            Set-GeoPlan "usage-$env:DOMAIN" -MessagesPerHour 10 -RecipientsPerDay 1000 -For "*@$env:DOMAIN" -Reason Test
            $usage = Get-GeoUsage "*@$env:DOMAIN"
            $usage | ForEach-Object { "$($_.Account) $($_.Plan) $($_.Share) $($_.Watched) $($_.MessagesInHour) $($_.MessagesInDay) $($_.RecipientsInHour) $($_.RecipientsInDay)" }
            Get-GeoUsage "Alice@$env:DOMAIN" | Out-String -Stream -Width 80 | Where-Object { $_.Trim() }
            Remove-GeoPlan "usage-$env:DOMAIN"
            "$((Get-GeoUsage "alice@$env:DOMAIN").Plan)-"
            """,
            ("DOMAIN", _domain));

        var lines = result.WithoutError().Lines;
        Assert.Equal([$"alice@{_domain} usage-{_domain} 0.8 False 8 8 16 16", $"aaron@{_domain} usage-{_domain} 0.2 True 2 2 4 4"], lines[..2]);
        Assert.Contains(lines[2..^1], line => line.StartsWith("alice@", StringComparison.Ordinal) && line.Contains(" 80% 10 messages/h, ", StringComparison.Ordinal) && line.Contains(" 8/8 ", StringComparison.Ordinal) && line.Contains(" 16/16", StringComparison.Ordinal));
        Assert.All(lines[2..^1], line => Assert.InRange(line.TrimEnd().Length, 1, 80));
        Assert.Equal("-", lines[^1]);
    }
}
