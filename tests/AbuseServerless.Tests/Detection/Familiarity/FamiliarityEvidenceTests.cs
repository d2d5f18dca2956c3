using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using static AbuseServerless.Tests.Detection.Familiarity.Uses;

namespace AbuseServerless.Tests.Detection.Familiarity;

/// <summary>What is said of the days of an account.</summary>
public sealed class FamiliarityEvidenceTests
{
    private static long FirstDay => (Midnight - DateTimeOffset.UnixEpoch).Days;

    [Theory]
    [InlineData(9, 0, false)]
    [InlineData(10, 0, true)]
    [InlineData(10, 2, true)]
    [InlineData(9, 2, false)]
    [InlineData(10, 3, true)]
    [InlineData(9, 3, false)]
    [InlineData(10, 53, true)]
    public void A_day_with_ten_minutes_in_unfamiliar_networks_is_unfamiliar_for_good(int minutes, int daysLater, bool expected)
    {
        var evidence = Feed([.. Life(10), .. Use(10, 64600, minutes / 2), .. Use(10, 64601, minutes - minutes / 2), .. Life(1, 10 + daysLater)]).Activity.Of(FamiliarityEvidence.Kind);
        Assert.Equal(expected, evidence.IsUnfamiliar(FirstDay + 10));
        Assert.Equal((false, false, false), (evidence.IsUnfamiliar(FirstDay + 9), evidence.IsUnfamiliar(FirstDay + 11 + daysLater), evidence.IsUnfamiliar(FirstDay - 100)));
    }

    [Fact]
    public void No_day_is_unfamiliar_of_an_account_that_is_not_known_by_watch_only_use_or_without_any()
    {
        Assert.False(new FamiliarityEvidence().IsUnfamiliar(FirstDay));
        Assert.False(Feed([.. Life(4), .. Use(4, 64600, 20)]).Activity.Of(FamiliarityEvidence.Kind).IsUnfamiliar(FirstDay + 4));
        var watchOnly = Use(10, 64600, 20).Select(use => use with { Place = use.Place.AsWatchOnly() });
        Assert.False(Feed([.. Life(10), .. watchOnly]).Activity.Of(FamiliarityEvidence.Kind).IsUnfamiliar(FirstDay + 10));

        // Systems and prefixes each by themselves.
        var mixed = Feed([.. Life(10), .. Life(10).Select(use => use with { Asn = 0, Position = use.Position with { Partition = 1 } }), .. Use(10, 64600, 6), .. Enumerable.Range(0, 6).Select(n => At(10, 900 + n, 0, "198.51.100.1"))]);
        Assert.False(mixed.Activity.Of(FamiliarityEvidence.Kind).IsUnfamiliar(FirstDay + 10));
    }

    [Fact]
    public void The_use_of_a_day_is_told_busiest_network_first_and_watch_only_use_where_it_is_asked_for()
    {
        var evidence = Feed(
            [
                .. Life(10), .. Use(10, 64602, 3), .. Use(10, 64600, 3), .. Use(10, 64601, 5), .. Use(10, 64603, 9).Select(use => use with { Place = use.Place.AsWatchOnly() }), .. Use(11, 64604, 1),
            ]).Activity.Of(FamiliarityEvidence.Kind);
        Assert.Equal([(64601L, 5), (64600, 3), (64602, 3)], evidence.On(FirstDay + 10, prefixes: false, watchOnly: false).Networks.Select(network => (network.Origin.System!.Value, network.Minutes)));
        var all = evidence.On(FirstDay + 10, prefixes: false, watchOnly: true);
        Assert.Equal((20, true, 64603L, true), (all.Minutes, all.IsKnown, all.Networks[0].Origin.System, all.Networks[0].Origin.IsWatchOnly));
        Assert.Empty(evidence.On(FirstDay + 10, prefixes: true, watchOnly: true).Networks);
        Assert.Equal([64500L, 64501, 64600, 64601, 64602, 64603, 64604], evidence.Systems.Distinct().Order());
        Assert.Empty(Feed([.. Life(10).Select(use => use with { Asn = 0 })]).Activity.Of(FamiliarityEvidence.Kind).Systems);
    }

    [Theory]
    [InlineData("AS64500", 64500L, "192.0.2.1")]
    [InlineData("192.0.0.0/16", 0L, "192.0.2.1")]
    [InlineData("1.200.0.0/16", 0L, "1.200.2.1")]
    [InlineData("2001:db8::/32", 0L, "2001:db8:7::1")]
    [InlineData("2a00:12::/32", 0L, "2a00:12:7::1")]
    public void A_network_is_its_system_or_the_prefix_around_the_address(string text, long system, string address)
    {
        var origin = Assert.Single(Feed([.. Enumerable.Range(0, 1).Select(n => At(0, n, (int)system, address))]).Activity.Of(FamiliarityEvidence.Kind).On(FirstDay, prefixes: system == 0, watchOnly: false).Networks).Origin;
        Assert.Equal((text, system == 0, false, system == 0 ? null : system), (origin.ToString(), origin.IsPrefix, origin.IsWatchOnly, origin.System));
    }

    [Theory]
    [InlineData(1, "1 unfamiliar network, 4 minutes with AUTH events from them on one day: AS16276 (hosting) 4")]
    [InlineData(10, "10 unfamiliar networks, 40 minutes with AUTH events from them on one day: AS16276 (hosting) 4, AS65001 4, AS65002 4, AS65003 4, AS65004 4, AS65005 4, AS65006 4, AS65007 4, AS65008 4, AS65009 4")]
    [InlineData(11, "11 unfamiliar networks, 44 minutes with AUTH events from them on one day: AS16276 (hosting) 4, AS65001 4, AS65002 4, AS65003 4, AS65004 4, AS65005 4, AS65006 4, AS65007 4, AS65008 4, AS65009 4, …")]
    public void Ten_networks_are_named_at_most_and_of_which_nobody_lives_in_is_said(int networks, string summary)
    {
        LocatedEvent[] events = [.. Life(10), .. Use(10, 16276, 4), .. Enumerable.Range(1, networks - 1).SelectMany(n => Use(10, 65000 + n, 4))];
        var finding = new FamiliarityNet(new FamiliarityOptions { HostingMinutes = Threshold.At(4) }, true).Judge(Feed(events).Activity)!;
        Assert.Equal(summary, finding.Summary);
    }
}
