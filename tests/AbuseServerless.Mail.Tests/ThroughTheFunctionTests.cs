using AbuseServerless.Mail.Tests.Installations;

namespace AbuseServerless.Mail.Tests;

/// <summary>Dovecot asks the function in the cloud.</summary>
public sealed class ThroughTheFunctionTests(ProviderWithFunction provider) : MailboxTests(provider), IClassFixture<ProviderWithFunction>
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
            ("STORAGE", Provider.Stack.Storage),
            ("ACCOUNT", Account));

        Assert.True(result.ExitCode == 0 && result.Errors.Length == 0, result.Errors);
        await UntilLoggedInAsync();
    }
}
