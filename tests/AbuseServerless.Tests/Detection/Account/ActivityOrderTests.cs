using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Account;

/// <summary>The property to defend: the same events in any order, number and cut end in the same activity and decision.</summary>
public sealed class ActivityOrderTests
{
    [Fact]
    public void Any_shuffle_duplication_and_cut_of_a_trace_ends_in_the_same_activity_and_verdict() =>
        Gen.Select(Trace.WithinTheRing, Gen.Int[0, int.MaxValue]).Sample((trace, seed) =>
        {
            var inOrder = Trace.Feed([trace], Rules.Default);
            var disturbed = Trace.Feed(Disturb(trace, new Random(seed)), Rules.Default);
            Assert.Equal(Trace.Describe(inOrder.Activity), Trace.Describe(disturbed.Activity));
            Assert.Equal(0, disturbed.TooLate);
        });

    [Fact]
    public void A_batch_that_is_delivered_again_changes_nothing() =>
        Trace.OverDays.Sample(trace =>
        {
            var sorted = trace.OrderBy(located => located.Event.Time).Select((e, i) => e with { Position = e.Position with { Partition = 0, SequenceNumber = i } }).ToArray();
            var batches = sorted.Chunk(7).ToList();
            var once = Trace.Feed(batches, Rules.Default);
            var twice = Trace.Feed(batches.SelectMany(batch => new[] { batch, batch }), Rules.Default);
            Assert.Equal(Trace.Describe(once.Activity), Trace.Describe(twice.Activity));
            Assert.Equal(once.TooLate, twice.TooLate);
        });

    [Fact]
    public void However_a_trace_in_order_is_cut_into_batches_the_verdict_is_the_same() =>
        Gen.Select(Trace.OverDays, Gen.Int[1, 60]).Sample((trace, size) =>
        {
            var sorted = trace.OrderBy(located => located.Event.Time).ToArray();
            var one = Trace.Feed([sorted], Rules.Default);
            var many = Trace.Feed(sorted.Chunk(size), Rules.Default);
            Assert.Equal(one.Verdict, many.Verdict);
            Assert.Equal(Trace.Describe(one.Activity), Trace.Describe(many.Activity));
        });

    [Fact]
    public void The_verdict_is_that_of_an_independent_count_over_all_windows() =>
        Trace.OverDays.Sample(trace =>
        {
            var sorted = trace.OrderBy(located => located.Event.Time).ToArray();
            Assert.Equal(Oracle.Verdict(sorted, 96, 5, 10), Trace.Feed(sorted.Chunk(5), Rules.CountriesOnly).Verdict);
        });

    [Fact]
    public void Events_up_to_the_length_of_the_ring_late_count_and_older_ones_are_too_late()
    {
        var activity = new AccountActivity();
        var newest = Slot.Of(Trace.Noon);
        Assert.Equal(RecordOutcome.Changed, Record(0));
        Assert.Equal(RecordOutcome.Changed, Record(127));
        Assert.Equal(RecordOutcome.TooLate, Record(128));

        RecordOutcome Record(int age) =>
            activity.Record(new Sighting(new Slot(newest.Index - age).Start, Place.Of("JP"), System.Net.IPAddress.Loopback));
    }

    [Fact]
    public void A_late_event_that_was_already_counted_is_not_called_too_late()
    {
        var first = Trace.At(Trace.Noon, Place.Of("JP"), sequence: 1);
        var later = Trace.At(Trace.Noon.AddDays(3), Place.Of("JP"), sequence: 2);
        Assert.Equal(0, Trace.Feed([[first, later], [first, later]], Rules.Default).TooLate);
    }

    [Fact]
    public void A_hub_that_was_made_anew_and_counts_from_zero_again_loses_no_event()
    {
        var activity = new AccountActivity();
        activity.Apply(new EventPosition(0, 1_000_000, Trace.Noon));
        Assert.True(activity.IsApplied(new EventPosition(0, 999_999, Trace.Noon)));
        Assert.True(activity.IsApplied(new EventPosition(0, 1_000_000, Trace.Noon)));
        Assert.False(activity.IsApplied(new EventPosition(0, 3, Trace.Noon.AddMinutes(1))));
        Assert.False(activity.IsApplied(new EventPosition(1, 3, Trace.Noon)));
    }

    private static IEnumerable<LocatedEvent[]> Disturb(LocatedEvent[] trace, Random random)
    {
        var events = trace.Concat(trace.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(events);
        for (var i = 0; i < events.Length;)
        {
            var size = random.Next(1, 20);
            yield return events[i..Math.Min(events.Length, i + size)];
            i += size;
        }
    }
}
