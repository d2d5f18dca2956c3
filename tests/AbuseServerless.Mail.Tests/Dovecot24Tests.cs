using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.Smtp;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Mail.Tests;

/// <summary>Dovecot 2.4 asks the function in the cloud.</summary>
public sealed class Dovecot24Tests(ProviderWithDovecot24 provider) : MailboxTests(provider), IClassFixture<ProviderWithDovecot24>
{
    [Fact]
    public async Task Logins_at_Dovecots_own_submission_service_count_and_are_refused()
    {
        foreach (var address in World.Addresses.Take(10))
        {
            Assert.Equal(SmtpReply.LoggedIn, (await Provider.Mail.LogInAtDovecotAsync(Account, address, Cancellation)).Code);
        }

        await UntilRefusedAsync();
        var refusal = await Provider.Mail.LogInAtDovecotAsync(Account, World.Home, Cancellation);

        Assert.Equal(SmtpReply.LoginRefused, refusal.Code);
        Assert.EndsWith(Provider.Refusal, refusal.Text, StringComparison.Ordinal);
        Assert.Equal(SuspensionState.Active, await Provider.StateOfAsync(Account, Cancellation));
    }
}
