using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Suspensions;

public sealed class OperatorTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task An_operator_suspends_accounts_for_a_time()
    {
        var result = await installation.RunAsync(
            """
            $done = "Alice@$env:DOMAIN", [pscustomobject]@{ Account = "bob@$env:DOMAIN" } | Suspend-GeoAccount -Reason 'Phished.' -For 1:00 -By noc -PassThru
            $done | ForEach-Object { "$($_.Account) $($_.State) $($_.By) $($_.Reason) $(($_.Until - $_.Since).TotalHours)" }
            """,
            ("DOMAIN", _domain));

        Assert.Equal([$"alice@{_domain} Active noc Phished. 1", $"bob@{_domain} Active noc Phished. 1"], result.WithoutError().Lines);
        Assert.Equal(SuspensionState.Active, (await installation.FindAsync("alice@" + _domain))!.State);
    }

    [Fact]
    public async Task The_operator_is_named_by_user_and_host_unless_told_otherwise()
    {
        await installation.RunAsync("Suspend-GeoAccount $env:WHO -Reason Test", ("WHO", "a@" + _domain));

        Assert.Equal($"{Environment.UserName}@{Environment.MachineName}", (await installation.FindAsync("a@" + _domain))!.By);
    }

    [Fact]
    public async Task Suspending_again_changes_nothing_and_says_so()
    {
        await installation.SuspendAsync("a@" + _domain, "First.");

        var result = await installation.RunAsync(
            """
            Suspend-GeoAccount $env:WHO -Reason Second. -ErrorAction SilentlyContinue -ErrorVariable errors
            "$($errors.FullyQualifiedErrorId.Split(',')[0]) $($errors.CategoryInfo.Category)"
            """,
            ("WHO", "a@" + _domain));

        Assert.Equal(["AccountAlreadySuspended ResourceExists"], result.WithoutError().Lines);
        Assert.Equal("First.", (await installation.FindAsync("a@" + _domain))!.Reason);
    }

    [Fact]
    public async Task Resuming_an_account_that_is_not_suspended_is_an_error_and_the_next_one_goes_on()
    {
        await installation.SuspendAsync("a@" + _domain);

        var result = await installation.RunAsync(
            """
            $tally = Resume-GeoAccount "nobody@$env:DOMAIN", ' ', "a@$env:DOMAIN", "a@$env:DOMAIN" -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category)" }
            "$($tally.Done) $($tally.Unchanged) $($tally.Failed) $($tally.NotDone.Count) $($GeoTally.Done)"
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["AccountNotSuspended ObjectNotFound", "AccountInvalid InvalidArgument", "AccountNotSuspended ObjectNotFound", "1 2 1 1 1"], result.WithoutError().Lines);
        Assert.Equal(SuspensionState.Lifted, (await installation.FindAsync("a@" + _domain))!.State);
    }

    [Fact]
    public async Task What_was_found_can_be_piped_on_and_only_its_account_counts()
    {
        await installation.TravelAsync("a@" + _domain, 10);
        await installation.TravelAsync("b@" + _domain, 5);

        var result = await installation.RunAsync(
            """Get-GeoSuspension "*@$env:DOMAIN" | Unsuspend-GeoAccount -FalsePositive -By noc | ForEach-Object { "$($_.Command) $($_.Done)" } """, ("DOMAIN", _domain));

        Assert.Equal(["Resume account 2"], result.WithoutError().Lines);
        foreach (var name in new[] { "a@", "b@" })
        {
            var found = await installation.FindAsync(name + _domain);
            Assert.Equal((SuspensionState.Lifted, true, "noc", "Resumed by an operator."), (found!.State, found.FalsePositive, found.By, found.Reason));
        }
    }

    [Fact]
    public async Task After_a_password_change_an_account_is_watched_for_a_time_and_its_suspension_can_still_be_judged()
    {
        await installation.TravelAsync("a@" + _domain, 10);

        var result = await installation.RunAsync(
            """
            $who = "a@$env:DOMAIN"
            $now = Resume-GeoAccount $who -PasswordChanged -WatchFor 3d -Reason 'Called back.' -By noc -PassThru
            "$($now.State) $([math]::Round(($now.Until - $now.Since).TotalDays)) $($now.By) $($now.SuspendedBy) $($now.LiftedBy) $($now.Evidence.Count) [$($now.Net)]"
            $now.Reason -replace '[\d-]{10} [\d:]{8}Z', 'T'
            Resume-GeoAccount $who -PasswordChanged -ErrorAction SilentlyContinue -ErrorVariable again
            "$($again.FullyQualifiedErrorId.Split(',')[0]) $(try { Resume-GeoAccount $who -PasswordChanged -Exempt } catch { $_.FullyQualifiedErrorId.Split(',')[0] })"
            Set-GeoSuspension $who -Judgement Abuse -By judge
            Get-GeoAuditLog $who | Where-Object By -notlike 'net:*' | ForEach-Object { "$($_.From)-$($_.To) $($_.By) $($_.Judgement)" }
            Resume-GeoAccount "b@$env:DOMAIN" -ConfirmedAbuse -PasswordChanged -WarningVariable unseen 3>$null
            "$((Get-GeoSuspension "b@$env:DOMAIN").State) $([bool]($unseen -match 'never seen'))"
            Resume-GeoAccount $who -ConfirmedAbuse
            (Get-GeoSuspension $who).State
            """,
            ("DOMAIN", _domain));

        Assert.Equal(
            [
                "Watched 3 noc net:Countries noc 10 []", "Password changed on T, watched until T. Called back.", "AccountAlreadyRecovered ExemptAndWatched",
                "Active-Lifted noc None", "Lifted-Watched noc None", "Watched-Watched judge Abuse", "Watched True", "Lifted",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task WhatIf_changes_nothing()
    {
        await installation.SuspendAsync("a@" + _domain);

        var result = await installation.RunAsync(
            """
            Resume-GeoAccount "a@$env:DOMAIN" -WhatIf
            Suspend-GeoAccount "b@$env:DOMAIN" -Reason Test -WhatIf
            """,
            ("DOMAIN", _domain));

        Assert.Equal(
            [
                $"What if: Performing the operation \"Resume account\" on target \"a@{_domain}\".",
                $"What if: Performing the operation \"Suspend account until it is resumed\" on target \"b@{_domain}\".",
            ],
            result.WithoutError().Lines);
        Assert.Equal(SuspensionState.Active, (await installation.FindAsync("a@" + _domain))!.State);
        Assert.Null(await installation.FindAsync("b@" + _domain));
    }

    [Theory]
    [InlineData("0", "ParameterArgumentTransformationError")]
    [InlineData("-1:00", "ParameterArgumentTransformationError")]
    [InlineData("0s", "ParameterArgumentValidationError")]
    [InlineData("99999.00:00:00", "ParameterArgumentValidationError")]
    public async Task A_duration_that_makes_no_sense_is_refused(string duration, string error)
    {
        var result = await installation.RunAsync(
            "try { Suspend-GeoAccount $env:WHO -Reason Test -For $env:DURATION } catch { $_.FullyQualifiedErrorId.Split(',')[0] }",
            ("WHO", "a@" + _domain), ("DURATION", duration));

        Assert.Equal([error], result.WithoutError().Lines);
        Assert.Null(await installation.FindAsync("a@" + _domain));
    }

    [Fact]
    public async Task Every_transition_is_in_the_audit_log()
    {
        await installation.TravelAsync("a@" + _domain, 10);

        var result = await installation.RunAsync(
            """
            Resume-GeoAccount $env:WHO -Reason 'Was travelling.' -By noc
            Get-GeoAuditLog $env:WHO | ForEach-Object { "$($_.Transition) $($_.From)>$($_.To) $($_.By)" }
            Get-GeoAuditLog ($env:WHO -replace '^a', '?') | Out-String -Width 160
            """,
            ("WHO", "a@" + _domain));

        var lines = result.WithoutError().Rows;
        Assert.Equal(["1 >Watched net:Travel", "2 Watched>Active net:Countries", "3 Active>Lifted noc"], lines[..3]);
        Assert.Equal("Time Account To By Why", lines[3]);
        Assert.EndsWith(" Lifted noc Was travelling.", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Resume-GeoAccount $env:WHO -FalsePositive", " Lifted noc FalsePositive: …")]
    [InlineData("Resume-GeoAccount $env:WHO -ConfirmedAbuse", " Lifted noc Abuse: On a cru…")]
    [InlineData("Set-GeoSuspension $env:WHO -Judgement Abuse", " Active noc Abuse: On a cru…")]
    [InlineData("Resume-GeoAccount $env:WHO", " Lifted noc On a cruise")]
    public async Task In_80_columns_the_audit_log_shows_a_judgement_whatever_else_the_entry_changes(string command, string shown)
    {
        await installation.TravelAsync("a@" + _domain, 10);

        var result = await installation.RunAsync(
            command + """
             -Reason 'On a cruise' -By noc -WarningAction SilentlyContinue
            Get-GeoAuditLog $env:WHO | Out-String -Width 80
            """,
            ("WHO", "a@" + _domain));

        Assert.EndsWith(shown, result.WithoutError().Rows[^1], StringComparison.Ordinal);
    }
}
