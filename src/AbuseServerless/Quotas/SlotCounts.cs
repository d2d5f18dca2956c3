namespace AbuseServerless.Quotas;

/// <summary>Counts of a day, by minute for the last hour and by quarter of an hour before. Not for several threads.</summary>
/// <remarks>A window is counted from the beginning of the slot in which it begins, so that no more than a limit passes within any 60 minutes and any 24 hours; what was sent is forgotten a minute, or a quarter of an hour, late.</remarks>
public sealed class SlotCounts
{
    private const int HourMinutes = 60;
    private const int QuarterMinutes = 15;
    private const int DayQuarters = 96;

    // Twice that, and more, is a number still: what a stolen mail host writes is added up too.
    private const int Maximum = 1_000_000_000;

    private readonly List<MinuteCount> _slots;

    /// <summary>Takes counts.</summary>
    public SlotCounts(params IEnumerable<MinuteCount> counts) => _slots = [.. counts.OrderBy(count => count.Minute)];

    /// <summary>The counts, oldest first.</summary>
    public IReadOnlyList<MinuteCount> All => _slots;

    /// <summary>The minute of a time.</summary>
    public static int MinuteOf(DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / 60);

    /// <summary>The first minute of the window that ends in a minute.</summary>
    public static int Begin(int minute, bool isDaily) => isDaily ? Quarter(minute) - DayQuarters * QuarterMinutes : minute - HourMinutes;

    /// <summary>Takes counts of which several may be of the same minute.</summary>
    internal static SlotCounts SumOf(IEnumerable<MinuteCount> counts) =>
        new(counts.GroupBy(count => count.Minute).Select(minute => minute.Aggregate((sum, count) => new MinuteCount(sum.Minute, Sum(sum.Messages, count.Messages), Sum(sum.Recipients, count.Recipients)))));

    /// <summary>Adds to a minute; what is negative is taken back.</summary>
    public void Add(int minute, int messages, int recipients)
    {
        var at = _slots.Count;
        while (at > 0 && _slots[at - 1].Minute > minute)
        {
            at--;
        }

        if (at > 0 && (_slots[at - 1].Minute == minute || (messages < 0 || recipients < 0)))
        {
            var slot = _slots[at - 1];
            _slots[at - 1] = slot with { Messages = Math.Max(0, slot.Messages + messages), Recipients = Math.Max(0, slot.Recipients + recipients) };
        }
        else if (messages >= 0 && recipients >= 0)
        {
            _slots.Insert(at, new MinuteCount(minute, messages, recipients));
        }
    }

    /// <summary>What was sent in a minute and after it.</summary>
    public (int Messages, int Recipients) Since(int minute)
    {
        var (messages, recipients) = (0, 0);
        for (var i = _slots.Count - 1; i >= 0 && _slots[i].Minute >= minute; i--)
        {
            (messages, recipients) = (Sum(messages, _slots[i].Messages), Sum(recipients, _slots[i].Recipients));
        }

        return (messages, recipients);
    }

    /// <summary>Forgets what is older than a day, and takes together what is older than an hour.</summary>
    public void Prune(int now)
    {
        var (day, hour) = (Begin(now, isDaily: true), Begin(now, isDaily: false));
        var kept = 0;
        for (var i = 0; i < _slots.Count; i++)
        {
            var slot = _slots[i];
            if (slot.Minute < day)
            {
                continue;
            }

            if (Quarter(slot.Minute) + QuarterMinutes <= hour)
            {
                slot = slot with { Minute = Quarter(slot.Minute) };
            }

            if (kept > 0 && _slots[kept - 1].Minute == slot.Minute)
            {
                var before = _slots[kept - 1];
                _slots[kept - 1] = before with { Messages = Sum(before.Messages, slot.Messages), Recipients = Sum(before.Recipients, slot.Recipients) };
            }
            else
            {
                _slots[kept++] = slot;
            }
        }

        _slots.RemoveRange(kept, _slots.Count - kept);
    }

    /// <summary>A sum, 1,000,000,000 at the most.</summary>
    internal static int Sum(int one, int other) => (int)Math.Min(Maximum, (long)one + other);

    private static int Quarter(int minute) => minute - minute % QuarterMinutes;
}
