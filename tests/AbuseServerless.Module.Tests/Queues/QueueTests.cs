using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Queues;

public sealed class QueueTests(Installation shared)
{
    [Fact]
    public async Task Where_no_queue_helper_was_heard_of_nothing_is_ordered()
    {
        var account = "nobody@" + shared.Domain();
        var result = await shared.RunAsync(
            """
            foreach ($command in { Get-GeoQueue $env:ACCOUNT }, { Suspend-GeoQueue $env:ACCOUNT -Reason x }, { Resume-GeoQueue $env:ACCOUNT }, { Clear-GeoQueue $env:ACCOUNT -Reason x -Confirm:$false }) {
                try { & $command } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            }
            @(Get-GeoAuditLog $env:ACCOUNT).Count
            """,
            ("ACCOUNT", account));
        Assert.Equal(["NoQueueHelper", "NoQueueHelper", "NoQueueHelper", "NoQueueHelper", "0"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Queued_mail_is_listed_over_hosts_and_who_has_not_answered_is_said()
    {
        await using var installation = await Installation.StartAsync();
        await using var mx1 = await MailHost.StartAsync(installation, "mx1");
        var now = TimeProvider.System.GetUtcNow();
        await MailHost.SayAsync(installation, "mx2", now.AddHours(-2), now.AddHours(-2));
        await MailHost.SayAsync(installation, "mx3", now, null);
        await MailHost.SayAsync(installation, "mx4", now, now.AddHours(-1));
        await MailHost.SayAsync(installation, "gone", now.AddDays(-2), now.AddDays(-2));

        var result = await installation.RunAsync(
            """
            $queue = 'Alice@queue.example', 'bob@queue.example', 'ALICE@queue.example' | Get-GeoQueue -Timeout 5m -WarningVariable told -WarningAction SilentlyContinue
            $queue | ForEach-Object { "$($_.Account) $($_.Host) $($_.QueueId) $($_.State) $($_.HeldBy) $($_.Size) $($_.Arrived -lt (Get-Date))" }
            $told | ForEach-Object { ($_ -replace '\d{4}-\d\d-\d\d.{10}', 'TIME') }
            $queue | Select-Object -First 2 | Out-String -Width 80 -Stream | Where-Object { $_ }
            Get-GeoAuditLog alice@queue.example | ForEach-Object { "$($_.Action) $($_.Account) $($_.Reason)" }
            $held = Suspend-GeoQueue bob@queue.example -Reason Spam -Timeout 5m
            (Get-GeoAuditLog bob@queue.example -Action QueueHeld).Command -eq $held[0].Command -and $held[0].Command
            """);

        var lines = result.WithoutError().Rows;
        Assert.Equal(
            [
                "alice@queue.example mx1 4XyzA Deferred 1234 True", "alice@queue.example mx1 4XyzB Held Other 567 True", "bob@queue.example mx1 4XyzA Deferred 1234 True", "bob@queue.example mx1 4XyzB Held Other 567 True",
                "3,000 messages of account 'alice@queue.example' are queued on mx1; these are the 2 oldest.", "3,000 messages of account 'bob@queue.example' are queued on mx1; these are the 2 oldest.",
                "The gate on mx2 has not reported since TIME.", "No queue helper runs on mx3: its queue is unknown.", "The queue helper on mx4 has not reported since TIME.",
                "Account: alice@queue.example", "Host QueueId State HeldBy Arrived Size",
            ],
            lines[..11]);
        Assert.Matches(@"^mx1 4XyzA Deferred 2\S+ \S+Z 1234$", lines[12]);
        Assert.Matches(@"^mx1 4XyzB Held Other 2\S+ \S+Z 567$", lines[13]);
        Assert.Equal("QueueListed alice@queue.example Asked what is queued.", lines[14]);

        // By the id by which hosts tell of it.
        Assert.Equal("True", lines[15]);
    }

    [Fact]
    public async Task Who_resumes_an_account_in_error_hears_once_of_the_mail_that_was_put_on_hold_while_it_was_watched()
    {
        await using var installation = await Installation.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await MailHost.SayAsync(installation, "mx1", now, now);
        foreach (var account in new[] { "a@queue.example", "o'b@queue.example", "c@queue.example" })
        {
            await installation.TravelAsync(account, 5);
        }

        const string resume = """
            'a@queue.example', "o'b@queue.example", 'c@queue.example', 'never.watched@queue.example' | Suspend-GeoAccount -Reason x *>$null
            Resume-GeoAccount never.watched@queue.example -FalsePositive -WarningVariable unwatched *>$null
            "$($unwatched.Count) for one that was never watched"
            'a@queue.example', "o'b@queue.example" | Resume-GeoAccount -FalsePositive -WarningVariable told *>$null
            Resume-GeoAccount c@queue.example -WarningVariable +told *>$null
            $told | ForEach-Object { "$_" }
            """;
        Assert.Equal(["0 for one that was never watched"], (await installation.RunAsync(resume)).WithoutError().Lines);

        await MailHost.SayAsync(installation, "mx2", now, now, holdsWatched: true);
        Assert.Equal(
            ["0 for one that was never watched", "Mail that account 'a@queue.example' sent while it was watched may be on hold (Quota:Watched:Answer): resuming an account does not release it. To release it: Resume-GeoQueue 'a@queue.example' -HeldByOthers. The same applies to every account that this command resumes."],
            (await installation.RunAsync(resume)).WithoutError().Lines);
    }

    [Fact]
    public async Task Who_resumes_an_account_whose_mail_its_suspension_put_on_hold_hears_that_it_stays_there()
    {
        await using var installation = await Installation.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await MailHost.SayAsync(installation, "mx1", now, now);
        await installation.SuspendAsync("held@queue.example");
        await installation.SuspendAsync("empty@queue.example");
        await installation.SuspendAsync("wrong@queue.example");
        foreach (var account in new[] { "held@queue.example", "wrong@queue.example" })
        {
            await installation.ActAsync(new OperatorAct(TimeProvider.System.GetUtcNow(), OperatorActKind.QueuedMailHeld, "gate:mx1", "2 messages, for the suspension at transition 1.") { Account = account });
        }

        var result = await installation.RunAsync(
            """
            'empty@queue.example', 'held@queue.example' | Resume-GeoAccount -PasswordChanged -WarningVariable told *>$null
            Resume-GeoAccount wrong@queue.example -FalsePositive -WarningVariable +told *>$null
            $told | ForEach-Object { "$_" }
            """);

        Assert.StartsWith(
            "Mail that account 'held@queue.example' had queued was put on hold when it was suspended, and may still be: only -FalsePositive releases it. To look at it: Get-GeoQueue 'held@queue.example'.",
            Assert.Single(result.WithoutError().Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_resumes_an_account_in_error_hears_of_mail_that_an_earlier_suspension_put_on_hold()
    {
        await using var installation = await Installation.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await MailHost.SayAsync(installation, "mx1", now, now);
        foreach (var account in new[] { "once@queue.example", "free@queue.example", "twice@queue.example" })
        {
            await installation.SuspendAsync(account);
            await DidAsync(account, OperatorActKind.QueuedMailHeld);
        }

        (await installation.RunAsync("Resume-GeoAccount free@queue.example, twice@queue.example *>$null")).WithoutError();
        await DidAsync("free@queue.example", OperatorActKind.QueuedMailReleased);
        await installation.SuspendAsync("free@queue.example");
        await installation.SuspendAsync("twice@queue.example");
        await DidAsync("twice@queue.example", OperatorActKind.QueuedMailHeld);

        var result = await installation.RunAsync(
            """
            'once@queue.example', 'free@queue.example' | Resume-GeoAccount -FalsePositive -WarningVariable told *>$null
            Resume-GeoAccount twice@queue.example -FalsePositive -WarningVariable +told *>$null
            $told | ForEach-Object { "$_" }
            """);

        Assert.Equal(
            "Mail that account 'twice@queue.example' had queued was put on hold before this suspension, and may still be: -FalsePositive releases only what the suspension that it judges put on hold. To look at it: Get-GeoQueue 'twice@queue.example'. To release it: Resume-GeoQueue 'twice@queue.example'. The same applies to every account that this command resumes.",
            Assert.Single(result.WithoutError().Lines));

        Task DidAsync(string account, OperatorActKind kind) =>
            installation.ActAsync(new OperatorAct(TimeProvider.System.GetUtcNow(), kind, "gate:mx1", "2 messages.") { Account = account });
    }

    [Fact]
    public async Task Where_no_host_had_anything_to_do_it_is_said_why()
    {
        await using var installation = await Installation.StartAsync();
        await using var mx1 = await MailHost.StartAsync(installation, "mx1");

        var result = await installation.RunAsync(
            """
            function Told { $told | ForEach-Object { "$_" }; $told.Clear() }
            $null = Get-GeoQueue nothing@queue.example -Timeout 5m -WarningVariable told -WarningAction SilentlyContinue
            Told
            $null = Suspend-GeoQueue nothing@queue.example -Reason x -Timeout 5m -WarningVariable told -WarningAction SilentlyContinue
            Told
            $null = Suspend-GeoAccount others@queue.example -Reason x -WarningAction SilentlyContinue
            $null = Resume-GeoAccount others@queue.example -WarningAction SilentlyContinue
            $null = Resume-GeoQueue others@queue.example, bob@queue.example -Timeout 5m -WarningVariable told -WarningAction SilentlyContinue
            Told
            $null = Clear-GeoQueue others@queue.example -Reason x -Timeout 5m -WarningVariable told -WarningAction SilentlyContinue -Confirm:$false
            Told
            $null = Clear-GeoQueue others@queue.example -Reason x -Timeout 5m -HeldByOthers -WarningVariable told -WarningAction SilentlyContinue -Confirm:$false
            Told
            Clear-GeoQueue others@queue.example -Reason x -WhatIf
            """);

        const string Unseen = "Account 'nothing@queue.example' was never seen here: no mail host that answered has such mail of it.";
        const string Others = "1 message of account 'others@queue.example' is held by others, such as the answer HOLD of a plan, and was left alone: add -HeldByOthers.";
        Assert.Equal(
            [Unseen, Unseen, Others, Others, "What if: Performing the operation \"Delete queued mail on every mail host, which cannot be undone; Get-GeoQueue shows what is queued\" on target \"others@queue.example\"."],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_in_time_is_named_with_what_to_check()
    {
        await using var installation = await Installation.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await MailHost.SayAsync(installation, "mx1", now, now);

        var result = await installation.RunAsync("$null = Get-GeoQueue bob@queue.example -Timeout 1s -WarningVariable told -WarningAction SilentlyContinue; $told | ForEach-Object { \"$_\" } | Select-Object -Last 1");

        Assert.Equal(["mx1 has not answered within 1 second: check `systemctl status abuse-gate-queue` there."], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Queued_mail_is_held_released_and_deleted_by_the_pipeline_and_not_released_while_its_account_is_suspended()
    {
        await using var installation = await Installation.StartAsync();
        await using var mx1 = await MailHost.StartAsync(installation, "mx1");
        await using var mx2 = await MailHost.StartAsync(installation, "mx2");
        await installation.SuspendAsync("bob@queue.example");

        var result = await installation.RunAsync(
            """
            function Told { process { "$($_.Account) $($_.Host) $($_.Action) $($_.Messages)" } }
            function Id { $args[0].FullyQualifiedErrorId -replace ',.*' }
            Get-GeoSuspension bob@queue.example | Suspend-GeoQueue -Reason Spam -WhatIf
            Get-GeoSuspension bob@queue.example | Suspend-GeoQueue -Reason Spam -By noc -Timeout 5m | Told
            Resume-GeoQueue bob@queue.example, carol@queue.example -Timeout 5m -ErrorAction SilentlyContinue -ErrorVariable refused | Told
            Id $refused[0]
            Set-GeoEnforcement -Mode Observe -Reason Test -Force
            Resume-GeoQueue bob@queue.example -Timeout 5m -Reason 'Observed only' -By noc | Out-String -Width 80 -Stream | Where-Object { $_ }
            Clear-GeoQueue bob@queue.example -Reason Spam -By noc -Timeout 5m -HeldByOthers -Confirm:$false | Told
            Clear-GeoQueue bob@queue.example -Reason Spam -By noc -Timeout 5m -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable refused
            Id $refused[0]
            "$($refused[1])"
            try { Clear-GeoQueue bob@queue.example -Reason Spam } catch { 'asks' }
            Get-GeoAuditLog bob@queue.example -By noc | ForEach-Object { "$_" -replace '^.{21}' }
            Get-GeoAuditLog bob@queue.example -By noc | Out-String -Width 80 -Stream | Select-String deleted | Select-Object -First 1 | ForEach-Object { "$_".Length -le 80 }
            """);

        var rows = result.WithoutError().Rows;
        Assert.Equal(
            [
                "What if: Performing the operation \"Hold queued mail on every mail host\" on target \"bob@queue.example\".",
                "bob@queue.example mx1 Hold 2", "bob@queue.example mx2 Hold 2",
                "carol@queue.example mx1 Release 2", "carol@queue.example mx2 Release 2", "QueueOfSuspended",
                "Account Host Action Messages Time",
            ],
            rows[..7]);
        Assert.Matches("^bob@queue.example mx1 Release 2 20\\d\\d-.*Z$", rows[8]);
        Assert.Equal(
            [
                "bob@queue.example mx1 Delete 2", "bob@queue.example mx2 Delete 2", "QueueOrderRefused",
                "mx2 did nothing about the queued mail of account 'bob@queue.example': it has done as many commands to delete within the hour as its setting Queue:MaximumDeletesPerHour allows.",
                "asks",
                "bob@queue.example QueueHeld by noc", "bob@queue.example QueueReleased by noc", "bob@queue.example QueueDeleted by noc", "bob@queue.example QueueDeleted by noc",
                "True",
            ],
            rows[10..]);
    }
}
