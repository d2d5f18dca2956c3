using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Patterns;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Fuzzing.Tests.Logs;

public sealed class OtherServersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 17, 0, 0, TimeSpan.Zero);

    private static readonly string[] Lines =
    [
        "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142]:5 P=esmtpsa X=TLS1.3:x:256 CV=no SNI=\"x\" A=login:alice S=1 id=x T=\"y\" for a@b \"c d\"@e",
        "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 ** bob@gmail.com <b@x> R=d T=remote_smtp H=mx.google.com [142.250.102.27] C=\"250 x\" QT=1m2s: SMTP error: 550 5.1.1 no DT=1s",
        "2026-11-24 01:01:00 plain authenticator failed for (h) [81.2.69.142]: 535 Incorrect authentication data (set_id=alice)",
        "Nov 24 01:01:00 mx1 dovecot: submission-login: Disconnected: x (auth failed, 1 attempts in 2 secs): user=<a>, method=PLAIN, rip=81.2.69.142, lip=1, session=<x>",
        "2026-11-24T01:01:00.270Z,MX1\\C,08DA4F7C11400000,9,192.0.2.25:587,81.2.69.142:5,*,\"a\"\"b\",authenticated",
        "{\"createdDateTime\":\"2026-11-24T01:01:00Z\",\"userPrincipalName\":\"a@x.jp\",\"ipAddress\":\"81.2.69.142\",\"clientAppUsed\":\"Authenticated SMTP\",\"status\":{\"errorCode\":0}}",
        "Nov 24 01:01:00 mx1 sm-mta[1]: AUTH=server, relay=h [81.2.69.142], authid=alice, mech=PLAIN, bits=0",
        "Nov 24 01:01:00 mx1 sm-mta[1]: 6ASBsj33010640: to=<a@b>,<c@d>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=1, relay=m. [192.0.2.1], dsn=5.1.1, reply=550 x, stat=User unknown",
        "Nov 24 01:01:00 mx1 vpopmail[1]: vchkpw-smtp: password fail (pass: 'x') a@x.jp:81.2.69.142",
        "{\"type\":\"Bounce\",\"id\":\"1d98\",\"sender\":\"s@x\",\"recipient\":\"b@g\",\"queue\":\"g\",\"response\":{\"code\":550,\"enhanced_code\":{\"class\":5,\"subject\":0,\"detail\":0},\"content\":\"x\"},\"peer_address\":{\"name\":\"m\",\"addr\":\"192.0.2.1\"},\"timestamp\":1795482091}",
        "2026-11-24 01:01:00,123 INFO  [q:https://x/] [name=a;oip=81.2.69.142;oproto=smtp;] security - cmd=Auth; account=a@x.jp; protocol=soap;",
        "2026/11/24 01:01:00 [info] 1#1: *5 client logged in, client: 81.2.69.142, server: 0.0.0.0:587, login: \"a\", upstream: 192.0.2.7:25",
        "2026-11-24T01:01:00Z INFO Authentication successful (auth.success) listenerId = \"submission\", localPort = 587, remoteIp = 81.2.69.142, accountName = \"a\\\"\"",
        "2026-11-24T01:01:00.116Z [NOTICE] [B09C16A5-1CD9-40C3-98C3-03F664CA163F.1.1] [outbound]  delivered file=17 domain=gmail.com host=m ip=192.0.2.1 port=25 mode=SMTP tls=N response=\"Ok\" delay=0.2 fails=0 rcpts=1/0/0",
        "\"SMTPD\"\t1\t5\t\"2026-11-24 01:01:00.123\"\t\"81.2.69.142\"\t\"SENT: 235 authenticated.\"",
        "Nov 24 01:01:00 mx1 smtpd[9]: 0c1b2d3e4f5a6b7d mta delivery evpid=0123456789abcdef from=<a@x> to=<b@g> rcpt=<-> source=\"1\" relay=\"192.0.2.1 (m)\" delay=1s result=\"PermFail\" stat=\"550 5.1.1 no\"",
        "Nov 24 01:01:00 mx1 zone-mta[9]: info SMTP/feeder/12 AUTHSUCCESS id=ab user=\"a\" src=[81.2.69.142] proto=LOGIN",
        "[24/Nov/2026 01:01:00] Recv: Queue-ID: 6743a9ea-00000001, Service: SMTP, From: <a@x.jp>, To: <b@y.jp>, Size: 1229, Sender-Host: 81.2.69.142, User: a@x.jp, SSL: yes, Subject: x",
        "[24/Nov/2026 01:01:00] SMTP: Invalid password for user a@x.jp. Attempt from IP address 81.2.69.142.",
        "2026-11-24T01:01:00.116Z level=NOTICE uuid=B09C16A5-1CD9-40C3-98C3-03F664CA163F.1.2 origin=outbound message=\"recipient <slow@outlook.com> deferred: 450 4.2.1 \\\"slow\\\"\"",
        "ts=2026-11-24T01:01:00Z level=info msg=\"Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a\"",
        "7711561783320576\t2026-11-24T01:01:00Z\t2026-11-24T23:00:00Z\t2\tmx1\t192.0.2.1\tMail\tInfo\tpostfix/smtpd\t4jY: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a",
        "{\"resourceLogs\":[{\"resource\":{},\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"1795482060000000000\",\"body\":{\"stringValue\":\"Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[81.2.69.142], sasl_username=a\"}}]}]}]}",
    ];

    private static readonly LogFormat Patterns = PatternFile.Parse([@"(?:a*)*(?:a|aa)*(?<success>\w*) (?<account>(?:\w|\w\w)+)+ (?<ip>\S+)$", @".*?(?<account>[a-z]+)+@(?<ip>[0-9.]+)"], "mine");

    /// <summary>Lines that would cost a reader most: a beginning, what is repeated, and an end that does not fit.</summary>
    public static TheoryData<string, string, string> Shapes => new()
    {
        { "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpsa", " X=x CV=no", "\"" },
        { "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpsa A=login:a", " K", "" },
        { "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpsa A=login:a S=1", " T=\"", "" },
        { "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 ** bob@gmail.com", " R=x:y \"z\"", ": " },
        { "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 ** bob@gmail.com T=remote_smtp: x", " QT=1s", "\u0001" },
        { "2026-11-24 01:01:00 plain authenticator failed for (h) [81.2.69.142]: 535 x", " (set_id=", "" },
        { "Nov 24 01:01:00 mx1 dovecot: submission-login: Login: user=<", ">, method=PLAIN, rip=1.2.3.4", "" },
        { "Nov 24 01:01:00 mx1 dovecot: submission-login: Disconnected: ", "(auth failed", "" },
        { "Nov 24 01:01:00 mx1 sm-mta[1]: AUTH failure (PLAIN): x", ", user=x, relay=h [1.2.3.4]", "," },
        { "Nov 24 01:01:00 mx1 sm-mta[1]: 6ASBsj33010640: to=", "<a@b>,", "" },
        { "Nov 24 01:01:00 mx1 vpopmail[1]: vchkpw-smtp: password fail (pass: '", "') a:", "" },
        { "Nov 24 01:01:00 mx1 smtp_auth: FAILED: ", "a - password incorrect from ", "" },
        { "2026/11/24 01:01:00 [info] 1#1: *5 client logged in, client: 81.2.69.142, server: 0.0.0.0:587, login: \"", "\", upstream: ", "\"" },
        { "2026-11-24T01:01:00Z INFO x (auth.success) ", "accountName = \"a\", ", "\"" },
        { "Nov 24 01:01:00 mx1 zone-mta[9]: info SMTP/feeder/12 AUTHFAIL id=ab user=\"", "\" src=[1.2.3.4] proto=X", "]" },
        { "[24/Nov/2026 01:01:00] SMTP: User ", " doesn't exist. Attempt from IP address 1.2.3.4", " " },
        { "[24/Nov/2026 01:01:00] Recv: Queue-ID: 1, Service: SMTP, From: <a>, To: <b>", ", <b>", " " },
        { "2026-11-24T01:01:00.116Z level=NOTICE uuid=- origin=core message=\"", "\\\"", "" },
        { "ts=2026-11-24T01:01:00Z", " a=\"\\\"\"", "\"" },
        { "[", "{\"userPrincipalName\":", "" },
        { "2026-11-24T01:01:00Z,", "\"\",", "\"" },
        { "\"SMTPD\"\t1\t5\t\"2026-11-24 01:01:00.123\"\t\"81.2.69.142\"\t\"", "\"\t\"", "" },
    };

    [Fact]
    public void A_line_is_a_login_that_can_be_published_or_none_and_nothing_is_thrown()
    {
        using var readers = new ThreadLocal<MailLogReader>(() => Reader(null));
        Inputs.Like(Lines).Try(line =>
        {
            foreach (var login in readers.Value!.Read(line).Events.OfType<AuthLine>())
            {
                Assert.True(AuthEventParser.TryParse(login.ToJson(), Inputs.LatestEnqueued, out _, out _));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Work_grows_with_the_line_and_no_faster(string start, string piece, string end) => Growth.IsLinear(
        size => start + string.Concat(Enumerable.Repeat(piece, size / piece.Length)) + end,
        line => Reader(null).Read(line));

    [Theory]
    [InlineData("a")]
    [InlineData("aa ")]
    [InlineData("a@1.2.3.4")]
    public void Patterns_of_an_operator_take_no_longer_whatever_they_are(string piece) => Growth.IsLinear(
        size => string.Concat(Enumerable.Repeat(piece, Math.Min(size, 60_000) / piece.Length)) + "!",
        line => Reader(Patterns).Read(line));

    private static MailLogReader Reader(LogFormat? format) => new(format is null ? null : [format], TimeZoneInfo.Utc, new FakeTimeProvider(Now));
}
