namespace AbuseServerless.Detection.Time;

/// <summary>
/// A set of slots out of a ring of <see cref="Capacity"/>, told by their age: 0 is the newest slot of the ring (its head).
/// Sets with the same head merge by OR, which is why the order and the number of times that events arrive do not matter.
/// </summary>
/// <param name="Bits">Bit n stands for the slot n slots before the head.</param>
public readonly record struct SlotSet(UInt128 Bits)
{
    /// <summary>Slots in the ring: 128 × 15 minutes = 32 hours.</summary>
    public const int Capacity = 128;

    /// <summary>Whether the set holds no slot.</summary>
    public bool IsEmpty => Bits == UInt128.Zero;

    /// <summary>Number of slots in the set.</summary>
    public int Count => (int)UInt128.PopCount(Bits);

    /// <summary>Age of the newest slot; <see cref="Capacity"/> for the empty set.</summary>
    public int NewestAge => (int)UInt128.TrailingZeroCount(Bits);

    /// <summary>Age of the oldest slot; −1 for the empty set.</summary>
    public int OldestAge => Capacity - 1 - (int)UInt128.LeadingZeroCount(Bits);

    /// <summary>Whether the slot of an age is in the set.</summary>
    /// <param name="age">0 to 127.</param>
    public bool Contains(int age) => (Bits >> age & UInt128.One) != UInt128.Zero;

    /// <summary>The set with one more slot.</summary>
    /// <param name="age">0 to 127.</param>
    public SlotSet With(int age) => new(Bits | UInt128.One << age);

    /// <summary>The set without one slot.</summary>
    /// <param name="age">0 to 127.</param>
    public SlotSet Without(int age) => new(Bits & ~(UInt128.One << age));

    /// <summary>The set without its newest slot; empty stays empty.</summary>
    public SlotSet WithoutNewest() => new(Bits & (Bits - UInt128.One));

    /// <summary>The slots of either set; both must have the same head.</summary>
    public SlotSet Union(SlotSet other) => new(Bits | other.Bits);

    /// <summary>The slots of both sets; both must have the same head.</summary>
    public SlotSet Intersect(SlotSet other) => new(Bits & other.Bits);

    /// <summary>The set seen from a later head: every slot is older by so many, and those past the ring are forgotten.</summary>
    /// <param name="slots">0 or more.</param>
    public SlotSet Age(long slots) => slots >= Capacity ? default : new(Bits << (int)slots);

    /// <summary>The slots of the set that lie in the window which ends with a slot.</summary>
    /// <param name="endAge">Age of the window's last slot, inclusive.</param>
    /// <param name="width">Slots in the window, 1 to 128.</param>
    public SlotSet Within(int endAge, int width) => new(Bits & Mask(width) << endAge);

    /// <summary>
    /// The ages of the window ends (0 or newer excluded: no window ends after the head) whose window of a width holds a slot of the set.
    /// </summary>
    /// <param name="width">Slots in a window, 1 to 128.</param>
    public SlotSet WindowEnds(int width)
    {
        var ends = Bits;
        for (var covered = 1; covered < width;)
        {
            var step = Math.Min(covered, width - covered);
            ends |= ends >> step;
            covered += step;
        }

        return new(ends);
    }

    /// <summary>The slots of an age and the younger ones down to another age.</summary>
    /// <param name="newest">The youngest; below 0 as 0.</param>
    /// <param name="oldest">The oldest; above 127 as 127. Empty where it is below <paramref name="newest"/>.</param>
    public static SlotSet Between(long newest, long oldest)
    {
        var (from, to) = ((int)Math.Max(0, newest), (int)Math.Min(Capacity - 1, oldest));
        return from > to ? default : new(Mask(to - from + 1) << from);
    }

    private static UInt128 Mask(int width) => width >= Capacity ? UInt128.MaxValue : (UInt128.One << width) - UInt128.One;
}
