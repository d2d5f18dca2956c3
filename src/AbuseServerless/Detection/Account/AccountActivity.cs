using AbuseServerless.Detection.Addresses;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

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
    private readonly AddressSet _addresses = new();
    private readonly List<SlotCount> _counts = [];

    /// <summary>The newest slot in which the account was seen; meaningless while there are no <see cref="Places"/>.</summary>
    public Slot Head { get; private set; }

    /// <summary>Events at or before this instant do not count, whenever they arrive. It only moves forward.</summary>
    public DateTimeOffset ForgottenUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The gravest verdict recorded since <see cref="ForgottenUntil"/>.</summary>
    public Verdict Reached { get; private set; }

    /// <summary>The places of the ring, in the order of <see cref="Place"/>.</summary>
    public IReadOnlyList<PlaceActivity> Places => _places;

    /// <summary>The client addresses, by code; none where no net needs them.</summary>
    public IReadOnlyList<AddressActivity> Addresses => _addresses.All;

    /// <summary>The numbers of AUTHs and recipients by slot, newest first; none where no net needs them.</summary>
    public IReadOnlyList<SlotCount> Counts => _counts;

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
    /// <param name="sighting">The sighting.</param>
    /// <param name="keep">
    /// What is remembered beside its place. <see cref="Keep.Counts"/> only for one that is not part of this activity yet: counts are no sets (<see cref="IsApplied"/>).
    /// </param>
    public RecordOutcome Record(in Sighting sighting, Keep keep = Keep.None)
    {
        if (sighting.Time <= ForgottenUntil)
        {
            return RecordOutcome.Forgotten;
        }

        var slot = Slot.Of(sighting.Time);
        if (_places.Count == 0)
        {
            // Every sighting has a place, so there is nothing else either.
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

        var changed = AddPlace(sighting, (int)age);
        if (sighting.Place != Place.Exempted)
        {
            changed |= keep.HasFlag(Keep.Addresses) && _addresses.Add(AddressActivity.CodeOf(sighting.Address, sighting.Place.IsWatchOnly), (int)age);
            changed |= keep.HasFlag(Keep.Counts) && Count(sighting, (int)age);
        }

        return changed ? RecordOutcome.Changed : RecordOutcome.Unchanged;
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
        _addresses.Clear();
        _counts.Clear();
    }

    /// <summary>Notes that a verdict has been recorded, so that it is not recorded again.</summary>
    public void Reach(Verdict verdict)
    {
        if (verdict > Reached)
        {
            Reached = verdict;
        }
    }

    /// <summary>Becomes the activity of an account of which nothing is known.</summary>
    public void Clear() => Restore(default, DateTimeOffset.MinValue, Verdict.None);

    /// <summary>Becomes a stored activity whose lists are empty; what they hold is to be restored next, in its order.</summary>
    internal void Restore(Slot head, DateTimeOffset forgottenUntil, Verdict reached)
    {
        (Head, ForgottenUntil, Reached) = (head, forgottenUntil, reached);
        _applied.Clear();
        _places.Clear();
        _addresses.Clear();
        _counts.Clear();
    }

    internal void Restore(EventPosition applied) => _applied.Add(applied);

    internal void Restore(in PlaceActivity place) => _places.Add(place);

    internal void Restore(AddressActivity address) => _addresses.Restore(address);

    internal void Restore(in SlotCount count) => _counts.Add(count);

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

        _addresses.Age(slots);
        for (var i = _counts.Count - 1; i >= 0; i--)
        {
            if (_counts[i].Age + slots >= SlotSet.Capacity)
            {
                _counts.RemoveAt(i);
            }
            else
            {
                _counts[i] = _counts[i] with { Age = (int)(_counts[i].Age + slots) };
            }
        }
    }

    private bool AddPlace(in Sighting sighting, int age)
    {
        var i = 0;
        for (; i < _places.Count && _places[i].Place <= sighting.Place; i++)
        {
            var known = _places[i];
            if (known.Place == sighting.Place)
            {
                if (known.Holds(sighting, age))
                {
                    return false;
                }

                _places[i] = known.With(sighting, age);
                return true;
            }
        }

        _places.Insert(i, new PlaceActivity(sighting.Place, default(SlotSet).With(age), sighting.Time, AddressBits.Of(sighting.Address)));
        return true;
    }

    private bool Count(in Sighting sighting, int age)
    {
        var i = 0;
        while (i < _counts.Count && _counts[i].Age < age)
        {
            i++;
        }

        if (i == _counts.Count || _counts[i].Age != age)
        {
            _counts.Insert(i, new SlotCount(age, 0, 0, 0, 0));
        }

        _counts[i] = _counts[i].Add(sighting.Recipients, sighting.Place.IsWatchOnly);
        return true;
    }
}
