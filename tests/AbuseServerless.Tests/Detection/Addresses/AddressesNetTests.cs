using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Addresses;

public sealed class AddressesNetTests
{
    private static readonly Detector Strict = Rules.Of(nets => nets.Addresses.Suspend = Threshold.At(30));

    [Theory]
    [InlineData(19, Verdict.None)]
    [InlineData(20, Verdict.Watch)]
    [InlineData(29, Verdict.Watch)]
    [InlineData(30, Verdict.Suspend)]
    [InlineData(500, Verdict.Suspend)]
    public void Distinct_addresses_within_a_slot_are_counted(int addresses, Verdict verdict) =>
        Assert.Equal(verdict, Feed(Enumerable.Range(0, addresses).Select(i => At(0, i))));

    [Fact]
    public void One_address_again_and_again_is_one() => Assert.Equal(Verdict.None, Feed(Enumerable.Range(0, 100).Select(i => At(0, i % 5))));

    [Fact]
    public void Addresses_of_different_slots_are_not_added_up() => Assert.Equal(Verdict.None, Feed(Enumerable.Range(0, 100).Select(i => At(i / 10, i))));

    [Fact]
    public void Addresses_of_watch_only_networks_never_suspend() =>
        Assert.Equal(Verdict.Watch, Feed(Enumerable.Range(0, 60).Select(i => At(0, i, Place.Of("JP").AsWatchOnly()))));

    [Fact]
    public void Which_addresses_of_a_full_slot_are_kept_does_not_depend_on_their_order() =>
        Gen.Select(Gen.Int[0, 400].Array[50, 150], Gen.Int[0, 3], Gen.Int[0, 1000]).Sample((hosts, slots, seed) =>
        {
            var events = hosts.Select((host, i) => At(i % (slots + 1), host)).ToArray();
            var other = events.ToArray();
            new Random(seed).Shuffle(other);
            Assert.Equal(
                Trace.Describe(Trace.Feed(events.Chunk(7), Strict).Activity),
                Trace.Describe(Trace.Feed(other.Chunk(11).Append(other[..20]), Strict).Activity));
        });

    [Fact]
    public void An_eighth_of_the_ring_that_is_full_takes_an_eighth_of_a_row()
    {
        var activity = new AccountActivity();
        foreach (var one in Enumerable.Range(0, 16 * 64).Select(i => At(i / 64, i)))
        {
            activity.Record(new Sighting(one.Event.Time, one.Place, one.Event.Address), EvidenceSet.All);
        }

        Assert.InRange(ActivityEncoding.Encode(activity).Length, 1_024, 65_536 / 8);
    }

    private static LocatedEvent At(int slot, int host, Place? place = null) =>
        Trace.At(Trace.Noon + slot * Slot.Length, place ?? Place.Of("JP"), $"198.{host / 65536}.{host / 256 % 256}.{host % 256}");

    private static Verdict Feed(IEnumerable<LocatedEvent> events) => Trace.Feed([[.. events]], Strict).Verdict;
}
