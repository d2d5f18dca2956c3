using System.Globalization;
using AbuseServerless.Ingestion.Logs.Envelopes;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Envelopes;

public class TimeStampTests
{
    // Europe's rule of 2026: forward on the last Sunday of March, back on the last of October, at 01:00 UTC.
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.CreateCustomTimeZone(
        "Berlin",
        TimeSpan.FromHours(1),
        "Berlin",
        "standard",
        "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date,
                DateTime.MaxValue.Date,
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);

    [Theory]
    [InlineData("Nov 24 16:52:16", "2026-11-24T17:00:00Z", "2026-11-24T16:52:16Z")]
    [InlineData("Nov 25 16:59:59", "2026-11-24T17:00:00Z", "2026-11-25T16:59:59Z")] // the writer's clock is ahead
    [InlineData("Nov 25 17:00:00", "2026-11-24T17:00:00Z", "2026-11-25T17:00:00Z")]
    [InlineData("Nov 25 17:00:01", "2026-11-24T17:00:00Z", "2025-11-25T17:00:01Z")]
    [InlineData("Dec 31 23:59:59", "2027-01-01T00:00:10Z", "2026-12-31T23:59:59Z")] // read after the turn of the year
    [InlineData("Jan  1 00:00:01", "2026-12-31T23:59:59Z", "2027-01-01T00:00:01Z")]
    [InlineData("Feb 29 12:00:00", "2026-11-24T17:00:00Z", "2024-02-29T12:00:00Z")]
    [InlineData("Feb 29 12:00:00", "2028-02-29T13:00:00Z", "2028-02-29T12:00:00Z")]
    [InlineData("Feb 29 12:00:00", "1903-05-01T00:00:00Z", "1896-02-29T12:00:00Z")] // 1900 had none
    [InlineData("Mar  1 00:00:00", "2028-02-29T13:00:00Z", "2028-03-01T00:00:00Z")]
    public void The_year_is_the_latest_that_is_at_most_a_day_ahead_of_the_reference(string stamp, string reference, string expected) =>
        Assert.Equal(Instant(expected), Read(TimeZoneInfo.Utc, Instant(reference), stamp));

    [Theory]
    [InlineData("Jan  1 08:00:00", "2026-12-31T23:30:00Z", 9, "2026-12-31T23:00:00Z")]
    [InlineData("Dec 31 20:00:00", "2027-01-01T02:00:00Z", -5, "2027-01-01T01:00:00Z")]
    public void The_year_is_that_of_the_zone(string stamp, string reference, int hours, string expected)
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("zone", TimeSpan.FromHours(hours), "zone", "zone");

