using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>Minutes since 1970-01-01T00:00Z in ascending order, of each day (UTC) the earliest only.</summary>
internal static class MinuteSet
{
    /// <summary>Minutes of a day.</summary>
    public const int ADay = 24 * 60;

    /// <summary>The minute that an instant lies in; the largest number from the year 6053 on.</summary>
    public static int Of(DateTimeOffset time) => (int)Math.Min((time.UtcTicks / TimeSpan.TicksPerMinute) - (Slot.DaysBeforeEpoch * ADay), int.MaxValue);

    /// <summary>The day that a minute is of, in days since 1970-01-01.</summary>
    public static long DayOf(int minute) => minute >= 0 ? minute / ADay : (minute - ADay + 1) / ADay;

    /// <summary>The slot that a minute is of, in slots since 1970-01-01.</summary>
    public static long SlotOf(int minute) => minute >= 0 ? minute / 15 : (minute - 14) / 15;

    /// <summary>The minutes of a day.</summary>
    public static ArraySegment<int> On(int[] minutes, long day)
    {
        var (from, to) = (0, minutes.Length);
        while (from < to && DayOf(minutes[from]) != day)
        {
            from++;
        }

        while (from < to && DayOf(minutes[to - 1]) != day)
        {
            to--;
        }

        return new ArraySegment<int>(minutes, from, to - from);
    }

    /// <summary>What is kept of minutes as days pass: those of the last days and, of the first day before them that was heavy, the first minute.</summary>
    /// <param name="minutes">The minutes; not changed.</param>
    /// <param name="before">The newest day until now.</param>
    /// <param name="newest">The newest day from now on.</param>
    /// <param name="open">How many days are kept.</param>
    /// <param name="heavy">Minutes of a day that is heavy.</param>
    public static int[] Past(int[] minutes, long before, long newest, int open, int heavy)
    {
        var (from, kept) = (0, (int?)null);
        while (from < minutes.Length && DayOf(minutes[from]) is var day && newest - day >= open)
        {
            // Of a day that had passed before, there is a minute only because it was heavy.
            var count = On(minutes, day).Count;
            if (kept is null && newest - day < 64 && (count >= heavy || before - day >= open))
            {
                kept = minutes[from];
            }

            from += count;
        }

        return from == 0 ? minutes : kept is { } first ? [first, .. minutes.AsSpan(from)] : minutes[from..];
    }

    /// <summary>The minutes with one more; the same array where it is there, or later than the earliest that are kept of its day.</summary>
    /// <param name="minutes">The minutes; not changed.</param>
    /// <param name="minute">One more.</param>
    /// <param name="most">How many are kept of a day.</param>
    public static int[] With(int[] minutes, int minute, int most)
    {
        var at = Array.BinarySearch(minutes, minute);
        if (at >= 0)
        {
            return minutes;
        }

        at = ~at;
        var (from, to, day) = (at, at, DayOf(minute));
        while (from > 0 && DayOf(minutes[from - 1]) == day)
        {
            from--;
        }

        while (to < minutes.Length && DayOf(minutes[to]) == day)
        {
            to++;
        }

        var isFull = to - from >= most;
        if (isFull && at == to)
        {
            return minutes;
        }

        var more = new int[minutes.Length + (isFull ? 0 : 1)];
        minutes.AsSpan(0, at).CopyTo(more);
        more[at] = minute;
        minutes.AsSpan(at, (isFull ? to - 1 : minutes.Length) - at).CopyTo(more.AsSpan(at + 1));
        if (isFull)
        {
            minutes.AsSpan(to).CopyTo(more.AsSpan(to));
        }

        return more;
    }
}
