using System.Numerics;

namespace AbuseServerless.Geolocation;

/// <summary>
/// The places of the addresses last seen: a table in which an address has two possible positions, and displaces the older of the two entries there.
/// </summary>
/// <remarks>
/// Lock-free, by a sequence lock for each entry: it is odd while the entry is written, and a reader that finds it odd or changed has found nothing. Entries are values, since a hundred thousand objects that
/// live for minutes would be most of what the garbage collector visits.
/// </remarks>
internal sealed class PlaceCache
{
    private readonly Entry[] _entries;

    /// <param name="capacity">Number of positions, rounded up to a power of two from 2; 0 remembers nothing.</param>
    public PlaceCache(int capacity) => _entries = capacity == 0 ? [] : new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 2))];

    public bool TryGet(AddressBits address, out Place place)
    {
        if (_entries.Length != 0)
        {
            var position = Position(address);
            return _entries[position].TryGet(address, out place) || _entries[position + 1].TryGet(address, out place);
        }

        place = default;
        return false;
    }

    public void Set(AddressBits address, Place place)
    {
        if (_entries.Length != 0)
        {
            var position = Position(address);
            if (_entries[position].TryRead(out var older, out var olderPlace))
            {
                _entries[position + 1].TryWrite(older, olderPlace);
            }

            _entries[position].TryWrite(address, place);
        }
    }

    // The first of a pair. Neighbouring addresses are the common case: the multiplication (2^64 / golden ratio) spreads them.
    private int Position(AddressBits address)
    {
        var mixed = (address.Low ^ BitOperations.RotateLeft(address.High * 0x9e37_79b9_7f4a_7c15, 31)) * 0x9e37_79b9_7f4a_7c15;
        return (int)(mixed >> 32) & (_entries.Length - 2);
    }

    private struct Entry
    {
        // 0 for an entry that was never written.
        private int _sequence;
        private AddressBits _address;
        private Place _place;

        public bool TryGet(AddressBits address, out Place place) => TryRead(out var found, out place) && found == address;

        public bool TryRead(out AddressBits address, out Place place)
        {
            var before = Volatile.Read(ref _sequence);
            (address, place) = (_address, _place);
            Volatile.ReadBarrier();
            return before != 0 && (before & 1) == 0 && before == _sequence;
        }

        // Where another thread writes, this is not remembered.
        public void TryWrite(AddressBits address, Place place)
        {
            var before = Volatile.Read(ref _sequence);
            if ((before & 1) == 0 && Interlocked.CompareExchange(ref _sequence, before + 1, before) == before)
            {
                (_address, _place) = (address, place);
                Volatile.Write(ref _sequence, before + 2);
            }
        }
    }
}
