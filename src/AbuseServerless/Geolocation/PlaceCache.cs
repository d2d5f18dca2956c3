using System.Numerics;

namespace AbuseServerless.Geolocation;

/// <summary>
/// The places of the addresses last seen: a table in which an address has two possible positions, and displaces the older of
/// the two entries there. Lock-free: an entry is never changed after it was published.
/// </summary>
internal sealed class PlaceCache
{
    private readonly Entry?[] _entries;

    /// <param name="capacity">Number of positions, rounded up to a power of two from 2; 0 remembers nothing.</param>
    public PlaceCache(int capacity) => _entries = capacity == 0 ? [] : new Entry?[BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 2))];

    public bool TryGet(AddressBits address, out Place place)
    {
        if (_entries.Length != 0)
        {
            var position = Position(address);
            for (var i = position; i <= position + 1; i++)
            {
                if (Volatile.Read(ref _entries[i]) is { } entry && entry.Address == address)
                {
                    place = entry.Place;
                    return true;
                }
            }
        }

        place = default;
        return false;
    }

    public void Set(AddressBits address, Place place)
    {
        if (_entries.Length != 0)
        {
            var position = Position(address);
            Volatile.Write(ref _entries[position + 1], Volatile.Read(ref _entries[position]));
            Volatile.Write(ref _entries[position], new Entry(address, place));
        }
    }

    // The first of a pair. Neighbouring addresses are the common case: the multiplication (2^64 / golden ratio) spreads them.
    private int Position(AddressBits address)
    {
        var mixed = (address.Low ^ BitOperations.RotateLeft(address.High * 0x9e37_79b9_7f4a_7c15, 31)) * 0x9e37_79b9_7f4a_7c15;
        return (int)(mixed >> 32) & (_entries.Length - 2);
    }

    private sealed class Entry(AddressBits address, Place place)
    {
        public readonly AddressBits Address = address;
        public readonly Place Place = place;
    }
}
