using System.Numerics;

namespace AbuseServerless.Geolocation;

/// <summary>
/// What was found of the addresses last seen: a table in which an address has two possible positions, and displaces the older of the two entries there.
/// </summary>
/// <remarks>
/// Lock-free, by a sequence lock for each entry: it is odd while the entry is written, and a reader that finds it odd or changed has found nothing. Entries are values, since a hundred thousand objects that
/// live for minutes would be most of what the garbage collector visits.
/// </remarks>
/// <typeparam name="T">What is remembered of an address; small, since it is copied.</typeparam>
internal sealed class AddressCache<T>
    where T : struct
{
    private readonly Entry[] _entries;

    /// <param name="capacity">Number of positions, rounded up to a power of two from 2; 0 remembers nothing.</param>
    public AddressCache(int capacity) => _entries = capacity == 0 ? [] : new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 2))];

    public bool TryGet(AddressBits address, out T value)
    {
        if (_entries.Length != 0)
        {
            var position = Position(address);
            return _entries[position].TryGet(address, out value) || _entries[position + 1].TryGet(address, out value);
        }

        value = default;
        return false;
    }

    public void Set(AddressBits address, T value)
    {
        if (_entries.Length != 0)
        {
            var position = Position(address);
            if (_entries[position].TryRead(out var older, out var olderValue))
            {
                _entries[position + 1].TryWrite(older, olderValue);
            }

            _entries[position].TryWrite(address, value);
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
        private T _value;

        public bool TryGet(AddressBits address, out T value) => TryRead(out var read, out value) && read == address;

        public bool TryRead(out AddressBits address, out T value)
        {
            var before = Volatile.Read(ref _sequence);
            (address, value) = (_address, _value);
            Volatile.ReadBarrier();
            return before != 0 && (before & 1) == 0 && before == _sequence;
        }

        // Where another thread writes, this is not remembered.
        public void TryWrite(AddressBits address, T value)
        {
            var before = Volatile.Read(ref _sequence);
            if ((before & 1) == 0 && Interlocked.CompareExchange(ref _sequence, before + 1, before) == before)
            {
                (_address, _value) = (address, value);
                Volatile.Write(ref _sequence, before + 2);
            }
        }
    }
}
