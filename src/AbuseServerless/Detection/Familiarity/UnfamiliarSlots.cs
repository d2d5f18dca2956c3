using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>The slots of an account's ring in which it was used from unfamiliar networks.</summary>
/// <remarks>
/// It only grows as more is seen, so that a verdict on it does not depend on the order of events. Where the evidence does not tell, the slot belongs to it: all slots of a day of which it is not known where the account
/// lived, or that has as many networks as are kept, and of a network with as many minutes as are kept those behind the last one.
/// </remarks>
internal sealed class UnfamiliarSlots
{
    private readonly FamiliarityEvidence _evidence;
    private readonly Slot _head;
    private readonly bool _hasLate;

    private UnfamiliarSlots(FamiliarityEvidence evidence, Slot head, bool hasLate, SlotSet slots) => (_evidence, _head, _hasLate, Slots) = (evidence, head, hasLate, slots);

    /// <summary>The slots, told from the head of the account's ring.</summary>
    public SlotSet Slots { get; }

    /// <summary>Of an activity.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="watchOnly">Whether use from watch-only networks is among it.</param>
    public static UnfamiliarSlots Of(AccountActivity activity, bool watchOnly)
    {
        var (evidence, slots) = (activity.Of(FamiliarityEvidence.Kind), default(SlotSet));
        for (var day = activity.Head.Day; day >= OldestDay(activity.Head); day--)
        {
            slots = slots.Union(On(evidence, activity.Head, day, watchOnly));
        }

        return new UnfamiliarSlots(evidence, activity.Head, activity.HasLate, slots);
    }

    /// <summary>
    /// The most networks from which the countries of a window can have come, where that says something: of days of which it is not known yet where the account lived, if every network is told by its system. Else the largest number.
    /// </summary>
    /// <param name="endAge">Age of the window's last slot.</param>
    /// <param name="windowSlots">Slots of the window.</param>
    public int MostNetworksIn(int endAge, int windowSlots)
    {
        var (first, last) = (new Slot(_head.Index - endAge - windowSlots + 1).Day, new Slot(_head.Index - endAge).Day);
        for (var day = first; day <= last; day++)
        {
            if (!_evidence.IsKnown(day))
            {
                return _hasLate ? int.MaxValue : _evidence.SystemsOf(first, last);
            }
        }

        return int.MaxValue;
    }

    /// <summary>Of the days of which it is known where the account lived: the slots of those on which it was used from there, and the slots in which it was used from elsewhere.</summary>
    public (SlotSet Home, SlotSet Strange) OfKnownDays()
    {
        var (home, known) = (default(SlotSet), default(SlotSet));
        for (var day = _head.Day; day >= OldestDay(_head); day--)
        {
            if (_evidence.IsKnown(day))
            {
                known = known.Union(Of(day, _head));
                home = _evidence.IsAtHome(day) ? home.Union(Of(day, _head)) : home;
            }
        }

        return (home, known.Intersect(Slots));
    }

    private static long OldestDay(Slot head) => new Slot(head.Index - SlotSet.Capacity + 1).Day;

    private static SlotSet Of(long day, Slot head) => SlotSet.Between(head.Index - (day + 1) * Slot.PerDay + 1, head.Index - day * Slot.PerDay);

    private static SlotSet On(FamiliarityEvidence evidence, Slot head, long day, bool watchOnly)
    {
        if (!evidence.IsKnown(day) || evidence.IsFull(day))
        {
            return Of(day, head);
        }

        var slots = default(SlotSet);
        foreach (var minutes in evidence.UnfamiliarMinutes(day, watchOnly))
        {
            foreach (var minute in minutes)
            {
                var age = head.Index - MinuteSet.SlotOf(minute);
                slots = slots.Union(SlotSet.Between(age, age));
            }

            if (minutes.Count >= FamiliarityEvidence.MaximumMinutes)
            {
                slots = slots.Union(Of(day, head).Intersect(SlotSet.Between(0, head.Index - MinuteSet.SlotOf(minutes[^1]))));
            }
        }

        return slots;
    }
}
