using System.Globalization;
using AbuseServerless.Statistics;

namespace AbuseServerless.Tests.Statistics;

public sealed class DayCalendarTests
{
    [Theory]
    [InlineData("UTC", "2026-11-24", "2026-11-24T00:00Z", 24)]
    [InlineData("Asia/Tokyo", "2026-11-24", "2026-11-23T15:00Z", 24)]
    [InlineData("Asia/Kathmandu", "2026-11-24", "2026-11-23T18:15Z", 24)]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00Z", 23)]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00Z", 25)]
    [InlineData("America/Santiago", "2026-09-06", "2026-09-06T04:00Z", 23)] // Clocks are put forward at midnight: the day begins at one o'clock.
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00Z", 25)] // Clocks are put back from one o'clock to midnight: the day begins with the first of the two.
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00Z", 24.5)]
    public void A_day_begins_at_its_first_instant_and_ends_where_the_next_one_begins(string zone, string day, string start, double hours)
    {
        var calendar = new DayCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var first = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);
        Assert.Equal(first, calendar.StartOf(date));
        Assert.Equal(first.AddHours(hours), calendar.EndOf(date));
        Assert.Equal([date.AddDays(-1), date], [calendar.DayOf(first.AddTicks(-1)), calendar.DayOf(first)]);
        Assert.Equal([date, date.AddDays(1)], [calendar.DayOf(first.AddHours(hours).AddTicks(-1)), calendar.DayOf(first.AddHours(hours))]);
    }
}
