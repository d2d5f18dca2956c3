using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Local.Processes;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests.Queue;

/// <summary>The queue of a real Postfix: deferred messages of several accounts that all send as one address.</summary>
public sealed class QueueTests
{
    public QueueTests() => MailPackages.Require();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queued_mail_of_a_suspended_login_is_held_released_where_that_was_an_error_and_deleted_after_its_time_where_it_was_abuse_and_nobody_elses_is_touched()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is missing (Debian: apt-get install util-linux).");
        await using var server = await MailServer.StartAsync(new PolicyServerAddress(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"), "nobody-asks"), defers: true);
        await using var helper = new QueueHelperProcess();
        var (alice, bob) = (server.NextAccount(), server.NextAccount());
        await using var ofAlice = await server.StayLoggedInAsync(alice, World.Home, Cancellation);
        await using var ofBob = await server.StayLoggedInAsync(bob, World.Home, Cancellation);
        var (hers, his) = (await SendAsync(ofAlice, 5), await SendAsync(ofBob, 5));
        await IsSoAsync("all are deferred", () => server.Deferred().Count == 10);

        // What somebody else put on hold stays somebody else's.
        await PostsuperAsync(server, "-h", hers[0]);
        helper.Order("Observe", [(alice, 1)]);
        helper.Start(server.PostfixConfiguration, "--Queue:Interval=00:00:01");
        await IsSoAsync("it watches", () => helper.Output.Contains("Watching the queue", StringComparison.Ordinal));
        Assert.Equal([hers[0]], server.Held());
        Assert.Empty(helper.Record());

        helper.Order("Enforce", [(alice, 1)]);
        await IsSoAsync("hers are held", () => Ids(helper, "Held").Length == 4);
        Assert.Equal(hers.Order(), server.Held().Order());
        Assert.Equal(his.Order(), server.Deferred().Order());

        // What comes into the queue later, and while the helper is dead.
        await helper.KillAsync();
        var late = await SendAsync(ofAlice, 1);
        helper.Start(server.PostfixConfiguration, "--Queue:Interval=00:00:01");
        await IsSoAsync("the late one is held too", () => Ids(helper, "Held").Length == 5);
        string[] held = [.. hers[1..], .. late];
        Assert.Equal(held.Order(), Ids(helper, "Held").Order());

        helper.Order("Enforce", [(bob, 7)], (alice, 1, 2, "FalsePositive"));
        await IsSoAsync("hers are released and his are held", () => Ids(helper, "Released").Length == 5 && Ids(helper, "Held").Length == 10);
        Assert.Equal(held.Order(), Ids(helper, "Released").Order());
        Assert.Equal(his.Append(hers[0]).Order(), server.Held().Order());

        // A suspension of hers that nobody has judged: what was said of an earlier one is not said of it.
        helper.Order("Enforce", [(bob, 7), (alice, 3)], (alice, 1, 2, "FalsePositive"));
        await IsSoAsync("hers are held again", () => Ids(helper, "Held").Length == 15);
        await helper.KillAsync();
        helper.Order("Enforce", [(alice, 3)], (alice, 1, 2, "FalsePositive"), (bob, 7, 8, "Abuse"));
        helper.Start(server.PostfixConfiguration, "--Queue:DeleteAfter=00:00:01");
        await IsSoAsync("his are deleted", () => Ids(helper, "Deleted").Length == 5);
        Assert.Equal(his.Order(), Ids(helper, "Deleted").Order());
        Assert.Equal(held.Append(hers[0]).Order(), server.Held().Order());
        Assert.Equal(5, Ids(helper, "Released").Length);
        Assert.DoesNotContain("example.org", helper.Text(), StringComparison.Ordinal);

        async Task IsSoAsync(string what, Func<bool> condition)
        {
            try
            {
                await Eventually.HoldsAsync(condition, () => what, Cancellation);
            }
            catch
            {
                TestContext.Current.SendDiagnosticMessage("{0}", $"{helper.Output}\n{helper.Text()}\n{server.RecentLog()}");
                throw;
            }
        }
    }

    [Fact]
    public async Task Mail_that_was_submitted_under_an_alias_of_a_suspended_account_is_held_with_its_other_mail()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is missing (Debian: apt-get install util-linux).");
        await using var server = await MailServer.StartAsync(new PolicyServerAddress(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"), "nobody-asks"), defers: true);
        await using var helper = new QueueHelperProcess();
        var (alice, alias, bob) = (server.NextAccount(), server.NextAccount(), server.NextAccount());
        await using var ofAlice = await server.StayLoggedInAsync(alice, World.Home, Cancellation);
        await using var ofAlias = await server.StayLoggedInAsync(alias, World.Home, Cancellation);
        await using var ofBob = await server.StayLoggedInAsync(bob, World.Home, Cancellation);
        string[] hers = [.. await SendAsync(ofAlice, 2), .. await SendAsync(ofAlias, 3)];
        var his = await SendAsync(ofBob, 2);
        await Eventually.HoldsAsync(() => server.Deferred().Count == 7, () => "all are deferred", Cancellation);

        var aliases = Path.Combine(helper.GateData, "aliases");
        await File.WriteAllTextAsync(aliases, $"{alias} {alice}\n", Cancellation);
        helper.Order("Enforce", [(alice, 1)]);
        helper.Start(server.PostfixConfiguration, "--Queue:Interval=00:00:01", $"--Gate:Aliases={aliases}");
        await Eventually.HoldsAsync(() => Ids(helper, "Held").Length == 5, () => helper.Output, Cancellation);
        Assert.Equal(hers.Order(), server.Held().Order());
        Assert.Equal(his.Order(), server.Deferred().Order());

        helper.Order("Enforce", [], (alice, 1, 2, "FalsePositive"));
        await Eventually.HoldsAsync(() => Ids(helper, "Released").Length == 5, () => helper.Output, Cancellation);
    }

    private static string[] Ids(QueueHelperProcess helper, string act) => [.. helper.Record().Where(entry => entry.Act == act).SelectMany(entry => entry.Messages)];

    internal static async Task<string[]> SendAsync(SmtpSession session, int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            var reply = await session.SendAsync("shared@example.test", $"friend{i}@example.org", Cancellation);
            Assert.Equal(SmtpReply.Done, reply.Code);
            ids[i] = reply.Text.Split(' ', '\n', '\r').Last(word => word.Length > 0);
        }

        return ids;
    }

    internal static async Task PostsuperAsync(MailServer server, params string[] arguments)
    {
        await using var postsuper = ChildProcess.Start(new ChildCommand("/usr/sbin/postsuper", ["-c", server.PostfixConfiguration, .. arguments]));
        Assert.Equal(0, await postsuper.Exited);
    }
}
