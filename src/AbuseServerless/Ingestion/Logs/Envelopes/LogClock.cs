namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Makes instants of times as lines have them: gives them the zone and the year that they lack.</summary>
/// <remarks>
/// <para>
/// Lines come in order, so a time without a year is the first that is at most <see cref="MaximumBack"/> before the line before it, whether that had a year or not. The first one of all is of the year that
/// is given; else the latest that puts it at or before <see cref="MaximumAhead"/> after now. 29 February is of a leap year.
/// </para>
/// <para>
/// Where clocks were put back and the time happened twice, it is the first one, in summer time, unless the line before is of later: then clocks have been put back. Without a line before, it is the second one, in standard time, if that is past already. Where clocks were put forward and the time never was, it counts from standard time: 02:30 is 03:30 in
/// summer time.
/// </para>
/// </remarks>
internal sealed class LogClock(TimeZoneInfo zone, TimeProvider time, int? year = null)
{
    /// <summary>How far a time without a year may be ahead of now, inclusive.</summary>
    public static readonly TimeSpan MaximumAhead = TimeSpan.FromDays(1);

    /// <summary>How far a line may lie before the one before it, as where logs were put together in another order.</summary>
    public static readonly TimeSpan MaximumBack = TimeSpan.FromDays(90);

    // 29 February is missing for eight years around a century.
    private const int MaximumYears = 9;

    // How far lines that several hosts or processes wrote may be out of order.
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(5);

    private DateTime? _last;
    private DateTimeOffset? _lastInstant;
    private long _quarter = -1;
    private long _offset;
    private long? _summerOffset;

    /// <summary>The instant, UTC; null where there is none in the years that come into question.</summary>
    public DateTimeOffset? Read(in WrittenTime written)
    {
        if (written.Year == 0)
        {
            return InYear(written);
        }

        var local = new DateTime(written.Year, written.Month, written.Day).Add(written.TimeOfDay);
        var instant = written.Offset is { } minutes ? Instant(local.Ticks - minutes * TimeSpan.TicksPerMinute) : Utc(local);
        return Note(local, instant);
    }

    private DateTimeOffset? InYear(in WrittenTime written)
    {
        var latest = Latest();
        if ((_last is { } last ? Behind(written, last) : year is { } first ? From(written, first) : null) is not { } local || (year is null && Utc(local) > latest))
        {
            if (UpTo(written, latest) is not { } newest)
            {
                return null;
            }

            local = newest;
        }

        return Note(local, Utc(local));
    }

    private DateTimeOffset Note(DateTime local, DateTimeOffset instant)
    {
        (_last, _lastInstant) = (local, instant);
        return instant;
    }

    private static DateTime? Behind(in WrittenTime written, DateTime last)
    {
        var earliest = last.Ticks > MaximumBack.Ticks ? last - MaximumBack : DateTime.MinValue;
        return From(written, earliest.Year) is { } found && found >= earliest ? found : From(written, earliest.Year + 1);
    }

    // In the year, or the first one behind it that has such a day.
    private static DateTime? From(in WrittenTime written, int year)
    {
        for (var last = Math.Min(9999, year + MaximumYears); year <= last; year++)
        {
            if (written.Day <= DateTime.DaysInMonth(year, written.Month))
            {
                return new DateTime(year, written.Month, written.Day).Add(written.TimeOfDay);
            }
        }

        return null;
    }

    private DateTime? UpTo(in WrittenTime written, DateTimeOffset latest)
    {
        var newest = TimeZoneInfo.ConvertTime(latest, zone).Year;
        for (var candidate = newest; candidate >= Math.Max(1, newest - MaximumYears); candidate--)
        {
            if (written.Day <= DateTime.DaysInMonth(candidate, written.Month) && new DateTime(candidate, written.Month, written.Day).Add(written.TimeOfDay) is var local && Utc(local) <= latest)
            {
                return local;
            }
        }

        return null;
    }

    private DateTimeOffset Latest()
    {
        var now = time.GetUtcNow();
        return now > DateTimeOffset.MaxValue - MaximumAhead ? DateTimeOffset.MaxValue : now + MaximumAhead;
    }

    // Zones change at whole quarters of an hour; to ask for each line would cost more than to read it.
    private DateTimeOffset Utc(DateTime local)
    {
        var quarter = local.Ticks / (TimeSpan.TicksPerMinute * 15);
        if (quarter != _quarter)
        {
            // GetUtcOffset gives standard time for times that happened twice or never.
            (_quarter, _offset, _summerOffset) = (quarter, zone.GetUtcOffset(local).Ticks, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max().Ticks : null);
        }

        var standard = Instant(local.Ticks - _offset);
        return _summerOffset is not { } summer ? standard
            : _lastInstant is { } last ? Instant(local.Ticks - summer) is var first && first.Ticks + Disorder.Ticks >= last.Ticks ? first : standard
            : standard.Ticks <= time.GetUtcNow().Ticks + Disorder.Ticks ? standard
            : Instant(local.Ticks - summer);
    }

    private static DateTimeOffset Instant(long ticks) => new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
