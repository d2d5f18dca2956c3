using AbuseServerless.Accounts;
using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>Tests in which a part of a provider's installation goes away.</summary>
public abstract class ProviderTests<TProvider> : IClassFixture<TProvider>
    where TProvider : Provider
{
    private protected ProviderTests(TProvider provider)
    {
        Assert.SkipUnless(provider.Missing is null, provider.Missing ?? "");
        Provider = provider;
    }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected TProvider Provider { get; }

    /// <summary>An operator suspends an account, and its next login is refused.</summary>
    private protected async Task SuspendAsync(string account)
    {
        await Provider.Suspensions.SuspendAsync(AccountName.Parse(account), null, "test", "Phished.", Cancellation);
        await UntilRefusedAsync(account);
    }

    private protected Task UntilRefusedAsync(string account) =>
        Eventually.HoldsAsync(async () => await LogInAsync(account) == SmtpReply.LoginRefused, () => "the account is refused", Cancellation);

    /// <summary>Logs in from home.</summary>
    private protected Task<int> LogInAsync(string account) => LogInAsync(account, World.Home);

    /// <summary>Logs in from an address.</summary>
    /// <returns>The code of the answer.</returns>
    private protected async Task<int> LogInAsync(string account, string address) => (await Provider.Mail.LogInAsync(account, address, Cancellation)).Code;
}
