using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Rate;

public sealed class RateNetTests
{
    private static readonly Detector Quotas = Rules.Of(nets =>
    {
        (nets.Rate.AuthsPerHour.Watch, nets.Rate.AuthsPerHour.Suspend) = (Threshold.At(10), Threshold.At(20));
        nets.Rate.AuthsPerDay.Suspend = Threshold.At(100);
        nets.Rate.RecipientsPerHour.Suspend = Threshold.At(500);
        nets.Rate.RecipientsPerDay.Watch = Threshold.At(1000);
    });

    [Theory]
    [InlineData(9, 0, Verdict.None)]
    [InlineData(10, 0, Verdict.Watch)]
    [InlineData(19, 0, Verdict.Watch)]
    [InlineData(20, 0, Verdict.Suspend)]
    [InlineData(5, 99, Verdict.None)]
    [InlineData(5, 100, Verdict.Suspend)]
    public void Requests_and_recipients_of_an_hour_are_counted(int auths, int recipients, Verdict verdict) =>
        Assert.Equal(verdict, Trace.Feed([[.. Enumerable.Range(0, auths).Select(i => At(i % 4, i, recipients))]], Quotas).Verdict);

    [Fact]
    public void An_hour_is_four_slots()
    {
        Assert.Equal(Verdict.Watch, Trace.Feed([[.. Enumerable.Range(0, 10).Select(i => At(i < 9 ? 0 : 3, i, 0))]], Quotas).Verdict);
        Assert.Equal(Verdict.None, Trace.Feed([[.. Enumerable.Range(0, 10).Select(i => At(i < 9 ? 0 : 4, i, 0))]], Quotas).Verdict);
    }

    [Fact]
    public void A_day_is_ninety_six_slots() =>
        Assert.Equal(Verdict.Suspend, Trace.Feed([[.. Enumerable.Range(0, 100).Select(i => At(i * 95 / 99, i, 0))]], Quotas).Verdict);

    [Fact]
    public void Watch_only_networks_never_suspend() =>
        Assert.Equal(Verdict.Watch, Trace.Feed([[.. Enumerable.Range(0, 50).Select(i => At(0, i, 100, place: Place.Of("JP").AsWatchOnly()))]], Quotas).Verdict);

    [Fact]
    public void Batches_delivered_again_whole_or_in_part_are_counted_once() =>
        Gen.Select(Gen.Select(Gen.Int[0, 120], Gen.Int[0, 50], Gen.Int[0, 2]).Array[1, 80], Gen.Int[1, 9], Gen.Int[0, 1000]).Sample((seen, size, seed) =>
        {
            var events = seen.Select((s, i) => At(s.Item1, i, s.Item2, s.Item3)).ToArray();
            var partitions = events.GroupBy(e => e.Position.Partition).Select(partition => partition.Chunk(size).ToArray()).ToArray();

            // Each partition's batches in their order, some again from any earlier one on, the partitions interleaved.
            var random = new Random(seed);
            var deliveries = new List<LocatedEvent[]>();
            var next = new int[partitions.Length];
            while (Enumerable.Range(0, partitions.Length).Where(p => next[p] < partitions[p].Length).ToArray() is { Length: > 0 } open)
            {
                var p = open[random.Next(open.Length)];
                if (random.Next(3) == 0)
                {
                    next[p] = random.Next(next[p] + 1);
                }

                deliveries.Add(partitions[p][next[p]++]);
            }

            var (activity, _, _) = Trace.Feed(deliveries, Quotas);
            var newest = events.Max(e => Slot.Of(e.Event.Time).Index);
            foreach (var slot in events.GroupBy(e => newest - Slot.Of(e.Event.Time).Index))
            {
                var count = activity.Of(CountEvidence.Kind).All.Single(c => c.Age == slot.Key);
                Assert.Equal((slot.Count(), slot.Sum(e => e.Event.Recipients)), (count.Auths, count.Recipients));
            }
        });

    [Fact]
    public void Nothing_is_counted_where_no_quota_is_set() => Assert.Empty(Trace.Feed([[At(0, 1, 5)]], Rules.Default).Activity.Of(CountEvidence.Kind).All);

    private static LocatedEvent At(int slot, int sequence, int recipients, int partition = 0, Place? place = null) => new(
        new AuthEvent(Trace.Noon + slot * Slot.Length, Trace.Alice, IPAddress.Loopback, true, recipients),
        place ?? Place.Of("JP"),
        new EventPosition(partition, sequence, Trace.Noon),
        0);
}
