using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>Of the last 32 days on which an account was used at a shared origin, with how many accounts it shared that. Most accounts have none.</summary>
/// <remarks>Told by <see cref="AccountActivity.Record(in SharedOrigin)"/> and by no sighting. Of a day the largest numbers are kept, so that it is a function of what was told, whatever the order.</remarks>
public sealed class SharedOriginsEvidence : Evidence
{
    /// <summary>Days that are kept.</summary>
    public const int Days = 32;

    private readonly List<Shared> _days = [];

    /// <summary>The kind.</summary>
    public static EvidenceKind<SharedOriginsEvidence> Kind { get; } = new(8);

    /// <inheritdoc/>
    public override bool IsEmpty => _days.Count == 0;

    /// <summary>The days, the earliest first.</summary>
    internal IReadOnlyList<Shared> All => _days;

    /// <inheritdoc/>
    public override bool Record(in Sighting sighting, int age, bool isNew) => false;

    /// <summary>Adds what the account was told.</summary>
    /// <returns>Whether anything changed.</returns>
    internal bool Note(in SharedOrigin told, Slot head)
    {
        if (told.Day > head.Day || told.Day <= head.Day - Days)
        {
            return false;
        }

        var at = IndexOf(told.Day);
        if (at < 0 || _days[at].Day != told.Day)
        {
            _days.Insert(at < 0 ? _days.Count : at, new Shared(told.Day, told.Accounts, told.Counted, told.HasAbuse));
            return true;
        }

        var before = _days[at];
        _days[at] = before with { Accounts = Math.Max(before.Accounts, told.Accounts), Counted = Math.Max(before.Counted, told.Counted), HasAbuse = before.HasAbuse || told.HasAbuse };
        return _days[at] != before;
    }

    /// <inheritdoc/>
    public override void Age(long slots, Slot head) => _days.RemoveAll(shared => shared.Day <= head.Day - Days);

    /// <inheritdoc/>
    public override void Clear() => _days.Clear();

    /// <inheritdoc/>
    public override void Encode(ref CompactWriter writer, Slot head)
    {
        foreach (var shared in _days)
        {
            writer.Natural((ulong)(head.Day - shared.Day));
            writer.Natural((ulong)shared.Accounts << 1 | (shared.HasAbuse ? 1UL : 0));
            writer.Natural((ulong)shared.Counted);
        }
    }

    /// <inheritdoc/>
    public override void Decode(ref CompactReader reader, Slot head)
    {
        while (!reader.IsAtEnd)
        {
            var (age, accounts, counted) = (reader.Natural(), reader.Natural(), reader.Natural());
            if (age < Days)
            {
                _days.Add(new Shared(head.Day - (long)age, (int)Math.Min(accounts >> 1, int.MaxValue), (int)Math.Min(counted, int.MaxValue), (accounts & 1) != 0));
            }
        }
    }

    // Where a day stands or would stand; −1 behind all.
    private int IndexOf(long day)
    {
        for (var i = 0; i < _days.Count; i++)
        {
            if (_days[i].Day >= day)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A day on which the account was used at a shared origin.</summary>
    /// <param name="Day">In days since 1970-01-01.</param>
    /// <param name="Accounts">Accounts that shared it.</param>
    /// <param name="Counted">Those that count to suspend.</param>
    /// <param name="HasAbuse">Whether one of them was found to be abused.</param>
    internal readonly record struct Shared(long Day, int Accounts, int Counted, bool HasAbuse);
}
