using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Detection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Tests;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData("Nets:Countries:Suspend", "0", "Setting Nets:Countries:Suspend: '0' is not a threshold: use a whole number of 1 or more, or off.")]
    [InlineData("nets:countries:suspend", "ten", "Setting Nets:Countries:Suspend: 'ten' is not a threshold: use a whole number of 1 or more, or off.")]
    [InlineData("Nets:Countries:Window", "00:10:00", "Setting Nets:Countries:Window must be a multiple of 15 minutes, from 00:15:00 to 1.00:00:00.")]
    [InlineData("Nets:Countries:Window", "2d", "Setting Nets:Countries:Window must be a multiple of 15 minutes, from 00:15:00 to 1.00:00:00.")]
    [InlineData("Nets:Countries:Also:0:Window", "1m", "Setting Nets:Countries:Also:0:Window must be a multiple of 15 minutes, from 00:15:00 to 1.00:00:00.")]
    [InlineData("Nets:Contries:Suspend", "8", "Setting Nets:Contries:Suspend is unknown. Did you mean Nets:Countries:Suspend?")]
    [InlineData("Nets:Addresses:Watch", "65", "Setting Nets:Addresses:Watch is 65; it must be 1 to 64, or off.")]
    [InlineData("Enforcement:Mode", "On", "Setting Enforcement:Mode: 'On' is not Enforce or Observe.")]
    [InlineData("Enforcement:Immediate", "yes", "Setting Enforcement:Immediate: 'yes' is not true or false.")]
    [InlineData("Enforcement:MaximumEvidenceAge", "1m", "Setting Enforcement:MaximumEvidenceAge must be between 00:15:00 and 36500.00:00:00.")]
    [InlineData("Statistics:TimeZone", "Mars/Olympus", "Setting Statistics:TimeZone is 'Mars/Olympus', which is not a known time zone; use an IANA name such as Asia/Tokyo.")]
    [InlineData("Statistics:ReputationAlert", "0", "Setting Statistics:ReputationAlert")]
    [InlineData("Statistics:ReputationRecovery", "0.1", "Setting Statistics:ReputationRecovery is 0.1; it must be less than Statistics:ReputationAlert, 0.1.")]
    [InlineData("Statistics:MinimumAttempts", "0", "Setting Statistics:MinimumAttempts must be between 1 and 1000000000.")]
    [InlineData("Deliveries:MaximumDomains", "-1", "Setting Deliveries:MaximumDomains must be between 0 and 10000.")]
    [InlineData("Deliveries:MaximumDomains", "many", "Setting Deliveries:MaximumDomains: 'many' is not a whole number.")]
    [InlineData("Deliveries:ProvidersFile", "/nowhere/providers.json", "Setting Deliveries:ProvidersFile cannot be used")]
    [InlineData("Deliveries:RulesFile", "/nowhere/rules.json", "Setting Deliveries:RulesFile cannot be used")]
    [InlineData("Notifications:Webhook:Url", "foo", "Setting Notifications:Webhook:Url is neither an absolute https URL nor an http URL on loopback.")]
    [InlineData("Retention:AuditLog", "29", "Setting Retention:AuditLog must be between 30 and 3660.")]
    [InlineData("Retention:DailyStat", "800", "Setting Retention:DailyStat is unknown. Did you mean Retention:DailyStats?")]
    public void A_bad_setting_stops_the_start_with_a_sentence_that_begins_with_its_name(string setting, string value, string sentence)
    {
        var error = Assert.ThrowsAny<Exception>(() => Services((setting, value)).GetRequiredService<IStartupValidator>().Validate());
        Assert.StartsWith(sentence, StartFailure.Explain(error), StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_that_nobody_made_are_accepted() => Services().GetRequiredService<IStartupValidator>().Validate();

    [Fact]
    public void Settings_reach_the_nets()
    {
        var options = Services(
            ("Nets:Countries:Suspend", "8"), ("Nets:Countries:Watch", "off"), ("Nets:Countries:Also:0:Window", "01:00:00"), ("Nets:Countries:Also:0:Suspend", "4"))
            .GetRequiredService<IOptions<NetsOptions>>().Value;
        Assert.Equal((8, false, 4), (options.Countries.Suspend.Value, options.Countries.Watch.IsOn, options.Countries.Also[0].Suspend.Value));
    }

    [Fact]
    public void Without_storage_the_error_says_which_setting_is_missing()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Services().GetRequiredService<AuthEventProcessor>());
        Assert.Contains("Setting Storage is missing", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var database = Path.Combine(RepositoryRoot.Path, "node_modules", "@ip-location-db", "dbip-country-mmdb", "dbip-country.mmdb");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([.. settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)), KeyValuePair.Create<string, string?>("Geolocation:Databases", database)])
            .Build();
        return new ServiceCollection().AddLogging().AddAbuseServerless(configuration).BuildServiceProvider();
    }
}
