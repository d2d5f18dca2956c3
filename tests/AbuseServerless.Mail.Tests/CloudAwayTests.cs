using AbuseServerless.Activity;
using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>The gate while storage, hub and functions are away.</summary>
public sealed class CloudAwayTests : IClassFixture<ProviderWithGate>
{
    private readonly ProviderWithGate _provider;

    public CloudAwayTests(ProviderWithGate provider)
    {
        MailPackages.Require();
        _provider = provider;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Suspended_accounts_stay_refused_and_logins_reported_meanwhile_count_once_the_cloud_is_back()
    {
        var (suspended, thief) = (_provider.Mail.NextAccount(), _provider.Mail.NextAccount());
        await _provider.Suspensions.SuspendAsync(AccountName.Parse(suspended), null, "test", "Phished.", Cancellation);
        await UntilRefusedAsync(suspended);
        await TravelAsync(thief, World.Addresses.Take(5));

        await _provider.Stack.DisposeAsync();

        Assert.Equal(SmtpReply.LoginRefused, await LogInAsync(suspended, World.Home));
        await TravelAsync(thief, World.Addresses.Skip(5).Take(5));

        await _provider.StartStackAgainAsync();

        await UntilRefusedAsync(thief);
    }

    private async Task TravelAsync(string account, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            Assert.Equal(SmtpReply.LoggedIn, await LogInAsync(account, address));
        }
    }

    private Task UntilRefusedAsync(string account) =>
        Eventually.MetAsync("the account is refused", async () => await LogInAsync(account, World.Home) == SmtpReply.LoginRefused, Cancellation);

    private async Task<int> LogInAsync(string account, string address) => (await _provider.Mail.LogInAsync(account, address, Cancellation)).Code;
}
