using AbuseServerless.Accounts;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Suspensions;

public sealed class SetSuspensionTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task End_reason_and_judgement_are_changed_each_alone_and_the_evidence_stays()
    {
        await installation.TravelAsync("a@" + _domain, 10);

        var result = await installation.RunAsync(
            """
            function Show { $input | ForEach-Object { "$($_.State) $($_.Judgement) $($_.FalsePositive) $(if ($_.Until) { [math]::Round(($_.Until - $_.Since).TotalHours) }) $($_.Measured) $($_.Activations) $($_.By) $($_.Reason)" } }
            Set-GeoSuspension $env:WHO -For 2:00 -By one -PassThru | Show
            Set-GeoSuspension $env:WHO -Until ([datetimeoffset]::UtcNow.AddHours(5)) -Reason 'Still infected.' -By two -PassThru | Show
            Get-GeoSuspension $env:WHO | Set-GeoSuspension -Judgement Abuse -By three -PassThru | Show
            Set-GeoSuspension $env:WHO -Forever -By four -PassThru | Show
            Get-GeoAuditLog $env:WHO | ForEach-Object { "$($_.From)>$($_.To) $($_.Judgement) $($_.By)" } | Select-Object -Last 4
            """,
            ("WHO", "a@" + _domain));

        var lines = result.WithoutError().Lines;
        Assert.StartsWith("Active None False 2 10 1 net:Countries 10 countries within 24 hours", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "Active None False 5 10 1 net:Countries Still infected.", "Active Abuse False 5 10 1 net:Countries Still infected.", "Active Abuse False  10 1 net:Countries Still infected.",
                "Active>Active None one", "Active>Active None two", "Active>Active Abuse three", "Active>Active Abuse four",
            ],
            lines[1..]);
    }

    [Fact]
    public async Task What_is_so_already_is_no_error_and_goes_not_on_record()
    {
        await installation.SuspendAsync("a@" + _domain);

        var result = await installation.RunAsync(
            """
            1..2 | ForEach-Object { Set-GeoSuspension $env:WHO -Judgement Abuse -Forever -PassThru } | ForEach-Object { "$($_.Judgement) $($_.State)" }
            @(Get-GeoAuditLog $env:WHO).Count
            """,
            ("WHO", "a@" + _domain));

        Assert.Equal(["Abuse Active", "Abuse Active", "2"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Resuming_judges_or_leaves_the_judgement_and_what_is_over_is_judged_afterwards()
    {
        await installation.SuspendAsync("a@" + _domain);
        await installation.SuspendAsync("b@" + _domain);

        var result = await installation.RunAsync(
            """
            Set-GeoSuspension "a@$env:DOMAIN" -Judgement Abuse
            Resume-GeoAccount "a@$env:DOMAIN" -PassThru | ForEach-Object { "$($_.State) $($_.Judgement)" }
            Resume-GeoAccount "b@$env:DOMAIN" -ConfirmedAbuse -PassThru | ForEach-Object { "$($_.State) $($_.Judgement)" }
            Set-GeoSuspension "a@$env:DOMAIN", "b@$env:DOMAIN" -Judgement FalsePositive -PassThru | ForEach-Object { "$($_.State) $($_.Judgement)" }
            try { Resume-GeoAccount "a@$env:DOMAIN" -FalsePositive -ConfirmedAbuse } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["Lifted Abuse", "Lifted Abuse", "Lifted FalsePositive", "Lifted FalsePositive", "AmbiguousParameterSet"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_cannot_be_changed_is_reported_and_the_next_one_goes_on()
    {
        await installation.TravelAsync("watched@" + _domain, 5);
        await installation.SuspendAsync("over@" + _domain);
        await installation.Suspensions.ResumeAsync(AccountName.Parse("over@" + _domain), Judgement.None, "ops", "x", CancellationToken.None);
        await installation.SuspendAsync("active@" + _domain);

        var result = await installation.RunAsync(
            """
            Set-GeoSuspension "nobody@$env:DOMAIN", "watched@$env:DOMAIN", "over@$env:DOMAIN", ' ', "active@$env:DOMAIN" -For 1:00 -ErrorAction SilentlyContinue -ErrorVariable errors -PassThru | ForEach-Object Account
            $errors | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category) $($_.TargetObject)".Trim() }
            foreach ($change in @{}, @{ Until = [datetimeoffset]'2020-01-01Z' }) {
                try { Set-GeoSuspension "active@$env:DOMAIN" @change } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
            }
            Set-GeoSuspension "active@$env:DOMAIN" -Judgement Abuse -WhatIf
            (Get-GeoSuspension "active@$env:DOMAIN").Judgement
            """,
            ("DOMAIN", _domain));

        const string Invalid = "SuspensionNotAmendable InvalidOperation ";
        Assert.Equal(
            [
                "active@" + _domain, $"{Invalid}nobody@{_domain}", $"{Invalid}watched@{_domain}", $"{Invalid}over@{_domain}", "AccountInvalid InvalidArgument",
                "NothingToChange", "SuspensionEndPast", $"What if: Performing the operation \"Change suspension\" on target \"active@{_domain}\".", "None",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task The_list_shows_the_judgement_and_when_somebody_last_tried_in_vain()
    {
        await installation.SuspendAsync("a@" + _domain);
        await installation.AttemptAsync("a@" + _domain, new DateTimeOffset(2026, 11, 24, 5, 6, 7, TimeSpan.Zero));

        var result = await installation.RunAsync("Set-GeoSuspension $env:WHO -Judgement Abuse; Get-GeoSuspension $env:WHO | Format-List | Out-String -Width 160", ("WHO", "a@" + _domain));

        Assert.Contains(result.WithoutError().Lines, line => line.StartsWith("Judgement   : Abuse, 20", StringComparison.Ordinal) && line.Contains("Z, by ", StringComparison.Ordinal));
        Assert.Contains("LastAttempt : 2026-11-24 05:06:07Z", result.Lines);
    }
}
