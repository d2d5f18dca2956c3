using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Rate;

/// <summary>What is told of a window, by each of the four quotas.</summary>
public sealed class RateFindingTests
{
    private static readonly Detector Counting = Rules.Of(nets => nets.Rate.AuthsPerDay.Suspend = Threshold.At(1_000_000));

    [Theory]
    [InlineData("AuthsPerHour", 3, "3 AUTH events within an hour", 4)]
    [InlineData("AuthsPerDay", 4, "4 AUTH events within a day", 96)]
    [InlineData("RecipientsPerHour", 60, "60 recipients within an hour", 4)]
    [InlineData("RecipientsPerDay", 80, "80 recipients within a day", 96)]
    public void Each_quota_tells_what_it_counted_within_what(string quota, int threshold, string summary, int window)
    {
        // Three messages of 20 recipients within an hour, a fourth 20 hours later.
        var finding = Net(quota, Threshold.Off, Threshold.At(threshold)).Judge(Feed([At(0, 1), At(1, 2), At(3, 3), At(83, 4)]))!;
        Assert.Equal((RateNet.Name, Verdict.Suspend, threshold, threshold, window), (finding.Net, finding.Verdict, finding.Measured, finding.Threshold, finding.WindowSlots));
        Assert.Equal(summary, finding.Summary);
        Assert.Null(Net(quota, Threshold.Off, Threshold.At(threshold + 1)).Judge(Feed([At(0, 1), At(1, 2), At(3, 3), At(83, 4)])));
    }

    [Theory]
    [InlineData("AuthsPerHour", 4)]
    [InlineData("RecipientsPerHour", 80)]
    public void Watch_only_use_counts_to_watch_beside_the_rest(string quota, int threshold)
    {
        var activity = Feed([At(0, 1), At(0, 2), At(0, 3, watchOnly: true), At(0, 4, watchOnly: true)]);
        Assert.Equal(threshold, Net(quota, Threshold.At(threshold), Threshold.At(threshold)).Judge(activity)!.Measured);
        Assert.Equal(Verdict.Watch, Net(quota, Threshold.At(threshold), Threshold.At(threshold)).Judge(activity)!.Verdict);
        Assert.Null(Net(quota, Threshold.At(threshold + 1), Threshold.Off).Judge(activity));
        Assert.Equal(Verdict.Suspend, Net(quota, Threshold.Off, Threshold.At(threshold / 2)).Judge(activity)!.Verdict);
    }

    [Fact]
    public void Of_several_windows_that_reach_the_threshold_the_earliest_is_told()
    {
        var finding = Net("AuthsPerHour", Threshold.At(2), Threshold.Off).Judge(Feed([At(0, 1), At(3, 2), At(20, 3), At(21, 4), At(22, 5)]))!;
        Assert.Equal((2, 19, 4), (finding.Measured, finding.EndAge, finding.WindowSlots));
    }

    [Fact]
    public void Of_two_quotas_the_graver_is_told_and_the_net_is_as_grave_as_it()
    {
        var options = new RateOptions();
        options.AuthsPerHour.Watch = Threshold.At(1);
        options.RecipientsPerDay.Suspend = Threshold.At(40);
        var net = new RateNet(options);
        Assert.Equal(Verdict.Suspend, net.Gravest);
        Assert.Equal("40 recipients within a day", net.Judge(Feed([At(0, 1), At(50, 2)]))!.Summary);
        Assert.Equal(Verdict.None, new RateNet(new RateOptions()).Gravest);
        Assert.Equal([CountEvidence.Kind], net.Evidence);
    }

    [Fact]
    public void What_is_older_than_the_ring_is_forgotten_and_its_last_slot_is_not()
    {
        Assert.Equal([0, 127], Feed([At(0, 1), At(127, 2)]).Of(CountEvidence.Kind).All.Select(count => count.Age));
        Assert.Equal([new SlotCount(0, 1, 20, 0, 0)], Feed([At(0, 1), At(128, 2)]).Of(CountEvidence.Kind).All);
    }

    [Fact]
    public void A_slot_counts_logins_and_recipients_by_kind_of_network_and_slots_stand_newest_first()
    {
        var counts = Feed([At(5, 1), At(0, 2), At(5, 3, watchOnly: true), At(2, 4), At(5, 5)]).Of(CountEvidence.Kind);
        Assert.Equal([new SlotCount(0, 2, 40, 1, 20), new SlotCount(3, 1, 20, 0, 0), new SlotCount(5, 1, 20, 0, 0)], counts.All);
        counts.Clear();
        Assert.True(counts.IsEmpty);
    }

    private static RateNet Net(string quota, Threshold watch, Threshold suspend)
    {
        var options = new RateOptions();
        var limits = (Limits)typeof(RateOptions).GetProperty(quota)!.GetValue(options)!;
        (limits.Watch, limits.Suspend) = (watch, suspend);
        return new RateNet(options);
    }

    // In the order of their positions, each in a batch of its own.
    private static AccountActivity Feed(LocatedEvent[] events) => Trace.Feed(events.Chunk(1), Counting).Activity;

    private static LocatedEvent At(int slot, int sequence, bool watchOnly = false) => new(
        new AuthEvent(Trace.Noon + slot * Slot.Length, Trace.Alice, IPAddress.Loopback, true, 20),
        watchOnly ? Place.Of("JP").AsWatchOnly() : Place.Of("JP"),
        new EventPosition(0, sequence, Trace.Noon),
        0);
}
