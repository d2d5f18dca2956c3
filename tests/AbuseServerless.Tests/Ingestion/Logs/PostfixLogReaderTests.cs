using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Postfix;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

public class PostfixLogReaderTests
{
    private const string NoName = "account (sasl_username) of a failed login, which newer versions of Postfix write not told";
    private const string NoAddress = "The client's address is missing, or not an IPv4 or IPv6 address.";
    private static MailLogReader Reader => Capture.Reader(PostfixLogReader.Format, new DateTimeOffset(2026, 11, 24, 17, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_log_gives_submissions_and_failures_with_a_name() =>
        Assert.Equal(
            [
                "2026-11-24T16:48:13.000Z alice@rig.test 81.2.69.142 failed",
                "2026-11-24T16:48:15.000Z alice@rig.test 81.2.69.142 failed",
                "2026-11-24T16:48:17.000Z alice@rig.test 81.2.69.142 failed",
                "2026-11-24T16:48:30.000Z alice@rig.test 81.2.69.142 failed",
                "2026-11-24T16:48:32.000Z al ice,\"x@rig.test 81.2.69.142 failed",
                "2026-11-24T16:57:47.000Z alice@rig.test 81.2.69.142 ok",
            ],
            Capture.Read(Reader, "postfix.log"));

    [Theory]
    [InlineData("4jYpkm1kQvz1kjXM: client=unknown[81.2.69.142], sasl_method=CRAM-MD5, sasl_username=alice@rig.test", "alice@rig.test 81.2.69.142 ok")]
    [InlineData("94C43B60121: client=mail.example.jp[2001:db8::1], sasl_method=PLAIN, sasl_username=Alice@Example.JP", "alice@example.jp 2001:db8::1 ok")]
    [InlineData("NOQUEUE: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a", "a 81.2.69.142 ok")]
    [InlineData("94C43B60121: client=unknown[IPv6:2001:db8::1], sasl_method=PLAIN, sasl_username=a", "a 2001:db8::1 ok")]
    [InlineData("94C43B60121: client=unknown[81.2.69.142]:51234, sasl_method=PLAIN, sasl_username=a", "a 81.2.69.142 ok")]
    [InlineData("94C43B60121: client=unknown[81.2.69.142], sasl_username=a", "a 81.2.69.142 ok")]
    [InlineData("94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=Alice Liddell, Esq.", "alice liddell, esq. 81.2.69.142 ok")]
    [InlineData("94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a, sasl_sender=b@example.jp", "a 81.2.69.142 ok")]
    [InlineData("94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a, b, sasl_sender=c, sasl_username=d", "a, b 81.2.69.142 ok")]
    [InlineData("94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a, sasl_sender=b, sasl_sender=c", "a 81.2.69.142 ok")]
    [InlineData("94C43B60121: client=localhost[127.0.0.1], sasl_method=XCLIENT, sasl_username=a, orig_queue_id=4jY, orig_client=x[192.0.2.1]", "a 127.0.0.1 ok")]
    [InlineData("94C43B60121: client=unknown[unknown], sasl_method=PLAIN, sasl_username=a", NoAddress)]
    [InlineData("94C43B60121: client=unknown[81.2.69], sasl_method=PLAIN, sasl_username=a", NoAddress)]
    [InlineData("94C43B60121: client=unknown[], sasl_method=PLAIN, sasl_username=a", NoAddress)]
    [InlineData("94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=", "A successful request without a login name.")]
    [InlineData("94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=\uFFFD", "The login name is not text of 1 to 1024 characters of valid Unicode.")]
    [InlineData("94C43B60121: client=unknown[81.2.69.142]", "ignored")]
    [InlineData("94C43B60121: client=localhost[127.0.0.1], orig_queue_id=4jY, orig_client=unknown[81.2.69.142]", "ignored")]
    public void A_submission_is_read_by_these_rules(string message, string expected) => Check(message, expected);

    [Theory]
    [InlineData("warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: (reason unavailable), sasl_username=alice@rig.test", "alice@rig.test 81.2.69.142 failed")]
    [InlineData("warning: host.example[2001:db8::1]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=a", "a 2001:db8::1 failed")]
    [InlineData("warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: , sasl_username=a", "a 81.2.69.142 failed")]
    [InlineData("warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: suspended, too many countries, sasl_username=a", "a 81.2.69.142 failed")]
    [InlineData("warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: x, sasl_username=a, sasl_username=victim@example.jp", "a, sasl_username=victim@example.jp 81.2.69.142 failed")]
    [InlineData("warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: x, sasl_username=a, sasl_sender=victim@example.jp", "a, sasl_sender=victim@example.jp 81.2.69.142 failed")]
    [InlineData("warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: x, sasl_username=4jY: client=unknown[192.0.2.1], sasl_method=PLAIN, sasl_username=v", "4jy: client=unknown[192.0.2.1], sasl_method=plain, sasl_username=v 81.2.69.142 failed")]
    [InlineData("warning: unknown[unknown]: SASL PLAIN authentication failed: x, sasl_username=a", NoAddress)]
    [InlineData("warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: x, sasl_username=", NoName)]
    [InlineData("warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: Connection lost to authentication server, sasl_username=(unavailable)", "ignored")]
    [InlineData("warning: unknown[81.2.69.142]: SASL LOGIN authentication failed: UGFzc3dvcmQ6", NoName)]
    public void A_failure_is_read_by_these_rules(string message, string expected) => Check(message, expected);

    [Theory]
    [InlineData("NOQUEUE: reject: RCPT from unknown[198.51.100.77]: 554 5.7.1 <4jY: client=a[192.0.2.1], sasl_method=PLAIN, sasl_username=v>: Relay access denied")]
    [InlineData("warning: non-SMTP command from unknown[198.51.100.77]: 4jY: client=a[192.0.2.1], sasl_method=PLAIN, sasl_username=v")]
    [InlineData("improper command pipelining after EHLO from x[198.51.100.77]: warning: x[192.0.2.1]: SASL PLAIN authentication failed: x, sasl_username=v")]
    [InlineData("warning: unknown[198.51.100.77]: SASL X Y authentication failed: x, sasl_username=v")]
    [InlineData("connect from unknown[127.0.0.1]")]
    public void Text_that_a_client_wrote_elsewhere_is_not_believed(string message) => Check(message, "ignored");

    [Theory]
    [InlineData("postfix/smtpd[4577]:", true)]
    [InlineData("postfix/submission/smtpd[4577]:", true)]
    [InlineData("postfix/submission-proxy/smtpd[4577]:", true)]
    [InlineData("postfix-out/smtps/smtpd[4577]:", true)]
    [InlineData("postfix/cleanup[4577]:", false)]
    [InlineData("postfix/smtp[4577]:", false)]
    [InlineData("smtpd[4577]:", false)]
    [InlineData("spam postfix/smtpd[4577]:", false)]
    public void Only_smtpd_under_whatever_prefix_is_believed(string tag, bool believed)
    {
        var line = Reader.Read($"Nov 24 16:52:16 mail {tag} 4jY: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a");

        Assert.Equal(believed, line is AuthLine);
    }

    [Theory]
    [InlineData("2026-11-24T16:52:16.123456+09:00", "2026-11-24T07:52:16.123Z a 81.2.69.142 ok")]
    [InlineData("2026-11-24T16:52:16+0900", "2026-11-24T07:52:16.000Z a 81.2.69.142 ok")]
    [InlineData("2026-11-24T16:52:16Z", "2026-11-24T16:52:16.000Z a 81.2.69.142 ok")]
    [InlineData("Nov  4 06:52:16", "2026-11-04T06:52:16.000Z a 81.2.69.142 ok")]
    [InlineData("2026-11-24T16:52:16", "2026-11-24T16:52:16.000Z a 81.2.69.142 ok")]
    [InlineData("Nov 31 16:52:16", "ignored")]
    [InlineData("Nov 24 24:00:00", "ignored")]
    public void Both_forms_of_time_stamps_are_read(string stamp, string expected) =>
        Assert.Equal(expected, Capture.Describe(Reader.Read($"{stamp} mail postfix/smtpd[1]: 4jY: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a")));

    [Fact]
    public void Without_more_the_zone_is_the_machines_and_the_year_the_clocks()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("JST", TimeSpan.FromHours(9), "JST", "JST"));
        var line = new MailLogReader([PostfixLogReader.Format], time.LocalTimeZone, time).Read("Dec 31 23:00:00 mail postfix/smtpd[1]: 4jY: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a");

        Assert.Equal("2026-12-31T14:00:00.000Z a 81.2.69.142 ok", Capture.Describe(line));
    }

