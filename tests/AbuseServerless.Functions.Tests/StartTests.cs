using AbuseServerless.Local.Stack;

namespace AbuseServerless.Functions.Tests;

/// <summary>What the real worker does not start with, and what it says then.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("AuthPolicy:Key", "@Microsoft.KeyVault(SecretUri=https://kv.example/secrets/policy-key)", "Setting AuthPolicy:Key refers to a Key Vault secret that could not be read")]
    [InlineData("Notifications:Webhook:Secret", "@microsoft.keyvault(VaultName=kv;SecretName=webhook-secret)", "Setting Notifications:Webhook:Secret refers to a Key Vault secret that could not be read")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=Key", "Setting APPLICATIONINSIGHTS_AUTHENTICATION_STRING must hold Authorization=AAD")]
    [InlineData("Enforcement:Duration", "24:00:00", "Setting Enforcement:Duration: '24:00:00' has more than 23 hours: write 24h for 24 hours, or 24d for 24 days.")]
    [InlineData("Nets:Countries:Window", "25h", "Window")]
    [InlineData("Geolocation:LongestAge", "1h", "Geolocation:LongestAge is 01:00:00; it must be 1.00:00:00 to 3650.00:00:00.")]
    [InlineData("Geolocation:LongestAge", "01:00:00", "Geolocation:LongestAge is 01:00:00; it must be 1.00:00:00 to 3650.00:00:00.")]
    [InlineData("Nets:Contries:Suspend", "8", "Setting Nets:Contries:Suspend is unknown. Did you mean Nets:Countries:Suspend?")]
    [InlineData("Enforcment:Mode", "Observe", "Setting Enforcment:Mode is unknown. Did you mean Enforcement:Mode?")]
    [InlineData("Notifications:Webhook:Adress", "https://example.jp", "Setting Notifications:Webhook:Adress is unknown.")]
    public async Task The_worker_does_not_start_with_a_setting_that_is_wrong_and_names_it(string setting, string value, string error)
    {
        var settings = new Dictionary<string, string> { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.Empty}", [setting] = value };
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Stacks.StartAsync(new LocalStackOptions { Settings = settings }, TestContext.Current.CancellationToken));
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_trusts_no_sign_in_of_a_platform_that_has_none()
    {
        var settings = new Dictionary<string, string> { ["Report:Entra"] = "true", ["WEBSITE_SITE_NAME"] = "func-abuse", ["WEBSITE_AUTH_ENABLED"] = "False" };
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Stacks.StartAsync(new LocalStackOptions { Settings = settings }, TestContext.Current.CancellationToken));
        Assert.Contains("Setting Report:Entra is true, and App Service authentication is off", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_in_several_sections_is_said_at_once_and_not_from_where_in_the_program()
    {
        var settings = new Dictionary<string, string> { ["Retention:DeadLetters"] = "0", ["Activity:CacheMegabytes"] = "0" };
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Stacks.StartAsync(new LocalStackOptions { Settings = settings }, TestContext.Current.CancellationToken));
        Assert.Contains("DeadLetters", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CacheMegabytes", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }
}
