using AbuseServerless.Deliveries;

namespace AbuseServerless.Tests.Deliveries;

public sealed class CountedDeliveriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Counts_and_samples_do_not_depend_on_the_order_of_events_nor_on_how_they_are_divided()
    {
        var random = new Random(5);
        var events = Enumerable.Range(0, 400).Select(_ => (
            Event: new DeliveryEvent(Start.AddMinutes(random.Next(20)), "q", "example.org", (DeliveryStatus)random.Next(4)) { Reply = $"450 reply {random.Next(30)}" },
            Reply: (ReplyClass)random.Next(9))).ToArray();
        var expected = Count(events);
        Assert.Equal(9, expected.Samples.Count);
        for (var i = 0; i < 20; i++)
        {
            random.Shuffle(events);
            var divided = events.Chunk(1 + random.Next(100)).Select(Count).Aggregate(CountedDeliveries.None, (sum, part) => sum.Add(part));
            Assert.Equivalent(expected, divided, strict: true);
            foreach (var (reply, sample) in divided.Samples)
            {
                var replies = events.Where(one => one.Reply == reply && one.Event.Status != DeliveryStatus.Sent).Select(one => one.Event).ToList();
                var earliest = replies.Min(one => one.Time);
                Assert.Equal(new ReplySample(earliest, replies.Where(one => one.Time == earliest).Select(one => one.Reply!).Min(StringComparer.Ordinal)!), sample);
            }
        }
    }

    [Fact]
    public void A_sample_has_300_characters_at_most_and_no_half_of_a_surrogate_pair()
    {
        Assert.Equal(300, ReplySample.Of(Start, new string('a', 301)).Text.Length);
        Assert.Equal(new string('a', 299), ReplySample.Of(Start, new string('a', 299) + "😀").Text);
    }

    private static CountedDeliveries Count(IEnumerable<(DeliveryEvent Event, ReplyClass Reply)> events) =>
        events.Aggregate(CountedDeliveries.None, (sum, one) => sum.Add(one.Event, one.Reply));
}
