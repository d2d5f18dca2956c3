using AbuseServerless.Accounts;
using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.Smtp;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Mail.Tests;

/// <summary>What subscribers and thieves meet at a provider's submission server, whatever answers the server's questions.</summary>
public abstract class SubmissionTests
{
    private protected SubmissionTests(Provider provider)
    {
        Assert.SkipUnless(provider.Missing is null, provider.Missing ?? "");
        Provider = provider;
        Account = provider.Mail.NextAccount();
    }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected Provider Provider { get; }

    private protected string Account { get; }

    [Fact]
    public async Task After_logins_from_ten_countries_the_next_login_is_refused_with_the_configured_text_and_another_account_goes_on()
    {
        await TravelAsync(10);

        var refusal = await UntilRefusedAsync();

        Assert.EndsWith(Provider.Refusal, refusal.Text, StringComparison.Ordinal);
        Assert.Equal(SuspensionState.Active, await Provider.StateOfAsync(Account, Cancellation));
        Assert.Equal(SmtpReply.LoggedIn, (await Provider.Mail.LogInAsync(Provider.Mail.NextAccount(), World.Home, Cancellation)).Code);
    }

    [Fact]
    public async Task An_account_that_logged_in_from_nine_countries_goes_on_and_each_login_counted_once()
    {
        await TravelAsync(9);

        await Provider.UntilJudgedAsync(Account, 9, Cancellation);

        Assert.Equal(9, Provider.EventsOf(Account).Count);
        Assert.Equal(SuspensionState.Watched, await Provider.StateOfAsync(Account, Cancellation));
        Assert.Equal(SmtpReply.LoggedIn, (await LogInAsync()).Code);
    }

    [Fact]
    public async Task Wrong_passwords_from_fifteen_countries_do_not_suspend()
    {
        foreach (var address in World.Addresses)
        {
            Assert.Equal(SmtpReply.LoginRefused, (await Provider.Mail.LogInAsync(Account, address, Cancellation, "wrong")).Code);
        }

        await Provider.UntilJudgedAsync(Account, World.Addresses.Count, Cancellation);

        Assert.Null(await Provider.StateOfAsync(Account, Cancellation));
        Assert.Equal(SmtpReply.LoggedIn, (await LogInAsync()).Code);
    }

    [Fact]
    public async Task The_answer_to_a_suspended_account_does_not_tell_whether_the_password_was_right()
    {
        await SuspendAsync();

        var right = await UntilRefusedAsync();
        var wrong = await Provider.Mail.LogInAsync(Account, World.Home, Cancellation, "wrong");

        Assert.Equal(right, wrong);
    }

    [Fact]
    public async Task A_resumed_account_logs_in_again()
    {
        await TravelAsync(10);
        await UntilRefusedAsync();

        await ResumeAsync();

        await UntilLoggedInAsync();
        Assert.Equal(SuspensionState.Lifted, await Provider.StateOfAsync(Account, Cancellation));
    }

    /// <summary>Logs in once from each of so many countries.</summary>
    private protected async Task TravelAsync(int countries)
    {
        foreach (var address in World.Addresses.Take(countries))
        {
            var reply = await Provider.Mail.LogInAsync(Account, address, Cancellation);
            Assert.True(reply.Code == SmtpReply.LoggedIn, $"{reply}\n{Provider.Mail.RecentLog()}");
        }
    }

    /// <summary>An operator suspends the account.</summary>
    private protected Task SuspendAsync() => Provider.Suspensions.SuspendAsync(AccountName.Parse(Account), null, "test", "Phished.", Cancellation);

    /// <summary>An operator resumes the account.</summary>
    private protected Task ResumeAsync() =>
        Provider.Suspensions.ResumeAsync(AccountName.Parse(Account), Judgement.None, "test", "Password changed.", Cancellation);

    private protected Task<SmtpReply> LogInAsync() => Provider.Mail.LogInAsync(Account, World.Home, Cancellation);

    private protected async Task<SmtpReply> UntilRefusedAsync()
    {
        SmtpReply? reply = null;
        await Eventually.HoldsAsync(async () => (reply = await LogInAsync()).Code == SmtpReply.LoginRefused, () => "the account is refused", Cancellation);
        return reply!;
    }

    private protected Task UntilLoggedInAsync() =>
        Eventually.HoldsAsync(async () => (await LogInAsync()).Code == SmtpReply.LoggedIn, () => "the account is let in", Cancellation);
}
