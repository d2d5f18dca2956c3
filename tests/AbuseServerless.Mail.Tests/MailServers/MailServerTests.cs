using AbuseServerless.Local.Processes;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>The mail server by itself: nobody answers Dovecot's questions.</summary>
public sealed class MailServerTests
{
    public MailServerTests() => MailPackages.Require();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lets_subscribers_send_and_leaves_no_process_behind()
    {
        await using var server = await MailServer.StartAsync(Nobody());
        var account = server.NextAccount();
        await using (var session = await server.StayLoggedInAsync(account, World.Home, Cancellation))
        {
            Assert.Equal(SmtpReply.Done, (await session.SendAsync(account, "friend@example.org", Cancellation)).Code);
        }

        Assert.Equal(SmtpReply.LoginRefused, (await server.LogInAsync(account, World.Home, Cancellation, "wrong")).Code);
        Assert.NotEmpty(server.Processes);

        await server.DisposeAsync();

        Assert.Empty(server.Processes);
    }

    private static PolicyServerAddress Nobody() => new(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"), "nobody-asks");
}
