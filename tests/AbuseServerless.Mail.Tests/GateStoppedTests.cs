using AbuseServerless.Activity;
using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>Nobody is kept from mail because the gate is down.</summary>
public sealed class GateStoppedTests : IClassFixture<ProviderWithGate>
{
    private readonly ProviderWithGate _provider;

    public GateStoppedTests(ProviderWithGate provider)
    {
        MailPackages.Require();
        _provider = provider;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_gate_killed_logins_and_open_sessions_go_on()
    {
        var account = _provider.Mail.NextAccount();
        await using var open = await _provider.Mail.StayLoggedInAsync(account, World.Home, Cancellation);
        await _provider.Suspensions.SuspendAsync(AccountName.Parse(account), null, "test", "Phished.", Cancellation);
        await Eventually.MetAsync("the account is refused", async () => await LogInAsync(account) == SmtpReply.LoginRefused, Cancellation);
        Assert.Equal(SmtpReply.Refused, await SendAsync());

        await _provider.Gate.KillAsync();

        Assert.Equal(SmtpReply.Done, await SendAsync());
        Assert.Equal(SmtpReply.LoggedIn, await LogInAsync(account));

        async Task<int> SendAsync() => (await open.SendAsync(account, "friend@example.org", Cancellation)).Code;
    }

    private async Task<int> LogInAsync(string account) => (await _provider.Mail.LogInAsync(account, World.Home, Cancellation)).Code;
}
