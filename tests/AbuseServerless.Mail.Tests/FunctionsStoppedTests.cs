using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>Nobody is kept from mail because our part of it is away.</summary>
public sealed class FunctionsStoppedTests(ProviderWithFunction provider) : ProviderTests<ProviderWithFunction>(provider)
{
    [Fact]
    public async Task With_the_functions_stopped_logins_go_on_even_those_of_a_suspended_account()
    {
        var (suspended, other) = (Provider.Mail.NextAccount(), Provider.Mail.NextAccount());
        await SuspendAsync(suspended);

        await Provider.Stack.DisposeAsync();

        Assert.Equal(SmtpReply.LoggedIn, await LogInAsync(suspended));
        Assert.Equal(SmtpReply.LoggedIn, await LogInAsync(other));
    }
}
