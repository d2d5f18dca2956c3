using AbuseServerless.Local.Processes;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Mail.Tests.Queue;
using MailKit;

namespace AbuseServerless.Mail.Tests.Sessions;

/// <summary>Open sessions at a real Dovecot, and the helper with the rights of its unit.</summary>
public sealed class SessionTests
{
    public SessionTests() => MailPackages.Require();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_sessions_of_a_suspended_account_are_ended_and_another_accounts_stay()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is missing (Debian: apt-get install util-linux).");
        Assert.SkipUnless((MailPackages.MissingForMailboxes ?? MailPackages.MissingOf(DovecotPackage.Of24)) is null, MailPackages.MissingForMailboxes ?? MailPackages.MissingOf(DovecotPackage.Of24) ?? "");
        await using var server = await MailServer.StartAsync(new PolicyServerAddress(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"), "nobody-asks"), dovecot: DovecotPackage.Of24);
        await using var helper = new QueueHelperProcess();
        var (alice, bob) = (server.NextAccount(), server.NextAccount());
        using var hers = await server.StayInMailboxAsync(alice, Cancellation);
        using var hersToo = await server.StayInMailboxAsync(alice.ToUpperInvariant(), Cancellation);
        using var his = await server.StayInMailboxAsync(bob, Cancellation);
        await using var ofAlice = await server.StayLoggedInAtDovecotAsync(alice, Cancellation);
        await using var ofBob = await server.StayLoggedInAtDovecotAsync(bob, Cancellation);

        helper.Order("Enforce", [("nobody@example.test", 1)]);
        helper.Start(server.PostfixConfiguration, [$"--Sessions:Doveadm={server.Doveadm()}", "--Sessions:Interval=00:00:01"], "+sys_chroot");
        await Eventually.HoldsAsync(() => helper.Output.Contains("Ending open sessions", StringComparison.Ordinal), () => "it has begun", Cancellation);
        await hers.NoOpAsync(Cancellation);

        helper.Order("Enforce", [(alice, 1)]);
        await Eventually.HoldsAsync(() => IsClosedAsync(hers), () => "her sessions are closed", Cancellation);
        await Eventually.HoldsAsync(() => IsClosedAsync(hersToo), () => "all of them", Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => ofAlice.SendAsync(alice, "friend@example.org", Cancellation));

        await his.NoOpAsync(Cancellation);

        // Postfix relays nothing for this Dovecot; that he is told so says that his session is open.
        Assert.Equal(554, (await ofBob.SendAsync(bob, "friend@example.org", Cancellation)).Code);
        await Eventually.HoldsAsync(() => helper.SessionText().Contains("\"Ended\"", StringComparison.Ordinal), () => "it is on record", Cancellation);
        Assert.Contains($"\"act\":\"Ending\",\"account\":\"{alice}\",\"transitions\":1,\"sessions\":3", helper.SessionText(), StringComparison.Ordinal);
        Assert.DoesNotContain(bob, helper.SessionText(), StringComparison.Ordinal);
    }

    private static async Task<bool> IsClosedAsync(IMailService session)
    {
        try
        {
            await session.NoOpAsync(Cancellation);
            return false;
        }
        catch (Exception e) when (e is ProtocolException or ServiceNotConnectedException or IOException)
        {
            return true;
        }
    }
}
