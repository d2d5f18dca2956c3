using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Postfix;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

public sealed class AuthLogTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<string, int, int> Lines => new()
    {
        { """{"time":"2026-11-24T11:00:00Z","account":"a","ip":"192.0.2.1","success":true}""", 1, 0 },
        { """{"time":"2026-11-24T12:05:00Z","account":"a","ip":"192.0.2.1","success":true}""", 1, 0 },
        { """{"time":"2026-11-24T12:06:00Z","account":"a","ip":"192.0.2.1","success":true}""", 0, 1 },
        { """{"time":"2026-11-24T11:00:00Z","account":"","ip":"192.0.2.1","success":true}""", 0, 1 },
        { "garbage", 0, 1 },
        { "\0\ud800", 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_message_is_an_event_or_rejected_by_the_rules_of_the_functions(string line, int events, int rejected)
    {
        var log = new AuthLog(null, Time);
        Assert.Equal(events, log.Read(line) is null ? 0 : 1);
        Assert.Equal(rejected, log.Rejected);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("  { ")]
    public void A_stray_bracket_takes_no_event_with_it(string stray)
    {
        var log = new AuthLog(null, Time);
        string[] lines = [stray, .. Enumerable.Range(1, 9).Select(n => $$"""{"time":"2026-11-24T11:00:0{{n}}Z","account":"a","ip":"192.0.2.1","success":true}""")];
        Assert.Equal(9, lines.Count(line => log.Read(line) is not null));
    }

    [Theory]
    [InlineData("2026-11-24T11:00:00Z mx1 postfix/smtpd[1]: 4Xyz: client=unknown[192.0.2.1], sasl_method=PLAIN, sasl_username=a", 1, 0)]
    [InlineData("2026-11-25T11:00:00Z mx1 postfix/smtpd[1]: 4Xyz: client=unknown[192.0.2.1], sasl_method=PLAIN, sasl_username=a", 0, 1)]
    [InlineData("2026-11-24T11:00:00Z mx1 postfix/smtpd[1]: 4Xyz: client=unknown[192.0.2.999], sasl_method=PLAIN, sasl_username=a", 0, 1)]
    [InlineData("2026-11-24T11:00:00Z mx1 postfix/qmgr[1]: 4Xyz: removed", 0, 0)]
    public void A_line_of_a_log_tells_of_an_event_of_something_else_or_cannot_be_read(string line, int events, int rejected)
    {
        var log = new AuthLog(new MailLogReader([PostfixLogReader.Format], TimeZoneInfo.Utc, Time), Time);
        Assert.Equal(events, log.Read(line) is null ? 0 : 1);
        Assert.Equal(rejected, log.Rejected);
    }
}
