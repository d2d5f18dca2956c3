using System.ComponentModel.DataAnnotations;
using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Addresses;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Addresses;

/// <summary>What counts as one address, what is told of a slot, and which settings are possible.</summary>
public sealed class AddressesFindingTests
{
    private static readonly Detector All = Rules.Of(nets => nets.Addresses.Suspend = Threshold.At(30));

    [Theory]
    [InlineData("198.51.100.1", "198.51.100.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_address_is_an_ipv4_address_or_an_ipv6_slash_64(string one, string other, bool same) =>
        Assert.Equal(same, AddressActivity.CodeOf(IPAddress.Parse(one), false) == AddressActivity.CodeOf(IPAddress.Parse(other), false));

    [Fact]
    public void The_lowest_bit_tells_of_a_watch_only_network_and_nothing_else_does()
    {
        foreach (var address in Enumerable.Range(0, 50).Select(host => IPAddress.Parse($"198.51.100.{host}")))
        {
            var (counted, watchOnly) = (AddressActivity.CodeOf(address, false), AddressActivity.CodeOf(address, true));
            Assert.Equal(counted + 1, watchOnly);
            Assert.Equal((false, true), (new AddressActivity(counted, default).IsWatchOnly, new AddressActivity(watchOnly, default).IsWatchOnly));
        }
    }

    [Fact]
    public void Of_several_slots_that_reach_the_threshold_the_earliest_is_told()
    {
        var activity = Feed([.. Of(0, 29), .. Of(3, 30), .. Of(7, 40)]);
        var finding = Net(Threshold.At(20), Threshold.At(30)).Judge(activity)!;
        Assert.Equal((Verdict.Suspend, 30, 30, 4, 1), (finding.Verdict, finding.Measured, finding.Threshold, finding.EndAge, finding.WindowSlots));
        Assert.Equal("30 client addresses within 15 minutes", finding.Summary);

        // Without a suspension, the slot before reaches a watch.
        finding = Net(Threshold.At(20), Threshold.Off).Judge(activity)!;
        Assert.Equal((Verdict.Watch, 29, 20, 7), (finding.Verdict, finding.Measured, finding.Threshold, finding.EndAge));
    }

    [Fact]
    public void The_oldest_slot_that_is_remembered_counts_and_one_before_it_does_not()
    {
        Assert.Equal(127, Net(Threshold.At(20), Threshold.Off).Judge(Feed([.. Of(0, 20), .. Of(127, 1)]))!.EndAge);
        Assert.Null(Net(Threshold.At(20), Threshold.Off).Judge(Feed([.. Of(0, 20), .. Of(128, 1)])));
    }

    [Fact]
    public void A_full_slot_keeps_the_sixty_four_smallest_codes_and_other_slots_keep_theirs()
    {
        LocatedEvent[] events = [.. Of(0, 100), .. Of(1, 100)];
        var evidence = Feed(events).Of(AddressEvidence.Kind);
        var expected = Enumerable.Range(0, 100).Select(host => AddressActivity.CodeOf(IPAddress.Parse($"198.51.100.{host}"), false)).Order().Take(64);
        Assert.Equal(expected, evidence.All.Select(address => address.Code));
        Assert.All(evidence.All, address => Assert.Equal((2, 0, 1), (address.Slots.Count, address.Slots.NewestAge, address.Slots.OldestAge)));
    }

    [Fact]
    public void What_is_known_or_not_let_in_changes_nothing_so_that_no_row_is_written()
    {
        var byCode = Enumerable.Range(0, 66).Select(host => IPAddress.Parse($"198.51.100.{host}")).OrderBy(address => AddressActivity.CodeOf(address, false)).ToArray();
        var evidence = new AddressEvidence();
        Assert.All(byCode[1..65], address => Assert.True(Record(address)));
        Assert.False(Record(byCode[1]));
        Assert.False(Record(byCode[64]));
        Assert.False(Record(byCode[65]));
        Assert.True(Record(byCode[0]));
        Assert.False(Record(byCode[64]));
        Assert.Equal(64, evidence.All.Count);

        bool Record(IPAddress address) => evidence.Record(new Sighting(Trace.Noon, Place.Of("JP"), address), age: 0, isNew: true);
    }

    [Fact]
    public void The_net_is_off_until_a_threshold_is_set_and_as_grave_as_its_thresholds()
    {
        Assert.Equal(Verdict.None, Net(Threshold.Off, Threshold.Off).Gravest);
        Assert.Equal(Verdict.Watch, Net(Threshold.At(20), Threshold.Off).Gravest);
        Assert.Equal(Verdict.Suspend, Net(Threshold.Off, Threshold.At(20)).Gravest);
        Assert.Equal([AddressEvidence.Kind], Net(Threshold.Off, Threshold.Off).Evidence);
    }

    [Fact]
    public void Thresholds_above_what_is_kept_are_refused_at_start()
    {
        var options = new AddressesOptions { Watch = Threshold.At(64), Suspend = Threshold.At(64) };
        Assert.Empty(options.Validate(new ValidationContext(options)));

        (options.Watch, options.Suspend) = (Threshold.At(65), Threshold.Off);
        var refused = Assert.Single(options.Validate(new ValidationContext(options)));
        Assert.Equal("Nets:Addresses:Watch is 65; it must be 1 to 64, or off.", refused.ErrorMessage);
        Assert.Equal(["Watch"], refused.MemberNames);

        (options.Watch, options.Suspend) = (Threshold.Off, Threshold.At(1_000));
        Assert.Equal("Nets:Addresses:Suspend is 1000; it must be 1 to 64, or off.", Assert.Single(options.Validate(new ValidationContext(options))).ErrorMessage);
    }

    private static AddressesNet Net(Threshold watch, Threshold suspend) => new(new AddressesOptions { Watch = watch, Suspend = suspend });

    private static IEnumerable<LocatedEvent> Of(int slot, int addresses) =>
        Enumerable.Range(0, addresses).Select(host => Trace.At(Trace.Noon + slot * Slot.Length, Place.Of("JP"), $"198.51.100.{host}"));

    private static AccountActivity Feed(LocatedEvent[] events) => Trace.Feed(events.Chunk(50), All).Activity;
}
