using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Outcomes;

/// <summary>The outcomes of one of the last three days, to which more may come: those with the smallest numbers, <see cref="Maximum"/> at most.</summary>
/// <remarks>
/// Which those are depends neither on their order nor on how often each comes. A number is drawn for each outcome, so that what is kept of a busy day is a fair sample of it: of a list of 100,000 readers
/// with 600 dead addresses it holds 3 of them, and the share is right.
/// </remarks>
internal sealed class RecentOutcomes(long day)
{
    /// <summary>Outcomes kept of a day: 64.</summary>
    public const int Maximum = 64;

    private const int WatchOnlyBit = 4;

    // Number × 8, plus 4 for watch-only, plus the kind; ascending.
    private int[] _kept = [];
    private int _lastSlot;

    public long Day => day;

    /// <summary>Adds an outcome of the day.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Add(in LocatedOutcome outcome)
    {
        var slot = (int)(Slot.Of(outcome.Time).Index - day * Slot.PerDay);
        var isLater = slot > _lastSlot;
        _lastSlot = Math.Max(_lastSlot, slot);
        return Keep(outcome.Number << 3 | (outcome.IsWatchOnly ? WatchOnlyBit : 0) | (int)outcome.Kind) || isLater;
    }

    /// <summary>Counts what is kept.</summary>
    public OutcomeDay Count()
    {
        var counted = new OutcomeDay(day, _lastSlot, 0, 0, 0, 0);
        foreach (var code in _kept)
        {
            counted = (OutcomeKind)(code & 3) switch
            {
                OutcomeKind.Accepted => counted with { Accepted = counted.Accepted + 1 },
                _ when (code & WatchOnlyBit) != 0 => counted with { WatchOnly = counted.WatchOnly + 1 },
                OutcomeKind.Unknown => counted with { Unknown = counted.Unknown + 1 },
                _ => counted with { Unwanted = counted.Unwanted + 1 },
            };
        }

        return counted;
    }

    public void Encode(ref CompactWriter writer, long newest)
    {
        writer.Natural((ulong)(newest - day));
        writer.Byte((byte)_lastSlot);
        writer.Natural((ulong)_kept.Length);
        var before = 0;
        foreach (var code in _kept)
        {
            writer.Natural((ulong)(code - before));
            before = code;
        }
    }

    public static RecentOutcomes Decode(ref CompactReader reader, long newest)
    {
        var recent = new RecentOutcomes(newest - checked((int)reader.Natural())) { _lastSlot = reader.Byte() };
        var kept = new int[reader.Count()];
        var before = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = before = checked(before + (int)Math.Min(reader.Natural(), int.MaxValue));
        }

        recent._kept = kept;
        return recent;
    }

    private bool Keep(int code)
    {
        var at = Array.BinarySearch(_kept, code);
        if (at >= 0 || (~at == _kept.Length && _kept.Length == Maximum))
        {
            return false;
        }

        var kept = new int[Math.Min(_kept.Length + 1, Maximum)];
        _kept.AsSpan(0, ~at).CopyTo(kept);
        kept[~at] = code;
        _kept.AsSpan(~at, kept.Length - ~at - 1).CopyTo(kept.AsSpan(~at + 1));
        _kept = kept;
        return true;
    }
}
