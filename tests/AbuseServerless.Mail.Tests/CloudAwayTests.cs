using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>The gate while storage, hub and functions are away.</summary>
public sealed class CloudAwayTests(ProviderWithGate provider) : ProviderTests<ProviderWithGate>(provider)
{
    [Fact]
    public async Task Suspended_accounts_stay_refused_and_logins_reported_meanwhile_count_once_the_cloud_is_back()
    {
        var (suspended, thief) = (Provider.Mail.NextAccount(), Provider.Mail.NextAccount());
        await SuspendAsync(suspended);
        await TravelAsync(thief, World.Addresses.Take(5));

        await Provider.Stack.DisposeAsync();

        Assert.Equal(SmtpReply.LoginRefused, await LogInAsync(suspended));
        await TravelAsync(thief, World.Addresses.Skip(5).Take(5));

        await Provider.StartStackAgainAsync();

        await UntilRefusedAsync(thief);
    }

    private async Task TravelAsync(string account, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            Assert.Equal(SmtpReply.LoggedIn, await LogInAsync(account, address));
        }
    }
}
