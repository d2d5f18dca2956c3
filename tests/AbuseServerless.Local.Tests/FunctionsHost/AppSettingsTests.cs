using AbuseServerless.Local.FunctionsHost.App;

namespace AbuseServerless.Local.Tests.FunctionsHost;

public class AppSettingsTests
{
    private readonly AppSettings _settings = new(new Dictionary<string, string> { ["EventHubs:AuthEvents"] = "auth-events", ["Nets__Countries__Suspend"] = "10" });

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("%EventHubs:AuthEvents%", "auth-events")]
    [InlineData("%eventhubs__authevents%", "auth-events")]
    [InlineData("a-%EventHubs:AuthEvents%-%Nets:Countries:Suspend%", "a-auth-events-10")]
    [InlineData("100 %", "100 %")]
    public void A_name_between_percent_signs_stands_for_its_setting(string text, string expected) => Assert.Equal(expected, _settings.Resolve(text));

    [Fact]
    public void A_missing_setting_is_named()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => _settings.Resolve("%EventHubs:Missing%"));

        Assert.Equal("'%EventHubs:Missing%' refers to the app setting 'EventHubs:Missing', which is not set.", failure.Message);
    }

    [Fact]
    public void The_worker_sees_them_as_environment_variables() =>
        Assert.Equal(["EventHubs__AuthEvents", "Nets__Countries__Suspend"], _settings.EnvironmentVariables.Select(static variable => variable.Key).Order());
}
