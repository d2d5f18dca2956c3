using System.Net;
using System.Net.Sockets;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Addresses;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Account;

/// <summary>What is remembered, held against a count over the events themselves.</summary>
public sealed class RememberedTests
{
    private static readonly EvidenceSet Everything = EvidenceSet.All;
    private const int Ring = 128;

    private static readonly Place[] Places = [Place.Of("JP"), Place.Of("JP", 36, 140), Place.Of("JP").AsWatchOnly(), Place.Of("BR"), Place.PrivateNetwork, Place.Exempted];

    // The IPv6 ones are smaller as numbers than any IPv4 one.
    private static readonly IPAddress[] Addresses = [.. new[] { "192.0.2.9", "192.0.2.10", "9.255.255.255", "::1", "0:1::", "::2" }.Select(IPAddress.Parse)];

    [Fact]
    public void In_any_order_it_is_every_slot_and_count_and_the_earliest_sighting_of_each_place() =>
        Gen.Select(Sightings(5, 126 * 3), Gen.Int).Sample((trace, seed) =>
        {
            var shuffled = trace.ToArray();
            new Random(seed).Shuffle(shuffled);
            var activity = Remember(shuffled);
            AssertIsOf(trace, activity);
            Assert.Equal(trace.Max(sighting => SlotOf(sighting)), activity.Head.Index);
            Assert.All(activity.Places, place =>
            {
                var earliest = trace.Where(sighting => sighting.Place == place.Place).OrderBy(sighting => sighting.Time)
                    .ThenBy(sighting => sighting.Address.AddressFamily == AddressFamily.InterNetworkV6).ThenBy(sighting => Convert.ToHexString(sighting.Address.GetAddressBytes()), StringComparer.Ordinal).First();
                Assert.Equal((earliest.Time, earliest.Address), (place.SampleTime, place.SampleAddress));
            });
        });

    [Fact]
    public void Over_days_it_is_that_of_the_last_128_slots() => Sightings(15, 4 * 96).Sample(trace =>
    {
        var sorted = trace.OrderBy(sighting => sighting.Time).ToArray();
        AssertIsOf(sorted, Remember(sorted));
    });

    [Fact]
    public void What_is_a_whole_ring_old_is_forgotten()
    {
        var activity = Remember([new Sighting(Trace.Noon, Places[0], Addresses[0], 1), new Sighting(Trace.Noon.AddHours(32), Places[0], Addresses[0], 1)]);

        Assert.Equal((1, 1, 1), (activity.Places.Single().Slots.Count, activity.Of(AddressEvidence.Kind).All.Single().Slots.Count, activity.Of(CountEvidence.Kind).All.Count));
    }

    [Fact]
    public void Of_more_addresses_in_a_slot_than_are_kept_the_smallest_codes_are_kept_in_any_order() => Gen.Select(Gen.Int[60, 90], Gen.Int).Sample((count, seed) =>
    {
        var addresses = Enumerable.Range(1, count).Select(host => new IPAddress([198, 51, 100, (byte)host])).ToArray();
        new Random(seed).Shuffle(addresses);
        var activity = Remember(addresses.Select(address => new Sighting(Trace.Noon, Places[0], address)));

        Assert.Equal(addresses.Select(address => AddressActivity.CodeOf(address, watchOnly: false)).Order().Take(AddressActivity.MaximumPerSlot), activity.Of(AddressEvidence.Kind).All.Select(address => address.Code));
    });

    [Fact]
    public void After_a_reset_nothing_is_left_and_the_instant_of_the_reset_is_part_of_what_is_forgotten()
    {
        var activity = Remember([new Sighting(Trace.Noon, Places[0], Addresses[0], 1)]);
        activity.Reach(Verdict.Suspend);
        activity.Forget(Trace.Noon);

        Assert.Equal((0, 0, 0, Verdict.None), (activity.Places.Count, activity.Of(AddressEvidence.Kind).All.Count, activity.Of(CountEvidence.Kind).All.Count, activity.Reached));
        Assert.Equal(RecordOutcome.Forgotten, activity.Record(new Sighting(Trace.Noon, Places[0], Addresses[0], 1), Everything));
        Assert.Equal(RecordOutcome.Changed, activity.Record(new Sighting(Trace.Noon.AddMilliseconds(1), Places[0], Addresses[0], 1), Everything));
    }

    [Fact]
    public void A_verdict_stays_the_gravest_that_was_reached()
    {
        var activity = new AccountActivity();
        activity.Reach(Verdict.Suspend);
        activity.Reach(Verdict.Watch);

        Assert.Equal(Verdict.Suspend, activity.Reached);
    }

    private static AccountActivity Remember(IEnumerable<Sighting> sightings)
    {
        var activity = new AccountActivity();
        foreach (var sighting in sightings)
        {
            activity.Record(sighting, Everything);
            activity = ActivityEncoding.Decode(ActivityEncoding.Encode(activity));
        }

        return activity;
    }

    private static void AssertIsOf(Sighting[] trace, AccountActivity activity)
    {
        var head = trace.Max(SlotOf);
        var ring = trace.Where(sighting => head - SlotOf(sighting) < Ring).ToArray();
        var counted = ring.Where(sighting => sighting.Place != Place.Exempted).ToArray();

        Assert.Equal(
            ring.GroupBy(sighting => sighting.Place).OrderBy(place => place.Key.Code).Select(place => (place.Key, AgesOf(place))),
            activity.Places.Select(place => (place.Place, Ages(place.Slots))));
        Assert.Equal(
            counted.GroupBy(sighting => AddressActivity.CodeOf(sighting.Address, sighting.Place.IsWatchOnly)).OrderBy(address => address.Key).Select(address => (address.Key, AgesOf(address))),
            activity.Of(AddressEvidence.Kind).All.Select(address => (address.Code, Ages(address.Slots))));
        Assert.Equal(
            counted.GroupBy(sighting => (int)(head - SlotOf(sighting))).OrderBy(slot => slot.Key).Select(slot => new SlotCount(
                slot.Key,
                slot.Count(sighting => !sighting.Place.IsWatchOnly),
                slot.Where(sighting => !sighting.Place.IsWatchOnly).Sum(sighting => (long)sighting.Recipients),
                slot.Count(sighting => sighting.Place.IsWatchOnly),
                slot.Where(sighting => sighting.Place.IsWatchOnly).Sum(sighting => (long)sighting.Recipients))),
            activity.Of(CountEvidence.Kind).All);

        string AgesOf(IEnumerable<Sighting> sightings) => string.Join(' ', sightings.Select(sighting => head - SlotOf(sighting)).Distinct().Order());
    }

    private static string Ages(SlotSet slots) => string.Join(' ', Enumerable.Range(0, Ring).Where(slots.Contains));

    private static long SlotOf(Sighting sighting) => sighting.Time.ToUnixTimeSeconds() / (15 * 60);

    // Few instants, so that several sightings share one.
    private static Gen<Sighting[]> Sightings(int minutes, int instants) =>
        Gen.Select(Gen.Int[0, instants], Gen.Int[0, Places.Length - 1], Gen.Int[0, Addresses.Length - 1], Gen.Int[0, 3], (instant, place, address, recipients) =>
            new Sighting(Trace.Noon.AddMinutes(minutes * instant), Places[place], Addresses[address], recipients)).Array[1, 60];
}
