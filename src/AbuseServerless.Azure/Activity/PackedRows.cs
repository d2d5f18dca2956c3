using System.Buffers.Binary;

namespace AbuseServerless.Azure.Activity;

/// <summary>
/// Rows by the account's name, packed into arrays that hold hundreds of them: a worker has millions, and an object for each would take a third more memory and keep the
/// garbage collector busy.
/// </summary>
/// <remarks>
/// A row is its version (8 bytes, the sign says whether it is confirmed), the lengths of name (2) and state (4), the turn in which it was last used (4), the name in UTF-8, and the state with room up to a
/// multiple of <see cref="Room"/>. One that outgrows its room moves to where a row of the new length has gone, else to the end; once an eighth of the bytes is abandoned so, the rest moves together.
/// </remarks>
internal sealed class PackedRows
{
    private const int ChunkBits = 15;
    private const int ChunkSize = 1 << ChunkBits;
    private const int NameLengthAt = 8;
    private const int StateLengthAt = 10;
    private const int TurnAt = 14;
    private const int NameAt = 18;
    private const int Room = 8;

    private readonly RowNames _positions;

    // By length, where the last row of it was abandoned; the place itself says where the one before was, or −1.
    private readonly Dictionary<int, int> _vacant = [];
    private List<byte[]> _chunks = [];
    private int _end;
    private long _held;
    private long _abandoned;
    private uint _turn;

    public PackedRows() => _positions = new RowNames(position => Name(At(position)));

    public int Count => _positions.Count;

    /// <summary>Bytes of the rows and of what finds them. The array that is being filled may have up to 32 KiB more.</summary>
    public long Bytes => _held + _positions.Bytes;

    /// <summary>Begins a turn: what is used from now on was used later than all before.</summary>
    public void BeginTurn() => _turn++;

    /// <summary>Whether there is such a row. To ask is no use of it.</summary>
    public bool Contains(ReadOnlySpan<byte> name) => _positions.TryGet(name, out _);

    public bool TryGet(scoped ReadOnlySpan<byte> name, out CachedRow row)
    {
        if (!_positions.TryGet(name, out var position))
        {
            row = default;
            return false;
        }

        var bytes = At(position);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[TurnAt..], _turn);
        var version = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        row = new CachedRow(bytes.Slice(NameAt + name.Length, StateLength(bytes)), version < 0 ? ~version : version, IsConfirmed(bytes));
        return true;
    }

    /// <summary>Adds a row, or changes the one of that name.</summary>
    /// <param name="name">The account's name, in UTF-8.</param>
    /// <param name="state">Its activity, encoded.</param>
    /// <param name="version">Its version, in ticks.</param>
    /// <param name="confirmed">Whether it is confirmed; null leaves that as it is, and a new row is not.</param>
    public void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> state, long version, bool? confirmed)
    {
        var length = Length(name.Length, state.Length);
        if (_positions.TryGet(name, out var position))
        {
            var before = At(position);
            confirmed ??= IsConfirmed(before);
            if (Length(name.Length, StateLength(before)) == length)
            {
                Write(before, name, state, confirmed.Value ? ~version : version, _turn);
                return;
            }

            Abandon(name, position);
        }

        position = Reserve(length);
        Write(At(position), name, state, confirmed is true ? ~version : version, _turn);
        _positions.Add(position);
        if (_abandoned > ChunkSize && _abandoned > _held / 8)
        {
            MoveTogether();
        }
    }

    public void Remove(ReadOnlySpan<byte> name)
    {
        if (_positions.TryGet(name, out var position))
        {
            Abandon(name, position);
        }
    }

    /// <summary>Forgets the rows that were not used for the longest time.</summary>
    /// <param name="bytes">Bytes to be freed, at least.</param>
    public void Forget(long bytes)
    {
        var positions = _positions.ToArray();
        var unused = new uint[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            // By distance, so that the numbers of turns may begin anew.
            unused[i] = uint.MaxValue - (_turn - BinaryPrimitives.ReadUInt32LittleEndian(At(positions[i])[TurnAt..]));
        }

        Array.Sort(unused, positions);
        var kept = _held - _abandoned;
        var enough = kept - bytes;
        foreach (var position in positions)
        {
            if (kept <= enough)
            {
                break;
            }

            var row = At(position);
            kept -= Length(Name(row).Length, StateLength(row));
            Abandon(Name(row), position);
        }

        MoveTogether();
    }

    public void Clear()
    {
        _positions.Clear();
        _vacant.Clear();
        _chunks = [];
        (_end, _held, _abandoned) = (0, 0, 0);
    }

    private void Abandon(ReadOnlySpan<byte> name, int position)
    {
        var bytes = At(position);
        var length = Length(name.Length, StateLength(bytes));
        _positions.Remove(name);
        _abandoned += length;
        BinaryPrimitives.WriteInt32LittleEndian(bytes, _vacant.GetValueOrDefault(length, -1));
        _vacant[length] = position;
    }

    private void MoveTogether()
    {
        var old = _chunks;
        var positions = _positions.ToArray();
        Clear();
        _positions.Reserve(positions.Length + (positions.Length / 8));
        foreach (var position in positions)
        {
            var bytes = At(old, position);
            var length = Length(Name(bytes).Length, StateLength(bytes));
            var moved = Reserve(length);
            bytes[..length].CopyTo(At(moved));
            _positions.Add(moved);
        }
    }

    // A row larger than a chunk gets one of its own.
    private int Reserve(int length)
    {
        if (_vacant.Remove(length, out var vacant))
        {
            _abandoned -= length;
            if (BinaryPrimitives.ReadInt32LittleEndian(At(vacant)) is >= 0 and var next)
            {
                _vacant[length] = next;
            }

            return vacant;
        }

        if (_chunks.Count == 0 || _end + length > _chunks[^1].Length)
        {
            _chunks.Add(new byte[Math.Max(ChunkSize, length)]);
            _end = 0;
        }

        var position = _chunks.Count - 1 << ChunkBits | _end;
        _end += length;
        _held += length;
        return position;
    }

    private Span<byte> At(int position) => At(_chunks, position);

    private static Span<byte> At(List<byte[]> chunks, int position) => chunks[position >> ChunkBits].AsSpan(position & ChunkSize - 1);

    private static void Write(Span<byte> bytes, ReadOnlySpan<byte> name, ReadOnlySpan<byte> state, long version, uint turn)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[NameLengthAt..], (ushort)name.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[StateLengthAt..], state.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[TurnAt..], turn);
        name.CopyTo(bytes[NameAt..]);
        state.CopyTo(bytes[(NameAt + name.Length)..]);
    }

    private static bool IsConfirmed(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes) < 0;

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> bytes) => bytes.Slice(NameAt, BinaryPrimitives.ReadUInt16LittleEndian(bytes[NameLengthAt..]));

    private static int StateLength(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes[StateLengthAt..]);

    private static int Length(int name, int state) => NameAt + name + (state + Room - 1) / Room * Room;
}
