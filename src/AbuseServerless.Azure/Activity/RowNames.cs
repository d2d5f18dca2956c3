using System.IO.Hashing;
using System.Security.Cryptography;

namespace AbuseServerless.Azure.Activity;

/// <summary>Positions of rows, found by the names that stand there: a name takes no bytes here.</summary>
internal sealed class RowNames
{
    // Whoever chooses logins may not choose where they stand in a hash table.
    private static readonly long Seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private readonly HashSet<int> _positions;
    private readonly HashSet<int>.AlternateLookup<ReadOnlySpan<byte>> _byName;

    public RowNames(NameAt nameAt)
    {
        _positions = new HashSet<int>(new ByName(nameAt));
        _byName = _positions.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The name at a position.</summary>
    internal delegate ReadOnlySpan<byte> NameAt(int position);

    public int Count => _positions.Count;

    /// <summary>Bytes that it takes: an entry of 12 and a place of 4 for each of its capacity.</summary>
    public long Bytes => _positions.Capacity * 16L;

    public bool TryGet(ReadOnlySpan<byte> name, out int position) => _byName.TryGetValue(name, out position);

    /// <summary>Adds a position whose name is not here yet.</summary>
    public void Add(int position) => _positions.Add(position);

    public void Remove(ReadOnlySpan<byte> name) => _byName.Remove(name);

    /// <summary>Makes room for so many.</summary>
    public void Reserve(int count) => _positions.EnsureCapacity(count);

    public void Clear()
    {
        _positions.Clear();
        _positions.TrimExcess();
    }

    public int[] ToArray() => [.. _positions];

    private sealed class ByName(NameAt nameAt) : IEqualityComparer<int>, IAlternateEqualityComparer<ReadOnlySpan<byte>, int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int position) => GetHashCode(nameAt(position));

        public bool Equals(ReadOnlySpan<byte> name, int position) => name.SequenceEqual(nameAt(position));

        public int GetHashCode(ReadOnlySpan<byte> name) => (int)XxHash3.HashToUInt64(name, Seed);

        public int Create(ReadOnlySpan<byte> name) => throw new NotSupportedException("A position has to be there before its name.");
    }
}
