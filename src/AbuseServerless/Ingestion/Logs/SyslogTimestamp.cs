using System.Globalization;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>
/// Reads the two time stamps of syslog files: RFC 3339, which says everything, and <c>Nov 24 16:52:16</c>, which lacks the year
/// and the zone.
/// </summary>
/// <remarks>
/// <para>
/// The year is the latest that puts the time at or before one day after the reference. So a December line read in January is of
/// the year before, and a log up to a year old reads right when the reference is the time of reading; for an older one,
/// give a time soon after it was written. 29 February is of the latest leap year that fits.
/// </para>
/// <para>
/// Where clocks were put back and the time happened twice, it is the second one, in standard time. Where clocks were put forward
/// and the time never was, it counts from standard time: 02:30 is 03:30 in summer time.
/// </para>
/// </remarks>
public sealed class SyslogTimestamp
{
    /// <summary>How far a time may be ahead of the reference, inclusive.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    // 29 February is missing for eight years around a century.
    private const int YearsBack = 9;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _latest;
    private readonly int _latestYear;

    /// <param name="zone">The zone of stamps that name none.</param>
    /// <param name="reference">When the log was written or later.</param>
    public SyslogTimestamp(TimeZoneInfo zone, DateTimeOffset reference)
    {
        ArgumentNullException.ThrowIfNull(zone);
        _zone = zone;
        _latest = reference > DateTimeOffset.MaxValue - MostAhead ? DateTimeOffset.MaxValue : reference + MostAhead;
        _latestYear = TimeZoneInfo.ConvertTime(_latest, zone).Year;
    }

    /// <summary>The time of a stamp, UTC; null where it is none.</summary>
    /// <param name="text">The stamp alone.</param>
    public DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && char.IsAsciiDigit(text[0]))
        {
            // journalctl -o short-iso writes the offset without a colon.
            return text.Length > 5 && text[^5] is '+' or '-' ? Rfc3339.Parse($"{text[..^2]}:{text[^2..]}") : Rfc3339.Parse(text);
        }

        // Any leap year will do to read month, day and time of day.
        return DateTime.TryParseExact($"2000 {text}", ["yyyy MMM d HH:mm:ss", "yyyy MMM  d HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var stamp)
            ? InYear(stamp)
            : null;
    }

    private DateTimeOffset? InYear(DateTime stamp)
    {
        for (var year = _latestYear; year >= Math.Max(1, _latestYear - YearsBack); year--)
        {
            if (stamp is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year))
            {
                continue;
            }

            var local = new DateTime(year, stamp.Month, stamp.Day).Add(stamp.TimeOfDay);
            var time = Utc(local);
            if (time <= _latest)
            {
                return time;
            }
        }

        return null;
    }

    private DateTimeOffset Utc(DateTime local)
    {
        // GetUtcOffset gives standard time for times that happened twice or never.
        var ticks = local.Ticks - _zone.GetUtcOffset(local).Ticks;
        return new DateTimeOffset(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
