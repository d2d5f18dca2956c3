using Microsoft.Extensions.Options;

namespace AbuseServerless.Statistics;

/// <summary>The days of the statistics: those of one time zone, of 23 or 25 hours where its clocks change.</summary>
public sealed class DayCalendar(TimeZoneInfo zone)
{
    /// <summary>The days of the zone that the settings name.</summary>
    public DayCalendar(IOptions<StatisticsOptions> options)
        : this(TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone))
    {
    }

    /// <summary>The day that an instant lies in.</summary>
    public DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    /// <summary>The first instant of a day, inclusive, UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks are put back to midnight there are two of them, and the day begins with the one of the greater offset. Where they are put forward at midnight there is none, and the
        // day begins at the change: at what would have been midnight by the offset before, which is the one that .NET answers then.
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    /// <summary>The end of a day, exclusive, UTC.</summary>
    public DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1));
}
