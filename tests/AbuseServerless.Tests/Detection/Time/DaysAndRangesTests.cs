using AbuseServerless.Detection.Time;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Time;

/// <summary>Days of slots, and ranges of ages.</summary>
public sealed class DaysAndRangesTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(95, 0)]
    [InlineData(96, 1)]
    [InlineData(-1, -1)]
    [InlineData(-96, -1)]
    [InlineData(-97, -2)]
    public void A_slot_lies_in_the_utc_day_of_its_start_before_1970_too(long slot, long day)
    {
        Assert.Equal(day, new Slot(slot).Day);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(day).Date, new Slot(slot).Start.Date);
    }

    [Fact]
    public void A_slot_that_no_calendar_holds_is_refused() => Assert.Throws<OverflowException>(() => new Slot(long.MaxValue / 2).Start);

    [Fact]
    public void A_range_holds_both_its_ends_and_nothing_outside_the_ring() => Gen.Select(Gen.Long[-20, 150], Gen.Long[-20, 150]).Sample((newest, oldest) =>
        Assert.Equal(Enumerable.Range(0, 128).Where(age => age >= newest && age <= oldest), Enumerable.Range(0, 128).Where(SlotSet.Between(newest, oldest).Contains)));

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 127, 128)]
    [InlineData(127, 127, 1)]
    [InlineData(-5, 200, 128)]
    [InlineData(5, 5, 1)]
    [InlineData(6, 5, 0)]
    [InlineData(128, 200, 0)]
    [InlineData(-9, -1, 0)]
    public void A_range_at_the_edges_of_the_ring_holds_what_is_in_the_ring(long newest, long oldest, int slots) => Assert.Equal(slots, SlotSet.Between(newest, oldest).Count);

    [Fact]
    public void An_intersection_is_what_is_in_both() => Gen.Select(Gen.Int[0, 127].Array[0, 60], Gen.Int[0, 127].Array[0, 60]).Sample((one, other) =>
        Assert.Equal(one.Intersect(other).Order(), Enumerable.Range(0, 128).Where(Of(one).Intersect(Of(other)).Contains)));

    [Theory]
    [InlineData(127, 127)]
    [InlineData(128, -1)]
    [InlineData(long.MaxValue, -1)]
    public void A_head_that_moves_by_the_whole_ring_forgets_all(long slots, int oldest) => Assert.Equal(oldest, Of([0]).Age(slots).OldestAge);

    private static SlotSet Of(IEnumerable<int> ages) => ages.Aggregate(default(SlotSet), (set, age) => set.With(age));
}
