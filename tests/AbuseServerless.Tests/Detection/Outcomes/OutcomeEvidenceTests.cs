using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Time;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Outcomes;

/// <summary>Which outcomes of a day are kept, and for how long.</summary>
public sealed class OutcomeEvidenceTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    // A row that one release wrote is read by the next: an outcome that comes again has the same number there, or it would count twice.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 7)]
    [InlineData(31, 123_456_789)]
    public void The_number_of_an_outcome_is_drawn_from_its_position_by_splitmix64(int partition, long sequence)
    {
        var outcome = new LocatedOutcome(Trace.Alice, Midnight.AddHours(1), OutcomeKind.Unwanted, new EventPosition(partition, sequence, Trace.Noon)) { IsWatchOnly = true };
        var evidence = new OutcomeEvidence();
        Assert.True(evidence.Record(outcome));
        Assert.False(evidence.Record(outcome));

        // The day, one day with outcomes, none before the newest, the fourth slot, one outcome: its number, watch-only, and the kind.
        var writer = new CompactWriter([]);
        writer.Whole(Slot.Of(Midnight).Day);
        writer.Natural(1);
        writer.Natural(0);
        writer.Byte(4);
        writer.Natural(1);
        writer.Natural(Drawn(outcome.Position) >> 38 << 3 | 4 | 2);
        Assert.Equal(Convert.ToHexString(writer.ToArray()), Trace.Bytes(evidence, default));
    }

    [Fact]
    public void An_accepted_recipient_counts_where_its_number_says_so_and_a_refusal_always()
    {
        foreach (var n in Enumerable.Range(0, 100))
        {
            var position = new EventPosition(n % 4, n, Trace.Noon);
            Assert.Equal(Drawn(position) % 8 == 0, Of(DeliveryStatus.Sent, position) is not null);
            Assert.NotNull(Of(DeliveryStatus.Bounced, position));
        }

        static LocatedOutcome? Of(DeliveryStatus status, EventPosition position) =>
            LocatedOutcome.Of(new DeliveryEvent(Midnight, "4Lq", "example.com", status) { Account = Trace.Alice }, ReplyClass.BadRecipient, position);
    }

    [Fact]
    public void Of_a_busy_day_the_outcomes_with_the_smallest_numbers_are_kept_in_any_order()
    {
        var all = Enumerable.Range(0, 100).Select(n => Outcome(0, OutcomeKind.Unknown, n)).ToArray();
        var smallest = all.OrderBy(outcome => Drawn(outcome.Position)).Take(64).ToArray();
        foreach (var seed in Enumerable.Range(0, 5))
        {
            new Random(seed).Shuffle(all);
            Assert.Equal(Bytes(Of(smallest)), Bytes(Of(all)));
        }

        // One that is not among them changes no row, and one that is changes it.
        var largest = all.MaxBy(outcome => Drawn(outcome.Position));
        Assert.False(Of(smallest).Record(largest));
        Assert.True(Of([.. smallest.Skip(1), largest]).Record(smallest[0]));
    }

    [Fact]
    public void A_later_outcome_of_the_day_moves_its_end_also_where_it_is_not_kept()
    {
        var evidence = Of([.. Enumerable.Range(0, 64).Select(n => Outcome(0, OutcomeKind.Unknown, n))]);
        var dropped = Enumerable.Range(100, 1000).Select(n => Outcome(0, OutcomeKind.Unknown, n)).MaxBy(outcome => Drawn(outcome.Position));
        Assert.False(evidence.Record(dropped));
        Assert.True(evidence.Record(dropped with { Time = Midnight.AddHours(5) }));
        Assert.Equal((20, 64), (evidence.Days.Single().LastSlot, evidence.Days.Single().Unknown));
        Assert.False(evidence.Record(dropped with { Time = Midnight.AddHours(4) }));
    }

    [Fact]
    public void Of_each_kind_as_many_are_told_as_came_and_watch_only_refusals_by_themselves()
    {
        var day = Of(
        [
            .. Enumerable.Range(0, 3).Select(n => Outcome(0, OutcomeKind.Accepted, n)), .. Enumerable.Range(10, 4).Select(n => Outcome(0, OutcomeKind.Unknown, n)), .. Enumerable.Range(20, 5).Select(n => Outcome(0, OutcomeKind.Unwanted, n)),
            .. Enumerable.Range(30, 2).Select(n => Outcome(0, OutcomeKind.Unknown, n) with { IsWatchOnly = true }), .. Enumerable.Range(40, 1).Select(n => Outcome(0, OutcomeKind.Unwanted, n) with { IsWatchOnly = true }),
            .. Enumerable.Range(50, 6).Select(n => Outcome(0, OutcomeKind.Accepted, n) with { IsWatchOnly = true }),
        ]).Days.Single();
        Assert.Equal((9, 4, 5, 3), (day.Accepted, day.Unknown, day.Unwanted, day.WatchOnly));
        Assert.Equal((9, 12, 12 + 72), (day.Refused(Verdict.Suspend), day.Refused(Verdict.Watch), day.Recipients));
    }

    [Fact]
    public void The_days_are_told_in_their_order_whichever_came_first()
    {
        var evidence = Of([Outcome(2, OutcomeKind.Unknown, 1), Outcome(0, OutcomeKind.Unknown, 2), Outcome(1, OutcomeKind.Unknown, 3), Outcome(5, OutcomeKind.Unknown, 4), Outcome(4, OutcomeKind.Unknown, 5)]);
        Assert.Equal([0, 1, 2, 4, 5], evidence.Days.Select(day => day.Day - Slot.Of(Midnight).Day));
        var read = new OutcomeEvidence();
        var reader = new CompactReader(Convert.FromHexString(Bytes(evidence)));
        read.Decode(ref reader, default);
        Assert.Equal(evidence.Days, read.Days);
        Assert.Equal((evidence.NewestDay, Bytes(evidence)), (read.NewestDay, Bytes(read)));
    }

    [Fact]
    public void No_time_that_passes_without_an_outcome_and_no_login_changes_what_is_known()
    {
        var evidence = Of([Outcome(0, OutcomeKind.Unknown, 1)]);
        var before = Bytes(evidence);
        evidence.Age(96 * 30, Slot.Of(Midnight.AddDays(30)));
        Assert.False(evidence.Record(new Sighting(Midnight, AbuseServerless.Geolocation.Place.Of("JP"), System.Net.IPAddress.Loopback), 0, isNew: true));
        Assert.Equal(before, Bytes(evidence));
    }

    [Theory]
    [InlineData(3, 4, true)] // Of 28.
    [InlineData(2, 4, false)] // Of 20.
    [InlineData(6, 5, true)] // Of 53.
    [InlineData(5, 5, false)] // Of 45.
    public void Of_each_twenty_five_recipients_one_more_may_be_refused(int accepted, int refused, bool expected)
    {
        var evidence = Of([.. Enumerable.Range(0, accepted).Select(n => Outcome(0, OutcomeKind.Accepted, n)), .. Enumerable.Range(100, refused).Select(n => Outcome(0, OutcomeKind.Unknown, n))]);
        Assert.Equal(expected, evidence.IsAccepted(Slot.Of(Midnight).Day, 20));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void Of_a_day_that_is_past_accepted_mail_is_told_no_more(int later, int days)
    {
        var evidence = Of([Outcome(0, OutcomeKind.Accepted, 1), Outcome(later, OutcomeKind.Unknown, 2)]);
        Assert.Equal(days, evidence.Days.Count());
        Assert.Equal(later, evidence.Days.Last().Day - Slot.Of(Midnight).Day);
    }

    [Fact]
    public void A_row_without_outcomes_has_none()
    {
        var evidence = new OutcomeEvidence();
        var reader = new CompactReader([]);
        evidence.Decode(ref reader, default);
        Assert.True(evidence.IsEmpty);
        Assert.Empty(evidence.Days);
    }

    [Fact]
    public void A_damaged_row_is_refused_and_not_read_as_another_one()
    {
        // A day of before the calendar, a number beyond 29 bits, more refusals than a day has.
        Assert.Throws<OverflowException>(() => Read(1, 1UL << 32, 1, 8));
        Assert.Throws<OverflowException>(() => Read(1, 0, 2, int.MaxValue, int.MaxValue));
        Assert.Throws<OverflowException>(() => Read(0, 0, 1UL << 32, 0, 0, 0));

        static void Read(ulong recentDays, ulong age, params ulong[] counts)
        {
            var writer = new CompactWriter([]);
            writer.Whole(20_000);
            writer.Natural(recentDays);
            writer.Natural(age);
            writer.Byte(0);
            foreach (var count in counts)
            {
                writer.Natural(count);
            }

            var reader = new CompactReader(writer.ToArray());
            new OutcomeEvidence().Decode(ref reader, default);
        }
    }

    private static OutcomeEvidence Of(IEnumerable<LocatedOutcome> outcomes)
    {
        var evidence = new OutcomeEvidence();
        foreach (var outcome in outcomes)
        {
            evidence.Record(outcome);
        }

        return evidence;
    }

    // From the paper: Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014.
    private static ulong Drawn(EventPosition position)
    {
        var z = unchecked((ulong)position.SequenceNumber * 0x9e3779b97f4a7c15) ^ ((ulong)position.Partition << 48) ^ (ulong)position.Enqueued.ToUnixTimeMilliseconds();
        z = unchecked((z ^ (z >> 30)) * 0xbf58476d1ce4e5b9);
        z = unchecked((z ^ (z >> 27)) * 0x94d049bb133111eb);
        return z ^ (z >> 31);
    }

    private static LocatedOutcome Outcome(int day, OutcomeKind kind, int number) => new(Trace.Alice, Midnight.AddDays(day), kind, new EventPosition(1, number, Trace.Noon));

    private static string Bytes(OutcomeEvidence evidence) => Trace.Bytes(evidence, default);
}