        Assert.Equal(Instant(expected), Read(zone, Instant(reference), stamp));
    }

    [Theory]
    [InlineData("Mar 29 01:59:59", "2026-03-29T00:59:59Z")]
    [InlineData("Mar 29 02:30:00", "2026-03-29T01:30:00Z")] // never was
    [InlineData("Mar 29 03:00:00", "2026-03-29T01:00:00Z")]
    [InlineData("Oct 25 01:59:59", "2026-10-24T23:59:59Z")]
    [InlineData("Oct 25 02:30:00", "2026-10-25T01:30:00Z")] // was twice
    [InlineData("Oct 25 03:00:00", "2026-10-25T02:00:00Z")]
    public void A_time_that_never_was_or_was_twice_is_read_as_standard_time(string stamp, string expected) =>
        Assert.Equal(Instant(expected), Read(Berlin, Instant("2026-11-24T17:00:00Z"), stamp));

    [Theory]
    [InlineData("Nov 24 04:52:16 PM")]
    [InlineData("Nov 24, 2026 @ 16:52:16.359")]
    [InlineData("24 Nov 2026 16:52:16")]
    [InlineData("24-Nov-2026 16:52:16")]
    [InlineData("Tue, 24 Nov 2026 16:52:16 +0000")]
    [InlineData("Nov 24 16:52:16 2026:")]
    [InlineData("24/Nov/2026:16:52:16 +0000")]
    [InlineData("24.11.2026 16:52:16")]
    [InlineData("11/24/2026 4:52:16 PM")]
    [InlineData("11/24/2026, 4:52:16.359 PM")]
    [InlineData("2026年11月24日 16:52:16")]
    [InlineData("2026년 11월 24일 16:52:16")]
    [InlineData("11\uFFFD\uFFFD 24 16:52:16")] // Shift JIS, EUC and GBK
    public void The_same_time_may_be_written_in_these_ways(string stamp) =>
        Assert.Equal(Instant("2026-11-24T16:52:16Z"), Read(TimeZoneInfo.Utc, Instant("2026-11-24T17:00:00Z"), stamp)?.AddMilliseconds(stamp.Contains(".359", StringComparison.Ordinal) ? -359 : 0));

    [Theory]
    [InlineData("12:00:00 AM", 0)]
    [InlineData("1:00:00 AM", 1)]
    [InlineData("12:00:00 PM", 12)]
    [InlineData("1:00:00\u202FPM", 13)]
    public void Half_a_day_begins_with_twelve(string time, int hour) => Assert.Equal(hour, Read(TimeZoneInfo.Utc, Instant("2026-11-24T17:00:00Z"), "11/24/2026 " + time)?.Hour);

    [Theory]
    [InlineData("d\uFFFDc. 24 16:52:16", 12)]
    [InlineData("ao\uFFFDt 24 16:52:16", 8)]
    [InlineData("M\uFFFDr 24 16:52:16", 3)]
    public void Months_are_known_without_their_accents(string stamp, int month) => Assert.Equal(month, Read(TimeZoneInfo.Utc, Instant("2026-11-24T17:00:00Z"), stamp)?.Month);

    [Theory]
    [InlineData("")]
    [InlineData("11/10/2026 16:52:16")] // of October or of November
    [InlineData("10/11/2026 16:52:16")]
    [InlineData("13/24/2026 4:52:16 PM")]
    [InlineData("24 Nox 2026 16:52:16")]
    [InlineData("24-Nov-2026")]
    [InlineData("11\uFFFD\uFFFD")]
    [InlineData("Nov")]
    [InlineData("Nov 24")]
    [InlineData("Nov 0 00:00:00")]
    [InlineData("Feb 30 00:00:00")]
    [InlineData("Nov 24 16:52")]
    [InlineData("Nov 24 16:60:00")]
    [InlineData("24 Nov 16:52:16")]
    public void Anything_else_is_no_time_stamp(string stamp) =>
        Assert.Null(Read(TimeZoneInfo.Utc, Instant("2026-11-24T17:00:00Z"), stamp));

    [Fact]
    public void An_IPv6_host_is_no_year() => Assert.Equal(
        Instant("2026-11-24T16:52:16Z"),
        new EnvelopeReader(TimeZoneInfo.Utc, new FakeTimeProvider(Instant("2026-11-24T17:00:00Z"))).Read("Nov 24 16:52:16 2001:db8::25 postfix/smtpd[1]: x").Time);

    [Fact]
    public void The_first_and_the_last_reference_are_no_error()
    {
        Assert.Null(Read(TimeZoneInfo.Utc, DateTimeOffset.MinValue, "Nov 24 16:52:16"));
        Assert.Equal(9999, Read(TimeZoneInfo.Utc, DateTimeOffset.MaxValue, "Nov 24 16:52:16")?.Year);
    }

    [Fact]
    public void An_hour_that_was_twice_is_the_second_one_once_clocks_were_put_back()
    {
        var reader = new EnvelopeReader(Berlin, new FakeTimeProvider(Instant("2026-11-24T17:00:00Z")));
        Assert.Equal(
            ["23:58:00", "00:10:00", "00:59:58", "00:59:55", "01:00:02", "01:40:00", "02:00:00"],
            new[] { "01:58:00", "02:10:00", "02:59:58", "02:59:55", "02:00:02", "02:40:00", "03:00:00" }
                .Select(time => reader.Read($"Oct 25 {time} mail x[1]: y").Time?.ToString("HH:mm:ss", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_first_line_of_an_hour_that_comes_twice_is_of_the_first_one_until_the_second_has_come() =>
        Assert.Equal(Instant("2026-10-25T00:30:00Z"), Read(Berlin, Instant("2026-10-25T00:31:00Z"), "Oct 25 02:30:00"));

    private static DateTimeOffset? Read(TimeZoneInfo zone, DateTimeOffset reference, string stamp) => new EnvelopeReader(zone, new FakeTimeProvider(reference)).Read(stamp + " mail x[1]: y").Time;

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
