using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Rate;

/// <summary>The numbers of logins and recipients by slot.</summary>
public sealed class CountEvidence : Evidence
{
    private readonly List<SlotCount> _counts = [];

    /// <summary>The kind.</summary>
    public static EvidenceKind<CountEvidence> Kind { get; } = new(3);

    /// <summary>The numbers, newest slot first.</summary>
    public IReadOnlyList<SlotCount> All => _counts;

    /// <inheritdoc/>
    public override bool IsEmpty => _counts.Count == 0;

    /// <inheritdoc/>
    public override bool Record(in Sighting sighting, int age, bool isNew)
    {
        if (!isNew)
        {
            return false;
        }

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

    /// <inheritdoc/>
    public override void Age(long slots, Slot head)
    {
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

    /// <inheritdoc/>
    public override void Clear() => _counts.Clear();

    /// <inheritdoc/>
    public override void Encode(ref CompactWriter writer, Slot head)
    {
        writer.Natural((ulong)_counts.Count);
        foreach (var count in _counts)
        {
            writer.Byte((byte)count.Age);
            writer.Natural((ulong)count.Auths);
            writer.Natural((ulong)count.Recipients);
            writer.Natural((ulong)count.WatchOnlyAuths);
            writer.Natural((ulong)count.WatchOnlyRecipients);
        }
    }

    /// <inheritdoc/>
    public override void Decode(ref CompactReader reader, Slot head)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            _counts.Add(new SlotCount(reader.Byte(), (long)reader.Natural(), (long)reader.Natural(), (long)reader.Natural(), (long)reader.Natural()));
        }
    }
}
