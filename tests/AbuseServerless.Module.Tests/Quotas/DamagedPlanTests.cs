using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Quotas;

/// <summary>Rows of plans that somebody edited by hand, and plans that are gone while accounts still have them.</summary>
public sealed class DamagedPlanTests
{
    [Fact]
    public async Task The_status_names_each_row_that_cannot_be_read_and_why_and_Remove_GeoPlan_removes_it()
    {
        await using var installation = await Installation.StartAsync();
        await installation.SetPlanAsync("basic", "*");
        await installation.PutPlanRowAsync("p:slow", ("Name", "slow"), ("MessagesPerHour", "many"), ("Since", DateTimeOffset.UnixEpoch));
        await installation.PutPlanRowAsync("p:fast", ("Name", "fast"), ("MessagesPerHour", -1), ("Since", DateTimeOffset.UnixEpoch));
        await installation.PutPlanRowAsync("p:Basic", ("Name", "basic"), ("Since", DateTimeOffset.UnixEpoch));
        await installation.PutPlanRowAsync("f:bob@x.example", ("For", "bob@x.example"));

        var result = await installation.RunAsync(
            """
            (Get-GeoStatus).Wrong -like '*Plans*'
            (Get-GeoPlan -WarningVariable told -WarningAction SilentlyContinue).Name
            $told.Count
            Set-GeoPlan slow -MessagesPerHour 5 -Reason Mended
            Remove-GeoPlan FAST, p:Basic -Reason Junk -By noc
            Remove-GeoPlan basic -For bob@x.example -Reason Junk -By noc
            @((Get-GeoStatus).Wrong -like '*Plans*').Count
            (Get-GeoPlan).Name
            Get-GeoAuditLog -Action PlanRemoved | ForEach-Object Reason
            try { Remove-GeoPlan p:Basic -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """);

        Assert.Equal(
            [
                "Row 'f:bob@x.example' of table Plans cannot be read and counts for nothing: Plan is missing: it names no plan. To remove it: Remove-GeoPlan 'f:bob@x.example'; then assign the plan again: Set-GeoPlan -For.",
                "Row 'p:Basic' of table Plans cannot be read and counts for nothing: Its name is basic, which is not the one in its key. To remove it: Remove-GeoPlan 'p:Basic'; to create the plan anew: Set-GeoPlan 'Basic'.",
                "Row 'p:fast' of table Plans cannot be read and counts for nothing: MessagesPerHour is -1, which it may not be. To remove it: Remove-GeoPlan 'p:fast'; to create the plan anew: Set-GeoPlan 'fast'.",
                "Row 'p:slow' of table Plans cannot be read and counts for nothing: MessagesPerHour is no number of type Int32. To remove it: Remove-GeoPlan 'p:slow'; to create the plan anew: Set-GeoPlan 'slow'.",
                "basic", "4", "0", "basic", "slow",
                "Row p:fast, which could not be read: MessagesPerHour is -1, which it may not be. Junk",
                "Row p:Basic, which could not be read: Its name is basic, which is not the one in its key. Junk",
                "Row f:bob@x.example, which could not be read: Plan is missing: it names no plan. Junk",
                "PlanNotFound",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_plan_that_does_not_exist_is_given_to_nobody_by_mistake_and_is_said_where_somebody_has_it()
    {
        await using var installation = await Installation.StartAsync();
        await installation.SetPlanAsync("basic", "*");
        await installation.PutPlanRowAsync("f:bob@x.example", ("For", "bob@x.example"), ("Plan", "gone"));
        await installation.PutPlanRowAsync("f:*@y.example", ("For", "*@y.example"), ("Plan", "gone"));

        var result = await installation.RunAsync(
            """
            function Told([string] $account) { (Get-GeoPlan -Account $account -WarningVariable told -WarningAction SilentlyContinue).Name; "$told" }
            try { Set-GeoPlan basci -For carol@x.example -Reason Typo -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
            (Get-GeoStatus).Wrong -like '*gone*'
            Told bob@x.example
            Told carol@x.example
            Remove-GeoPlan gone -For bob@x.example -Reason First -By noc
            Told bob@x.example
            Remove-GeoPlan GONE -Reason Second -By noc
            @((Get-GeoStatus).Wrong -like '*gone*').Count
            Set-GeoPlan free -For carol@x.example -Reason Contract -Force -PassThru | ForEach-Object { "$($_.Name): $($_.Limits)" }
            """);

        const string advice = "the next plan that matches applies, or none. To create it: Set-GeoPlan 'gone'; to take it from";
        Assert.Equal(
            [
                "PlanUnknown: There is no plan 'basci' (the plans are basic), and no limit was given for a new one: whoever had it could send without a limit. If this is intended, add -Force.",
                $"Plan 'gone' does not exist, but *@y.example, bob@x.example have it: {advice} them: Remove-GeoPlan 'gone'.",
                "basic", $"Plan 'gone' does not exist, but bob@x.example has it: {advice} it: Remove-GeoPlan 'gone'.",
                "basic", "basic", "0", "free: no limit",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task The_record_tells_of_an_account_which_plans_it_had_by_name_or_wildcard_and_what_their_limits_were()
    {
        await using var installation = await Installation.StartAsync();

        var result = await installation.RunAsync(
            """
            $accounts = 'bob@x.example', 'carol@x.example'
            Set-GeoPlan basic -MessagesPerHour 10 -For '*' -Reason First
            Set-GeoPlan other -MessagesPerHour 5 -For '*@y.example' -Reason Elsewhere
            Set-GeoPlan news -RecipientsPerDay 500 -For $accounts -Reason Contract -WarningAction SilentlyContinue
            Set-GeoPlan news -RecipientsPerDay 900 -Reason More
            Set-GeoPlan third -MessagesPerHour 1 -For 'carol@x.example' -Reason Moved -WarningAction SilentlyContinue
            Remove-GeoPlan other -Reason Over
            Remove-GeoPlan news -Reason Ended
            foreach ($account in 'bob@x.example', 'carol@x.example', 'dora@x.example') { $account; Get-GeoAuditLog $account | ForEach-Object { "$($_.Plan)|$($_.Account)|$($_.Reason)" } }
            """);

        const string first = "basic||Plan basic: 10 messages an hour; for *. First", more = "news||Plan news: 900 recipients a day; it was: 500 recipients a day. More";
        Assert.Equal(
            [
                "bob@x.example", first,
                "news|bob@x.example|Plan news for bob@x.example. Contract", more,
                "news|bob@x.example|Plan news. It was: 900 recipients a day; for bob@x.example. Ended",
                "carol@x.example", first,
                "news|carol@x.example|Plan news for carol@x.example. Contract", more,
                "third|carol@x.example|Plan third: 1 messages an hour; for carol@x.example; carol@x.example had plan news before. Moved",
                "dora@x.example", first,
            ],
            result.WithoutError().Lines);
    }
}
