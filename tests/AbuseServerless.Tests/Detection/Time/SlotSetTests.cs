using AbuseServerless.Detection.Time;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Time;

/// <summary>Sets of bits, held against sets of numbers.</summary>
public sealed class SlotSetTests
{
    private static readonly Gen<int[]> Ages = Gen.Int[0, SlotSet.Capacity - 1].Array[0, 20];

    [Fact]
    public void It_holds_what_was_put_in() => Ages.Sample(ages =>
    {
        var set = Of(ages);
        Assert.Equal(ages.Distinct().Order(), Numbers(set));
        Assert.Equal((ages.Distinct().Count(), ages.Length == 0), (set.Count, set.IsEmpty));
        Assert.Equal((ages.DefaultIfEmpty(SlotSet.Capacity).Min(), ages.DefaultIfEmpty(-1).Max()), (set.NewestAge, set.OldestAge));
    });

    [Fact]
    public void A_union_is_what_is_in_either() => Gen.Select(Ages, Ages).Sample((one, other) => Assert.Equal(one.Union(other).Order(), Numbers(Of(one).Union(Of(other)))));

    [Fact]
    public void What_is_taken_out_is_not_there() => Gen.Select(Ages, Gen.Int[0, SlotSet.Capacity - 1]).Sample((ages, age) => Assert.Equal(ages.Except([age]).Order(), Numbers(Of(ages).Without(age))));

    [Fact]
    public void A_later_head_makes_all_older_and_forgets_what_is_past_the_ring() => Gen.Select(Ages, Gen.Int[0, 2 * SlotSet.Capacity]).Sample((ages, slots) =>
        Assert.Equal(ages.Distinct().Select(age => age + slots).Where(age => age < SlotSet.Capacity).Order(), Numbers(Of(ages).Age(slots))));

    [Fact]
    public void A_window_holds_its_last_slot_and_those_of_its_width_before() => Gen.Select(Ages, Gen.Int[0, SlotSet.Capacity - 1], Gen.Int[1, SlotSet.Capacity]).Sample((ages, end, width) =>
        Assert.Equal(ages.Distinct().Where(age => age >= end && age < end + width).Order(), Numbers(Of(ages).Within(end, width))));

    [Fact]
    public void Windows_that_hold_a_slot_end_with_it_or_later() => Gen.Select(Ages, Gen.Int[1, SlotSet.Capacity]).Sample((ages, width) =>
        Assert.Equal(Enumerable.Range(0, SlotSet.Capacity).Where(end => ages.Any(age => age >= end && age < end + width)), Numbers(Of(ages).WindowEnds(width))));

    private static SlotSet Of(IEnumerable<int> ages) => ages.Aggregate(default(SlotSet), (set, age) => set.With(age));

    private static IEnumerable<int> Numbers(SlotSet set) => Enumerable.Range(0, SlotSet.Capacity).Where(set.Contains);
}
