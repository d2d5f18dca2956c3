using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Tests.Ingestion;

public class AuthEventJsonTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 24, 10, 2, 3, 456, TimeSpan.FromHours(9));

    [Fact]
    public void An_event_is_written_with_its_time_in_UTC_and_without_what_is_not_known() =>
        Assert.Equal(
            """{"time":"2026-11-24T01:02:03.456Z","account":"alice@example.jp","ip":"203.0.113.9","success":true}""",
            AuthEventJson.Write(new AuthEvent(Time, AccountName.Parse("alice@example.jp"), IPAddress.Parse("203.0.113.9"), true, 0)));

    [Fact]
    public void What_is_known_besides_goes_along() =>
        Assert.Equal(
            """{"time":"2026-11-24T01:02:03.456Z","account":"a","ip":"2001:db8::1","success":false,"protocol":"smtp","server":"mx1","session":"s","recipients":3}""",
            AuthEventJson.Write(new AuthEvent(Time, AccountName.Parse("a"), IPAddress.Parse("2001:db8::1"), false, 3), "smtp", "mx1", "s"));

    [Theory]
    [InlineData("alice@example.jp", "81.2.69.142")]
    [InlineData("山田 太郎@例え.jp", "2a02:6b8::2:242")]
    [InlineData("a\"b\\c\r\nd\u0000e\u2028<&>'+", "::1")]
    [InlineData("😀", "255.255.255.255")]
    public void What_is_written_is_one_line_that_the_parser_reads_back(string account, string address)
    {
        var written = new AuthEvent(Time.ToUniversalTime(), AccountName.Parse(account), IPAddress.Parse(address), true, 7);

        var line = AuthEventJson.Write(written);

        Assert.DoesNotContain('\n', line);
        Assert.True(AuthEventParser.TryParse(line, Time, out var read, out _));
        Assert.Equal(written, read);
    }

    [Fact]
    public void An_event_without_an_account_is_misuse() =>
        Assert.Throws<ArgumentException>(() => AuthEventJson.Write(new AuthEvent(Time, default, IPAddress.Loopback, true, 0)));
}
