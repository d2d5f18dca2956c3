using System.Runtime.InteropServices;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Addresses;

/// <summary>The client addresses of an account by slot, ordered by code.</summary>
public sealed class AddressEvidence : Evidence
{
    private readonly List<AddressActivity> _addresses = [];

    /// <summary>The kind.</summary>
    public static EvidenceKind<AddressEvidence> Kind { get; } = new(2);

    /// <summary>The addresses, by code.</summary>
    public IReadOnlyList<AddressActivity> All => _addresses;

    /// <inheritdoc/>
    public override bool IsEmpty => _addresses.Count == 0;

    /// <inheritdoc/>
    public override bool Record(in Sighting sighting, int age, bool isNew)
    {
        var code = AddressActivity.CodeOf(sighting.Address, sighting.Place.IsWatchOnly);
        var at = Find(code);
        if (at >= 0 && _addresses[at].Slots.Contains(age))
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
            at = Find(code);
        }

        if (at >= 0)
        {
            _addresses[at] = _addresses[at] with { Slots = _addresses[at].Slots.With(age) };
        }
        else
        {
            _addresses.Insert(~at, new AddressActivity(code, default(SlotSet).With(age)));
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Age(long slots, Slot head)
    {
        for (var i = _addresses.Count - 1; i >= 0; i--)
        {
            Set(i, _addresses[i].Slots.Age(slots));
        }
    }

    /// <inheritdoc/>
    public override void Clear() => _addresses.Clear();

    /// <inheritdoc/>
    public override void Encode(ref CompactWriter writer, Slot head)
    {
        writer.Natural((ulong)_addresses.Count);
        foreach (ref readonly var address in CollectionsMarshal.AsSpan(_addresses))
        {
            writer.Natural(address.Code);
            writer.Slots(address.Slots);
        }
    }

    /// <inheritdoc/>
    public override void Decode(ref CompactReader reader, Slot head)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            _addresses.Add(new AddressActivity((uint)reader.Natural(), reader.Slots()));
        }
    }

    // Where the largest code of a full slot stands; null where the slot has room.
    private int? Largest(int age)
    {
        if (_addresses.Count < AddressActivity.MaximumPerSlot)
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

        return count >= AddressActivity.MaximumPerSlot ? largest : null;
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

    // Where a code stands; where it does not, the complement of where it would.
    private int Find(uint code) => CollectionsMarshal.AsSpan(_addresses).BinarySearch(new Sought(code));

    private readonly struct Sought(uint code) : IComparable<AddressActivity>
    {
        public int CompareTo(AddressActivity other) => code.CompareTo(other.Code);
    }
}
