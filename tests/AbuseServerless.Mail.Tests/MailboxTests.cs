using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>Who reads mail at a provider: what is refused, and what is no evidence.</summary>
public abstract class MailboxTests : SubmissionTests
{
    private protected MailboxTests(Provider provider)
        : base(provider)
    {
    }

    [Fact]
    public async Task A_suspended_account_cannot_read_mail_either()
    {
        Assert.SkipUnless(MailPackages.MissingForMailboxes is null, MailPackages.MissingForMailboxes ?? "");
        Assert.Null(await Provider.Mail.ReadByImapAsync(Account, World.Home, Cancellation));
        Assert.Null(await Provider.Mail.FetchByPop3Async(Account, Cancellation));

        await TravelAsync(10);
        await UntilRefusedAsync();

        Assert.EndsWith(Provider.Refusal, await Provider.Mail.ReadByImapAsync(Account, World.Home, Cancellation), StringComparison.Ordinal);
        Assert.NotNull(await Provider.Mail.FetchByPop3Async(Account, Cancellation));
    }

    [Fact]
    public async Task Mail_that_is_read_from_fifteen_countries_is_no_evidence()
    {
        Assert.SkipUnless(MailPackages.MissingForMailboxes is null, MailPackages.MissingForMailboxes ?? "");
        foreach (var address in World.Addresses)
        {
            Assert.Null(await Provider.Mail.ReadByImapAsync(Account, address, Cancellation));
        }

        // The hub keeps the order of an account: with this login, all that could have been reported before it is there too.
        Assert.Equal(SmtpReply.LoggedIn, (await LogInAsync()).Code);
        await Provider.UntilJudgedAsync(Account, 1, Cancellation);

        Assert.Single(Provider.EventsOf(Account));
        Assert.Null(await Provider.StateOfAsync(Account, Cancellation));
    }
}
