using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Detection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Tests;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData("Nets:Countries:Suspend", "0", "Nets:Countries:Suspend")]
    [InlineData("Nets:Countries:Suspend", "ten", "Nets:Countries:Suspend")]
    [InlineData("Nets:Countries:Window", "00:10:00", "Window must be a multiple of 15 minutes")]
    [InlineData("Nets:Countries:Window", "2.00:00:00", "Window must be a multiple of 15 minutes")]
    [InlineData("Nets:Countries:Also:0:Window", "00:01:00", "Window must be a multiple of 15 minutes")]
    [InlineData("Nets:Contries:Suspend", "8", "Contries")]
    public void A_bad_setting_is_an_error_that_names_it(string setting, string value, string named)
    {
        var services = Services((setting, value));
        var error = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IOptions<NetsOptions>>().Value);
        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Statistics:TimeZone", "Mars/Olympus", "Statistics:TimeZone is 'Mars/Olympus'")]
    [InlineData("Statistics:ReputationAlert", "0", "ReputationAlert")]
    [InlineData("Statistics:ReputationRecovery", "0.1", "Statistics:ReputationRecovery is 0.1; it is less than Statistics:ReputationAlert, 0.1.")]
    [InlineData("Statistics:FewestAttempts", "0", "FewestAttempts")]
    [InlineData("Deliveries:MostDomains", "-1", "MostDomains")]
    [InlineData("Deliveries:ProvidersFile", "/nowhere/providers.json", "Deliveries:ProvidersFile cannot be used")]
    [InlineData("Deliveries:RulesFile", "/nowhere/rules.json", "Deliveries:RulesFile cannot be used")]
    [InlineData("Retention:AuditLog", "29", "AuditLog")]
    [InlineData("Retention:DailyStat", "800", "DailyStat")]
    public void A_bad_setting_of_deliveries_and_statistics_stops_the_start(string setting, string value, string named)
    {
        var error = Assert.ThrowsAny<Exception>(() => Services((setting, value)).GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
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
        var database = Path.Combine(AbuseServerless.Local.Repository.Root, "node_modules", "@ip-location-db", "dbip-country-mmdb", "dbip-country.mmdb");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([.. settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)), KeyValuePair.Create<string, string?>("Geolocation:Databases", database)])
            .Build();
        return new ServiceCollection().AddLogging().AddAbuseServerless(configuration).BuildServiceProvider();
    }
}
