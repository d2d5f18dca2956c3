using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Countries;

/// <summary>The slots in which an account was seen in each country. All sets have the same head.</summary>
internal sealed class CountrySlots
{
    private ushort[] _codes = [];
    private SlotSet[] _slots = [];

    /// <summary>Number of countries.</summary>
    public int Count { get; private set; }

    /// <summary>Adds slots of a country; answers whether any is new.</summary>
    /// <param name="country">As <see cref="Geolocation.Place.CountryCode"/>.</param>
    /// <param name="slots">The slots.</param>
    public bool Add(ushort country, SlotSet slots)
    {
        var at = _codes.AsSpan(0, Count).LastIndexOf(country);
        if (at < 0)
        {
            if (Count == _codes.Length)
            {
                Array.Resize(ref _codes, Math.Max(2, Count * 2));
                Array.Resize(ref _slots, _codes.Length);
            }

            (_codes[Count], _slots[Count]) = (country, slots);
            Count++;
            return true;
        }

        var before = _slots[at];
        _slots[at] = before.Union(slots);
        return _slots[at] != before;
    }

    /// <summary>Moves the head: every slot is older by so many, and a country without any is left out.</summary>
    /// <param name="slots">0 or more.</param>
    public void Age(long slots)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var aged = _slots[i].Age(slots);
            if (!aged.IsEmpty)
            {
                (_codes[kept], _slots[kept]) = (_codes[i], aged);
                kept++;
            }
        }

        Count = kept;
    }

    /// <summary>Counts the countries of every window.</summary>
    /// <param name="windowSlots">Slots in a window, 1 to 128.</param>
    /// <param name="seen">Receives, by the age of a window's last slot, the countries seen in it.</param>
    public void CountIn(int windowSlots, Span<int> seen)
    {
        seen.Clear();
        foreach (var country in _slots.AsSpan(0, Count))
        {
            for (var ends = country.WindowEnds(windowSlots); !ends.IsEmpty; ends = ends.WithoutNewest())
            {
                seen[ends.NewestAge]++;
            }
        }
    }

    /// <summary>The most countries in any window.</summary>
    /// <param name="windowSlots">Slots in a window, 1 to 128.</param>
    public int MostIn(int windowSlots)
    {
        if (Count < 2)
        {
            return Count;
        }

        Span<int> seen = stackalloc int[SlotSet.Capacity];
        CountIn(windowSlots, seen);
        var most = 0;
        foreach (var count in seen)
        {
            most = Math.Max(most, count);
        }

        return most;
    }
}