    [Fact]
    public void The_server_goes_along()
    {
        var line = Assert.IsType<AuthLine>(Reader.Read("Nov 24 16:52:16 mx1 postfix/smtpd[1]: 4jY: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a \"b\""));

        Assert.Equal(
            """{"time":"2026-11-24T16:52:16.000Z","account":"a \"b\"","ip":"81.2.69.142","success":true,"protocol":"smtp","server":"mx1"}""",
            line.ToJson());
    }

    [Fact]
    public void A_line_of_a_megabyte_is_read_in_little_time()
    {
        var hostile = "Nov 24 16:52:16 mail postfix/smtpd[1]: warning: a[192.0.2.1]: SASL PLAIN authentication failed: "
            + string.Concat(Enumerable.Repeat(", sasl_usernam", 70_000));

        Assert.IsType<UncountedLine>(Reader.Read(hostile));
        Assert.IsType<ForeignLine>(Reader.Read(new string(' ', 1_000_000)));
    }

    private static void Check(string message, string expected)
    {
        var read = Capture.Describe(Reader.Read("Nov 24 16:52:16 mail postfix/submission/smtpd[4577]: " + message));

        Assert.Equal(expected.EndsWith(" ok", StringComparison.Ordinal) || expected.EndsWith(" failed", StringComparison.Ordinal) ? "2026-11-24T16:52:16.000Z " + expected : expected, read);
    }
}
