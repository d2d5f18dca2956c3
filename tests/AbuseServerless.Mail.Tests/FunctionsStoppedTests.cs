using AbuseServerless.Activity;
using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>Nobody is kept from mail because our part of it is away.</summary>
public sealed class FunctionsStoppedTests : IClassFixture<ProviderWithFunction>
{
    private readonly ProviderWithFunction _provider;

    public FunctionsStoppedTests(ProviderWithFunction provider)
    {
        MailPackages.Require();
        _provider = provider;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_functions_stopped_logins_go_on_even_those_of_a_suspended_account()
    {
        var (suspended, other) = (_provider.Mail.NextAccount(), _provider.Mail.NextAccount());
        await _provider.Suspensions.SuspendAsync(AccountName.Parse(suspended), null, "test", "Phished.", Cancellation);
        await Eventually.MetAsync("the account is refused", async () => await LogInAsync(suspended) == SmtpReply.LoginRefused, Cancellation);

        await _provider.Stack.DisposeAsync();

        Assert.Equal(SmtpReply.LoggedIn, await LogInAsync(suspended));
        Assert.Equal(SmtpReply.LoggedIn, await LogInAsync(other));
    }

    private async Task<int> LogInAsync(string account) => (await _provider.Mail.LogInAsync(account, World.Home, Cancellation)).Code;
}
