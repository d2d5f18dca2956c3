using AbuseServerless.Local.Processes;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Mail.Tests.Queue;

/// <summary>Queued mail by command: PowerShell, the table, the real gate and helper, and the queue of a real Postfix with messages of three accounts that all send as one address. The helper is killed beside every act.</summary>
public sealed class QueueCommandTests
{
    public QueueCommandTests() => MailPackages.Require();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_lists_holds_releases_and_deletes_the_queued_mail_of_one_account_and_each_is_done_once_however_often_the_helper_is_killed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is missing (Debian: apt-get install util-linux).");
        var storage = await SharedStorage.TakeAccountAsync();
        await using var server = await MailServer.StartAsync(new PolicyServerAddress(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"), "nobody-asks"), defers: true);
        var (alice, bob, carol) = (server.NextAccount(), server.NextAccount(), server.NextAccount());
        var (hers, his, carols) = (await SendAsync(alice), await SendAsync(bob), await SendAsync(carol));
        await Eventually.HoldsAsync(() => server.Deferred().Count == 12, () => "all are deferred", Cancellation);
        await QueueTests.PostsuperAsync(server, "-h", hers[0]);

        await using var helper = new QueueHelperProcess();
        helper.StartAndKeep(server.PostfixConfiguration);
        await using var gate = await GateProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Storage"] = storage,
                ["EventHubs"] = $"Endpoint=sb://127.0.0.1:{LoopbackPort.Free()};SharedAccessKeyName=x;SharedAccessKey=eA==;UseDevelopmentEmulator=true",
                ["Gate:Data"] = helper.GateData,
                ["Queue:Data"] = helper.Data,
            },
            Cancellation);

        // The installation observes: what an operator orders is done all the same.
        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            Connect-GeoAbuse -ConnectionString $env:STORAGE 6>$null
            function Told { process { "$($_.Action) $($_.Messages) $($_.Host -eq [Environment]::MachineName)" } }
            function States($account) { @(Get-GeoQueue $account -Timeout 5m -WarningAction SilentlyContinue | Group-Object { "$($_.State) $($_.HeldBy)".Trim() } | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }) -join ', ' }
            while (-not (Get-GeoStatus).Instances.QueueHelper) { Start-Sleep 1 }
            States $env:ALICE
            Set-Content $env:KILLS before
            Suspend-GeoQueue $env:ALICE.ToUpper() -Reason 'Complaint 4711' -By noc -Timeout 5m | Told
            States $env:ALICE
            States $env:BOB
            Set-Content $env:KILLS after
            Resume-GeoQueue $env:ALICE -Reason 'A newsletter' -By noc -Timeout 5m | Told
            States $env:ALICE
            Set-Content $env:KILLS after, before, after
            Clear-GeoQueue $env:ALICE -HeldByOthers -Reason 'Spam' -By noc -Timeout 5m -Confirm:$false | Told
            "$(States $env:ALICE)|$(States $env:BOB)"
            Get-GeoAuditLog $env:ALICE | Where-Object Action -ne QueueListed | ForEach-Object { "$($_.Action) $($_.By) $($_.Reason)" }
            Set-GeoEnforcement -Mode Enforce -Reason Test -Force 6>$null
            Suspend-GeoAccount $env:BOB -Reason Spam -WarningAction SilentlyContinue
            do { Start-Sleep 1; $held = States $env:BOB } until ($held -like 'Held*')
            $held
            Resume-GeoQueue $env:BOB -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused.FullyQualifiedErrorId.Split(',')[0]
            Resume-GeoAccount $env:BOB -Reason 'Password changed'
            Resume-GeoQueue $env:BOB -Timeout 5m | Told
            """,
            ("STORAGE", storage), ("KILLS", helper.Kills), ("ALICE", alice), ("BOB", bob));

        var all = $"{result.Output}\n{result.Errors}\n{helper.Output}\n{helper.Text()}\n{gate.Output}";
        Assert.True(
            result.Lines.SequenceEqual(
            [
                "Deferred 3, Held Other 1", "Hold 3 True", "Held Command 3, Held Other 1", "Deferred 4", "Release 3 True", "Deferred 3, Held Other 1", "Delete 4 True", "|Deferred 4",
                "QueueHeld noc Complaint 4711", "QueueReleased noc A newsletter", "QueueDeleted noc Spam",
                "Held Suspension 4", "QueueOfSuspended", "Release 4 True",
            ]),
            all);
        Assert.Equal(5, helper.Deaths);
        Assert.Equal(carols.Concat(his).Order(), server.Deferred().Order());
        Assert.Empty(server.Held());
        Assert.Equal(hers.Order(), Ids("Deleted").Order());
        Assert.Equal(hers[1..].Concat(his).Order(), Ids("Released").Order());
        Assert.Equal(4, helper.Record().Count(entry => entry.Act == "Done"));
        Assert.DoesNotContain("example.org", helper.Text(), StringComparison.Ordinal);

        // Killed behind all else and before it was on record that the last one is done: it finds nothing left to do, and what was released goes on.
        var lines = await File.ReadAllLinesAsync(helper.RecordFile, Cancellation);
        Assert.Contains("\"Done\"", lines[^1], StringComparison.Ordinal);
        await File.WriteAllLinesAsync(helper.RecordFile, lines[..^1], Cancellation);
        await File.WriteAllTextAsync(helper.Kills, "", Cancellation);
        await helper.KillKeptAsync();
        await Eventually.HoldsAsync(() => helper.Record().Count(entry => entry.Act == "Done") == 4, () => "it is on record again", Cancellation);
        Assert.Equal(hers[1..].Concat(his).Order(), Ids("Released").Order());
        Assert.Equal(carols.Concat(his).Order(), server.Deferred().Order());

        string[] Ids(string act) => [.. helper.Record().Where(entry => entry.Act == act).SelectMany(entry => entry.Messages)];

        async Task<string[]> SendAsync(string account)
        {
            await using var session = await server.StayLoggedInAsync(account, World.Home, Cancellation);
            return await QueueTests.SendAsync(session, 4);
        }
    }
}
