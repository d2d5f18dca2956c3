using System.Globalization;
using System.Xml;
using AbuseServerless.Durations;
using CsCheck;

namespace AbuseServerless.Tests.Durations;

public sealed class DurationTests
{
    // Up to 100 years, to the second: what every notation can tell.
    private static readonly Gen<TimeSpan> Seconds = Gen.Long[0, 100L * 366 * 24 * 3600].Select(TimeSpan.FromSeconds);

    [Theory]
    [InlineData("90m", "01:30:00")]
    [InlineData("90min", "01:30:00")]
    [InlineData("24h", "1.00:00:00")]
    [InlineData("36H", "1.12:00:00")]
    [InlineData("7d", "7.00:00:00")]
    [InlineData("2w", "14.00:00:00")]
    [InlineData("1d12h", "1.12:00:00")]
    [InlineData(" 1d 12h 30m ", "1.12:30:00")]
    [InlineData("30s", "00:00:30")]
    [InlineData("50ms", "00:00:00.05")]
    [InlineData("1m50ms", "00:01:00.05")]
    [InlineData("PT24H", "1.00:00:00")]
    [InlineData("P7D", "7.00:00:00")]
    [InlineData("p1dt12h", "1.12:00:00")]
    [InlineData("P2W", "14.00:00:00")]
    [InlineData("0:00:01", "00:00:01")]
    [InlineData("4:00", "04:00:00")]
    [InlineData("23:59:59", "23:59:59")]
    [InlineData("30.00:00:00", "30.00:00:00")]
    [InlineData("1.12:00", "1.12:00:00")]
    [InlineData("00:00:00.05", "00:00:00.05")]
    public void A_duration_is_read_as_it_is_written(string written, string expected) =>
        Assert.Equal(TimeSpan.ParseExact(expected, "c", CultureInfo.InvariantCulture), Duration.Parse(written));

    [Theory]
    [InlineData("24:00:00", "'24:00:00' has more than 23 hours: write 24h for 24 hours, or 24d for 24 days.")]
    [InlineData("72:00", "'72:00' has more than 23 hours: write 72h for 72 hours, or 72d for 72 days.")]
    [InlineData("1.24:00:00", "'1.24:00:00' has more than 23 hours in addition to its days. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("7", "'7' has no unit: write 7m, 7h or 7d.")]
    [InlineData("1:60:00", "'1:60:00' has more than 59 minutes or seconds. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("99999999999999999999d", "'99999999999999999999d' is too long for a duration.")]
    [InlineData("99999999999d", "'99999999999d' is too long for a duration.")]
    [InlineData("", "'' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("-1h", "'-1h' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("1.5h", "'1.5h' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("12h1d", "'12h1d' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("P1M", "'P1M' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("PT", "'PT' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("P1DT", "'P1DT' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("1:2:3:4", "'1:2:3:4' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    [InlineData("a day", "'a day' is not a duration. Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss.")]
    public void What_can_be_misread_is_an_error_that_says_what_to_write(string written, string fault)
    {
        Assert.False(Duration.TryParse(written, out _, out var said));
        Assert.Equal(fault, said);
        Assert.Equal(fault, Assert.Throws<FormatException>(() => Duration.Parse(written)).Message);
    }

    [Fact]
    public void Every_duration_of_NET_means_what_it_says() => Gen.Long[0, TimeSpan.MaxValue.Ticks].Select(TimeSpan.FromTicks).Sample(duration =>
        Duration.Parse(duration.ToString("c", CultureInfo.InvariantCulture)) == duration);

    [Fact]
    public void ISO_8601_means_what_XML_says_it_means() => Seconds.Sample(duration => Duration.Parse(XmlConvert.ToString(duration)) == duration);

    [Fact]
    public void Units_add_up() => Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Int[0, 9999]).Sample((days, hours, minutes, seconds) =>
        Duration.Parse(string.Create(CultureInfo.InvariantCulture, $"{days}d{hours}h{minutes}m{seconds}s"))
        == TimeSpan.FromDays(days) + TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(seconds));

    [Fact]
    public void No_text_is_read_otherwise_than_by_NET_and_with_a_colon() => Gen.Char["0123456789:."].Array[1, 12].Select(text => new string(text)).Sample(text =>
        !Duration.TryParse(text, out var duration, out var fault) ? fault.Length > 0 : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var other) && other == duration);

    [Fact]
    public void Any_text_is_a_duration_or_a_fault_that_cites_it() => Gen.String.Sample(text =>
        Duration.TryParse(text, out var duration, out var fault) ? duration >= TimeSpan.Zero && fault.Length == 0 : fault.Contains(text.Trim(), StringComparison.Ordinal));
}
