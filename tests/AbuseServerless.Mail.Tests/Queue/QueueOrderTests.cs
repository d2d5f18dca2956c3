using AbuseServerless.Local.Processes;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Queue;

/// <summary>What comes first in the queue of a real Postfix, and what is taken for gone.</summary>
public sealed class QueueOrderTests
{
    public QueueOrderTests()
    {
        MailPackages.Require();
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is missing (Debian: apt-get install util-linux).");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_of_the_suspended_is_held_before_a_command_is_done_and_also_while_one_fails()
    {
        await using var server = await StartAsync();
        await using var helper = new QueueHelperProcess();
        var (alice, bob, carol) = (server.NextAccount(), server.NextAccount(), server.NextAccount());
        var (hers, his, carols) = (await SendAsync(server, alice), await SendAsync(server, bob), await SendAsync(server, carol));
        await IsSoAsync(helper, "all are deferred", () => server.Deferred().Count == 6);

        await File.WriteAllTextAsync(helper.Failing, " -d ", Cancellation);
        helper.Order("Enforce", [(bob, 1)], clears: alice);
        helper.StartAndKeep(server.PostfixConfiguration);
        await IsSoAsync(helper, "the command has failed", () => helper.Output.Contains("postsuper ended with 1", StringComparison.Ordinal));
        Assert.Equal(["Holding", "Held", "Began"], helper.Record().Take(3).Select(entry => entry.Act));
        Assert.Equal(his.Order(), helper.Record()[1].Messages.Order());

        // It fails again and again, and the next one who is suspended does not wait for it.
        helper.Order("Enforce", [(bob, 1), (carol, 1)], clears: alice);
        await IsSoAsync(helper, "hers are held", () => carols.All(server.Held().Contains));
        Assert.DoesNotContain(helper.Record(), entry => entry.Act is "Deleted" or "Done");

        File.Delete(helper.Failing);
        await IsSoAsync(helper, "the command is done", () => helper.Record().Any(entry => entry.Act == "Done"));
        Assert.Equal(hers.Order(), helper.Record().Single(entry => entry.Act == "Deleted").Messages.Order());
        Assert.Equal(his.Concat(carols).Order(), server.Held().Order());
        Assert.Contains("-h -", (await File.ReadAllLinesAsync(helper.Calls, Cancellation))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_folder_that_is_not_there_and_another_queue_are_told_and_nothing_is_taken_for_gone()
    {
        await using var server = await StartAsync();
        await using var helper = new QueueHelperProcess();
        var alice = server.NextAccount();
        var hers = await SendAsync(server, alice);
        await IsSoAsync(helper, "all are deferred", () => server.Deferred().Count == 2);
        helper.Order("Enforce", [(alice, 1)]);
        helper.Start(server.PostfixConfiguration, "--Queue:Interval=00:00:01");
        await IsSoAsync(helper, "hers are held", () => helper.Record().Any(entry => entry.Act == "Held"));

        // As where the queue's file system is not there.
        var hold = Path.Combine(server.QueueDirectory, "hold");
        Directory.Move(hold, $"{hold}.away");
        await IsSoAsync(helper, "it says so", () => helper.Output.Contains($"The folder '{hold}' of the queue is not there", StringComparison.Ordinal));
        Assert.DoesNotContain(helper.Record(), entry => entry.Act == "Gone");
        Directory.Move($"{hold}.away", hold);
        await IsSoAsync(helper, "it is back", () => helper.Output.Contains("controlled again", StringComparison.Ordinal));

        // The configuration of another Postfix.
        await helper.KillAsync();
        var other = Directory.CreateDirectory(Path.Combine(helper.GateData, "other")).FullName;
        var queue = Path.Combine(other, "spool");
        foreach (var folder in new[] { "incoming", "active", "deferred", "hold" })
        {
            Directory.CreateDirectory(Path.Combine(queue, folder));
        }

        await File.WriteAllTextAsync(Path.Combine(other, "main.cf"), $"queue_directory = {queue}\ncompatibility_level = 3.6\n", Cancellation);
        helper.Start(other);
        await IsSoAsync(helper, "it refuses", () => helper.Output.Contains($"tells of 2 messages on hold in 'Postfix {server.QueueDirectory}', but the queue is 'Postfix {queue}' now", StringComparison.Ordinal));
        Assert.DoesNotContain(helper.Record(), entry => entry.Act == "Gone");

        await helper.KillAsync();
        helper.Order("Enforce", [], (alice, 1, 2, "FalsePositive"));
        helper.Start(server.PostfixConfiguration);
        await IsSoAsync(helper, "hers are released", () => helper.Record().Any(entry => entry.Act == "Released"));
        Assert.Equal(hers.Order(), server.Deferred().Order());
    }

    private static Task<MailServer> StartAsync() => MailServer.StartAsync(new PolicyServerAddress(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"), "nobody-asks"), defers: true);

    private static async Task<string[]> SendAsync(MailServer server, string account)
    {
        await using var session = await server.StayLoggedInAsync(account, World.Home, Cancellation);
        return await QueueTests.SendAsync(session, 2);
    }

    private static async Task IsSoAsync(QueueHelperProcess helper, string what, Func<bool> condition)
    {
        try
        {
            await Eventually.HoldsAsync(condition, () => what, Cancellation);
        }
        catch
        {
            TestContext.Current.SendDiagnosticMessage("{0}", $"{helper.Output}\n{helper.Text()}");
            throw;
        }
    }
}
