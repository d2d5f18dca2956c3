using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>Nobody is kept from mail because the gate is down.</summary>
public sealed class GateStoppedTests(ProviderWithGate provider) : ProviderTests<ProviderWithGate>(provider)
{
    [Fact]
    public async Task With_the_gate_killed_logins_and_open_sessions_go_on()
    {
        var account = Provider.Mail.NextAccount();
        await using var open = await Provider.Mail.StayLoggedInAsync(account, World.Home, Cancellation);
        await SuspendAsync(account);
        Assert.Equal(SmtpReply.Refused, await SendAsync());

        await Provider.Gate.KillAsync();

        Assert.Equal(SmtpReply.Done, await SendAsync());
        Assert.Equal(SmtpReply.LoggedIn, await LogInAsync(account));

        async Task<int> SendAsync() => (await open.SendAsync(account, "friend@example.org", Cancellation)).Code;
    }
}
