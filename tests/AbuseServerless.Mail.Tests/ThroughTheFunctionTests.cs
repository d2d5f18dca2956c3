using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Mail.Tests.Smtp;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Mail.Tests;

/// <summary>Dovecot asks the function in the cloud.</summary>
public sealed class ThroughTheFunctionTests(ProviderWithFunction provider) : SubmissionTests(provider), IClassFixture<ProviderWithFunction>
{
    [Fact]
    public async Task An_account_that_an_operator_resumes_in_PowerShell_logs_in_again()
    {
        await TravelAsync(10);
        await UntilRefusedAsync();

        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            Connect-GeoAbuse -ConnectionString $env:STORAGE 6>$null
            Resume-GeoAccount $env:ACCOUNT -Reason 'Password changed.'
            """,
            ("STORAGE", Provider.Stack.Azurite.ConnectionString),
            ("ACCOUNT", Account));

        Assert.True(result.ExitCode == 0 && result.Errors.Length == 0, result.Errors);
        await UntilLoggedInAsync();
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
