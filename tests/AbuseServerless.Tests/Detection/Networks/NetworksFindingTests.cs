using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Networks;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Networks;

/// <summary>What is told of a window, by each quota.</summary>
public sealed class NetworksFindingTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Systems", "Hour", "3 unfamiliar autonomous systems within an hour: AS64600, AS64601, AS64602")]
    [InlineData("Systems", "Day", "3 unfamiliar autonomous systems on one day: AS64600, AS64601, AS64602")]
    [InlineData("Systems", "Week", "3 unfamiliar autonomous systems on seven days: AS64600, AS64601, AS64602")]
    [InlineData("Prefixes", "Hour", "3 unfamiliar networks (IPv4 /24, IPv6 /48) within an hour: AS64600, AS64601, AS64602")]
    [InlineData("Prefixes", "Day", "3 unfamiliar networks (IPv4 /24, IPv6 /48) on one day: AS64600, AS64601, AS64602")]
    [InlineData("Prefixes", "Week", "3 unfamiliar networks (IPv4 /24, IPv6 /48) on seven days: AS64600, AS64601, AS64602")]
    [InlineData("Subnets", "Hour", "3 unfamiliar IPv6 /64 within an hour: AS64600, AS64601, AS64602")]
    [InlineData("Subnets", "Day", "3 unfamiliar IPv6 /64 on one day: AS64600, AS64601, AS64602")]
    [InlineData("Subnets", "Week", "3 unfamiliar IPv6 /64 on seven days: AS64600, AS64601, AS64602")]
    public void Each_quota_tells_what_it_counted_within_what_and_in_which_systems(string level, string window, string summary)
    {
        LocatedEvent[] events = [.. Enumerable.Range(0, 3).Select(n => At(10, 600 + n, 64600 + n, $"2001:db8:{n}::1"))];
        Assert.Equal(summary, Decide(level, window, 3, events)?.Summary);
        Assert.Null(Decide(level, window, 4, events));
    }

    [Theory]
    [InlineData(10, "")]
    [InlineData(11, ", …")]
    public void Ten_systems_are_named_at_most(int systems, string more) => Assert.Equal(
        $"{systems} unfamiliar autonomous systems on seven days: AS64600, AS64601, AS64602, AS64603, AS64604, AS64605, AS64606, AS64607, AS64608, AS64609{more}",
        Decide("Systems", "Week", systems, [.. Enumerable.Range(0, systems).Select(n => At(10, 100 * n, 64600 + n, "192.0.2.7"))])?.Summary);

    [Fact]
    public void Only_the_systems_of_the_window_are_named()
    {
        LocatedEvent[] events = [At(10, 60, 64600, "192.0.2.1"), At(11, 600, 64601, "192.0.2.2"), At(11, 601, 64602, "192.0.2.3")];
        Assert.Equal("2 unfamiliar autonomous systems within an hour: AS64601, AS64602", Decide("Systems", "Hour", 2, events)!.Summary);
        Assert.Equal("2 unfamiliar autonomous systems on one day: AS64601, AS64602", Decide("Systems", "Day", 2, events)!.Summary);
        Assert.Equal("3 unfamiliar autonomous systems on seven days: AS64600, AS64601, AS64602", Decide("Systems", "Week", 3, events)!.Summary);
    }

    [Fact]
    public void An_hour_ends_with_the_slot_that_reaches_it_and_a_day_that_is_past_at_midnight()
    {
        // The last of the day comes late, when the account is in the next one.
        LocatedEvent[] events = [At(10, 1300, 64600, "192.0.2.1"), At(10, 1340, 64601, "192.0.2.2"), At(11, 30, 64500, "192.0.2.9")];
        var hour = Decide("Systems", "Hour", 2, events)!;
        Assert.Equal((Midnight.AddDays(10).AddMinutes(1290), Midnight.AddDays(10).AddMinutes(1350)), (hour.WindowStart, hour.WindowEnd));

        var activity = new AccountActivity();
        Assert.Null(ActivityUpdate.Apply(activity, [.. Life(), .. events], Of("Systems", "Day", 3)).Decision);
        var day = ActivityUpdate.Apply(activity, [At(10, 1410, 64602, "192.0.2.3")], Of("Systems", "Day", 3)).Decision!;
        Assert.Equal((Midnight.AddDays(10), Midnight.AddDays(11)), (day.WindowStart, day.WindowEnd));
    }

    [Fact]
    public void A_window_within_an_hour_of_the_limit_counts_and_one_slot_more_does_not()
    {
        Assert.NotNull(Decide("Systems", "Hour", 2, [At(10, 600, 64600, "192.0.2.1"), At(10, 645, 64601, "192.0.2.2")]));
        Assert.Null(Decide("Systems", "Hour", 2, [At(10, 600, 64600, "192.0.2.1"), At(10, 660, 64601, "192.0.2.2")]));
    }

    [Fact]
    public void Eight_hours_late_still_completes_an_hour()
    {
        var detector = Of("Systems", "Hour", 2);
        var activity = new AccountActivity();
        ActivityUpdate.Apply(activity, [.. Life(), At(10, 600, 64600, "192.0.2.1"), At(10, 600 + 480, 64500, "192.0.2.9")], detector);
        Assert.Equal(2, ActivityUpdate.Apply(activity, [At(10, 605, 64601, "192.0.2.2")], detector).Decision?.Measured);
    }

    [Fact]
    public void The_net_is_as_grave_as_the_gravest_of_its_quotas_and_off_without_any()
    {
        var options = new NetworksOptions();
        Assert.Equal(Verdict.Suspend, new NetworksNet(options).Gravest);
        (options.Prefixes.Hour.Suspend, options.Prefixes.Hour.Watch) = (Threshold.Off, Threshold.Off);
        Assert.Equal(Verdict.Watch, new NetworksNet(options).Gravest);
        options.Systems.Hour.Watch = Threshold.Off;
        Assert.Equal(Verdict.None, new NetworksNet(options).Gravest);
        Assert.Equal([FamiliarityEvidence.Kind, NetworksEvidence.Kind], new NetworksNet(options).Evidence);
    }

    private static Decision? Decide(string level, string window, int threshold, LocatedEvent[] events) =>
        ActivityUpdate.Apply(new AccountActivity(), [.. Life(), .. events], Of(level, window, threshold)).Decision;

    private static Detector Of(string level, string window, int threshold) => Rules.Of(nets =>
    {
        Rules.AllOffBut(nets, NetworksNet.Name);
        (nets.Networks.Prefixes.Hour.Watch, nets.Networks.Prefixes.Hour.Suspend, nets.Networks.Systems.Hour.Watch) = (Threshold.Off, Threshold.Off, Threshold.Off);
        var limits = typeof(NetworksOptions).GetProperty(level)!.GetValue(nets.Networks)!;
        ((Limits)limits.GetType().GetProperty(window)!.GetValue(limits)!).Suspend = Threshold.At(threshold);
    });

    private static IEnumerable<LocatedEvent> Life() => Enumerable.Range(0, 10).Select(day => At(day, 480, 64500, "192.0.2.9"));

    private static LocatedEvent At(int day, int minute, int system, string address) =>
        new(new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse(address), true, 0), Place.Of("JP"), new EventPosition(0, (1440 * day) + minute, Trace.Noon), 0, system);
}
