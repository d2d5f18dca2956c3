using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Addresses;

/// <summary>The client addresses of an account by slot, ordered by code.</summary>
internal sealed class AddressSet
{
    private readonly List<AddressActivity> _addresses = [];

    public IReadOnlyList<AddressActivity> All => _addresses;

    /// <summary>Adds an address to a slot; false where nothing changed.</summary>
    public bool Add(uint code, int age)
    {
        var (at, found) = Find(code);
        if (found && _addresses[at].Slots.Contains(age))
        {
            return false;
        }

        // Where the slot is full, the largest code makes room, or is not let in.
        if (Largest(age) is { } largest)
        {
            if (code > _addresses[largest].Code)
            {
                return false;
            }

            Set(largest, _addresses[largest].Slots.Without(age));
            (at, found) = Find(code);
        }

        if (found)
        {
            _addresses[at] = _addresses[at] with { Slots = _addresses[at].Slots.With(age) };
        }
        else
        {
            _addresses.Insert(at, new AddressActivity(code, default(SlotSet).With(age)));
        }

        return true;
    }

    public void Age(long slots)
    {
        for (var i = _addresses.Count - 1; i >= 0; i--)
        {
            Set(i, _addresses[i].Slots.Age(slots));
        }
    }

    public void Clear() => _addresses.Clear();

    public void Restore(AddressActivity address) => _addresses.Add(address);

    // Where the largest code of a full slot stands; null where the slot has room.
    private int? Largest(int age)
    {
        if (_addresses.Count < AddressActivity.MostOfASlot)
        {
            return null;
        }

        var (count, largest) = (0, -1);
        for (var i = 0; i < _addresses.Count; i++)
        {
            if (_addresses[i].Slots.Contains(age))
            {
                (count, largest) = (count + 1, i);
            }
        }

        return count >= AddressActivity.MostOfASlot ? largest : null;
    }

    private void Set(int at, SlotSet slots)
    {
        if (slots.IsEmpty)
        {
            _addresses.RemoveAt(at);
        }
        else
        {
            _addresses[at] = _addresses[at] with { Slots = slots };
        }
    }

    private (int At, bool Found) Find(uint code)
    {
        var (low, high) = (0, _addresses.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_addresses[middle].Code == code)
            {
                return (middle, true);
            }

            (low, high) = _addresses[middle].Code < code ? (middle + 1, high) : (low, middle - 1);
        }

        return (low, false);
    }
}
