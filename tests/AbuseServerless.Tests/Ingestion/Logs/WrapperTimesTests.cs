using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>Times of lines that name no zone, in wrappers that do, and zones that are not known.</summary>
public sealed class WrapperTimesTests
{
    private const string Line = "postfix/smtpd[300]: 9A3C2100: client=a[200.147.3.157], sasl_method=PLAIN, sasl_username=bot@example.jp";

    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero));

    /// <summary>Containers run in UTC, and their operator's machine, whose zone is the default, does not.</summary>
    [Theory]
    [InlineData("2026-11-24T01:01:00.604074169Z Nov 24 01:01:00 mx1 ", "")]
    [InlineData("mail-1  | 2026-11-24T01:01:00.604074169Z Nov 24 01:01:00 mx1 ", "")]
    [InlineData("2026-11-24T01:01:00.604074169Z stdout F Nov 24 01:01:00 mx1 ", "")]
    [InlineData("2026-11-24T10:01:00.604074169+09:00 stdout F Nov 24 01:01:00 mx1 ", "")]
    [InlineData("{\"log\":\"Nov 24 01:01:00 mx1 ", "\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-24T01:01:00.604074169Z\"}")]
    [InlineData("{\"__REALTIME_TIMESTAMP\":\"1795482060604074\",\"SYSLOG_IDENTIFIER\":\"x\",\"CONTAINER_NAME\":\"postfix\",\"MESSAGE\":\"Nov 24 01:01:00 mx1 ", "\"}")]
    public void The_time_of_a_container_runtime_counts_where_the_line_names_no_zone(string begin, string end)
    {
        var login = Read(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), begin + Line + end, out _);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 1, 1, 0, TimeSpan.Zero), login.Time.AddMilliseconds(-login.Time.Millisecond));
    }

    [Fact]
    public void A_line_that_names_its_zone_keeps_its_time() => Assert.Equal(
        new DateTimeOffset(2026, 11, 24, 1, 0, 30, TimeSpan.Zero), Read(TimeZoneInfo.Utc, "2026-11-24T01:01:00.604074169Z 2026-11-24T10:00:30+09:00 mx1 " + Line, out _).Time);

    [Theory]
    [InlineData("IST", "Asia/Kolkata", "2026-11-24T00:31:00", null)]
    [InlineData("IST", "Europe/London", "2026-11-24T06:01:00", "1 time names the zone IST, which is unknown or stands for several: taken as Europe/London. Is the time zone right?")]
    [InlineData("CST", "Asia/Shanghai", "2026-11-23T22:01:00", null)]
    [InlineData("CST", "America/Chicago", "2026-11-24T12:01:00", null)]
    [InlineData("XYZT", "Etc/UTC", "2026-11-24T06:01:00", "1 time names the zone XYZT, which is unknown or stands for several: taken as Etc/UTC. Is the time zone right?")]
    [InlineData("JST", "Etc/UTC", "2026-11-23T21:01:00", null)]
    public void A_zone_of_several_places_is_the_operators_and_one_that_is_not_is_told(string zone, string operators, string utc, string? warning)
    {
        var login = Read(TimeZoneInfo.FindSystemTimeZoneById(operators), $"Tue 2026-11-24 06:01:00 {zone} mx1 " + Line, out var tally);
        Assert.Equal((utc, warning), ($"{login.Time.UtcDateTime:s}", LogSummary.Warnings(tally).SingleOrDefault()));
    }

    private static AbuseServerless.Ingestion.AuthEvent Read(TimeZoneInfo zone, string line, out LogTally tally)
    {
        var reader = new MailLogReader(null, zone, Time);
        var login = Assert.Single(reader.Read(line).Events.Concat(reader.Release()).OfType<AuthLine>());
        tally = reader.Tally;
        return login.Event;
    }
}
