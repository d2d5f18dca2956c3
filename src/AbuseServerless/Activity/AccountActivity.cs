using AbuseServerless.Nets;

namespace AbuseServerless.Activity;

/// <summary>
/// What is remembered of one account: for each place the slots of the last 32 hours in which it was seen there.
/// </summary>
/// <remarks>
/// Everything here is a function of the set of sightings that counted: the same events in another order, repeated or cut
/// into other batches end in the same activity. The ring is 128 slots and the longest window 96, so events may be up to 32
/// slots (8 hours) late and every window is still judged whole.
/// </remarks>
public sealed class AccountActivity
{
    private readonly List<PlaceActivity> _places = [];
    private readonly List<EventPosition> _applied = [];

    /// <summary>The newest slot in which the account was seen; meaningless while there are no <see cref="Places"/>.</summary>
    public Slot Head { get; private set; }

    /// <summary>Events at or before this instant do not count, whenever they arrive. It only moves forward.</summary>
    public DateTimeOffset ForgottenUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The gravest verdict recorded since <see cref="ForgottenUntil"/>.</summary>
    public Verdict Reached { get; private set; }

    /// <summary>The places of the ring, in the order of <see cref="Geolocation.Place"/>.</summary>
    public IReadOnlyList<PlaceActivity> Places => _places;

    /// <summary>The last event of each partition that is part of this activity, by partition.</summary>
    public IReadOnlyList<EventPosition> Applied => _applied;

    /// <summary>
    /// Whether an event is certainly part of this activity already. Sets do not need to know (they merge by OR); it tells an event that is
    /// delivered again from one that is too late, and keeps counts exact.
    /// </summary>
    public bool IsApplied(EventPosition position)
    {
        foreach (var applied in _applied)
        {
            if (applied.Partition == position.Partition)
            {
                return !position.IsBehind(applied);
            }
        }

        return false;
    }

    /// <summary>Notes that all events of a partition up to a position are part of this activity.</summary>
    public void Apply(EventPosition position)
    {
        var i = 0;
        for (; i < _applied.Count && _applied[i].Partition <= position.Partition; i++)
        {
            if (_applied[i].Partition == position.Partition)
            {
                if (position.IsBehind(_applied[i]))
                {
                    _applied[i] = position;
                }

                return;
            }
        }

        _applied.Insert(i, position);
    }

    /// <summary>Remembers a sighting.</summary>
    public RecordOutcome Record(in Sighting sighting)
    {
        if (sighting.Time <= ForgottenUntil)
        {
            return RecordOutcome.Forgotten;
        }

        var slot = Slot.Of(sighting.Time);
        if (_places.Count == 0)
        {
            Head = slot;
        }

        var age = Head.Index - slot.Index;
        if (age >= SlotSet.Capacity)
        {
            return RecordOutcome.TooLate;
        }

        if (age < 0)
        {
            Advance(slot);
            age = 0;
        }

        return Add(sighting, (int)age);
    }

    /// <summary>Forgets everything up to an instant (an operator resumed the account, or its suspension ended).</summary>
    /// <param name="instant">Later than <see cref="ForgottenUntil"/>, else nothing happens.</param>
    public void Forget(DateTimeOffset instant)
    {
        if (instant <= ForgottenUntil)
        {
            return;
        }

        ForgottenUntil = instant;
        Reached = Verdict.None;
        _places.Clear();
    }

    /// <summary>Notes that a verdict has been recorded, so that it is not recorded again.</summary>
    public void Reach(Verdict verdict)
    {
        if (verdict > Reached)
        {
            Reached = verdict;
        }
    }

    internal static AccountActivity Restore(Slot head, DateTimeOffset forgottenUntil, Verdict reached, IEnumerable<EventPosition> applied, IEnumerable<PlaceActivity> places)
    {
        var activity = new AccountActivity { Head = head, ForgottenUntil = forgottenUntil, Reached = reached };
        activity._applied.AddRange(applied);
        activity._places.AddRange(places);
        return activity;
    }

    private void Advance(Slot head)
    {
        var slots = head.Index - Head.Index;
        Head = head;
        for (var i = _places.Count - 1; i >= 0; i--)
        {
            var aged = _places[i].Slots.Age(slots);
            if (aged.IsEmpty)
            {
                _places.RemoveAt(i);
            }
            else
            {
                _places[i] = _places[i] with { Slots = aged };
            }
        }
    }

    private RecordOutcome Add(in Sighting sighting, int age)
    {
        var i = 0;
        for (; i < _places.Count && _places[i].Place <= sighting.Place; i++)
        {
            var known = _places[i];
            if (known.Place == sighting.Place)
            {
                _places[i] = known.With(sighting, age);
                return _places[i] == known ? RecordOutcome.Unchanged : RecordOutcome.Changed;
            }
        }

        _places.Insert(i, new PlaceActivity(sighting.Place, default(SlotSet).With(age), sighting.Time, sighting.Address));
        return RecordOutcome.Changed;
    }
}
