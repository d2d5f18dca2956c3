using AbuseServerless.Infra.Tests.Kusto;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>Each alert, as deployed, over what the functions send: it fires for what it is about, and for nothing else.</summary>
public sealed class AlertFiringTests
{
    [Fact]
    public async Task Each_alert_fires_over_what_it_is_about_and_over_nothing_that_another_is_about()
    {
        var alerts = await DeployedAlert.AllAsync();
        Assert.Equal(Happenings.ByAlert.Keys.Order(StringComparer.Ordinal), alerts.Select(alert => alert.Name).Order(StringComparer.Ordinal));
        foreach (var (happened, act) in Happenings.ByAlert)
        {
            var tables = await Recording.TablesAsync(act);
            Assert.Equal(alerts.Where(alert => (alert.Name == happened) != WaitsForSuccess(alert)).Select(alert => alert.Name), Firing(alerts, tables));
        }
    }

    [Fact]
    public async Task What_goes_well_and_what_is_only_logged_fires_none_but_those_that_miss_a_success()
    {
        var alerts = await DeployedAlert.AllAsync();
        Assert.Equal(alerts.Where(WaitsForSuccess).Select(alert => alert.Name), Firing(alerts, await Recording.TablesAsync(Happenings.Ordinary)));
    }

    [Fact]
    public async Task Both_events_of_a_damaged_database_fire_its_alert()
    {
        var geolocation = (await DeployedAlert.AllAsync()).Single(alert => alert.Name == "geolocation");
        foreach (var id in new[] { 1103, 1104 })
        {
            Assert.True(geolocation.Fires(await Recording.TablesAsync(loggers => LoggedEvents.All.Single(logged => logged.Attribute.EventId == id).Log(loggers)), geolocation.Looks));
        }
    }

    [Fact]
    public async Task An_alert_that_looks_several_times_does_not_fire_at_once()
    {
        var alerts = (await DeployedAlert.AllAsync()).Where(alert => alert.Looks > 1).ToList();
        Assert.NotEmpty(alerts);
        foreach (var alert in alerts)
        {
            Assert.False(alert.Fires(await Recording.TablesAsync(Happenings.ByAlert[alert.Name]), alert.Looks - 1));
        }
    }

    private static bool WaitsForSuccess(DeployedAlert alert) => alert.Operator == "LessThan";

    private static IEnumerable<string> Firing(IReadOnlyList<DeployedAlert> alerts, IReadOnlyDictionary<string, KustoTable> tables) =>
        alerts.Where(alert => alert.Fires(tables, alert.Looks)).Select(alert => alert.Name);
}
