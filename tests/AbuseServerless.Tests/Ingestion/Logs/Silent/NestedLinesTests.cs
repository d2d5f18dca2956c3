namespace AbuseServerless.Tests.Ingestion.Logs.Silent;

/// <summary>Lines of which a shipper or a container names the program, and that are whole lines of syslog within.</summary>
public sealed class NestedLinesTests
{
    private const string Submission = "4f6Zxh1Kq2z9rx0: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@example.jp";
    private const string Whole = "Nov 24 01:00:00 mx1 postfix/smtpd[1]: " + Submission;
    private const string Login = "submission-login: Login: user=<alice@example.jp>, method=PLAIN, rip=81.2.69.142, lip=10.0.0.1, mpid=12, TLS, session=<abc>";

    [Theory]
    [InlineData("""{"@timestamp": "2026-11-24T01:00:00.000Z", "message": "{whole}", "program": "postfix/smtpd", "pid": "1", "logsource": "mx1"}""")]
    [InlineData("""{"timestamp": "2026-11-24T01:00:00.000Z", "source": "mx1", "application_name": "postfix/smtpd", "message": "{whole}"}""")]
    [InlineData("""{"date": 1795482000.0, "ident": "postfix/smtpd", "log": "{whole}"}""")]
    [InlineData("""{"program": "postfix/smtpd", "message": "{whole}"}""")]
    [InlineData("""{"timestamp": "2026-11-24T01:00:00.000Z", "program": "postfix/smtpd", "message": "<22>{whole}"}""")]
    [InlineData("""{"timestamp": "2026-11-24T01:00:00.000Z", "program": "postfix/smtpd", "message": "postfix/smtpd[1]: {submission}"}""")]
    [InlineData("timestamp,source,application_name,message\n2026-11-24T01:00:00.000Z,mx1,postfix/smtpd,\"{whole}\"")]
    [InlineData("@timestamp,_id,_index,message,program\n\"Nov 24, 2026 @ 01:00:00.000\",x,y,\"{whole}\",postfix/smtpd")]
    [InlineData("2026-11-24T01:00:01.000000+00:00 host dovecot: Nov 24 01:00:01 submission-login: Info: Login: user=<alice@example.jp>, method=PLAIN, rip=81.2.69.142, lip=10.0.0.1, mpid=12, TLS, session=<abc>")]
    [InlineData("Nov 24 01:00:01 host dovecot[1234]: Nov 24 01:00:01 mx1 dovecot: " + Login)]
    [InlineData("<22>1 2026-11-24T01:00:01Z host sendmail 1 - - Nov 24 01:00:01 mx1 dovecot: " + Login)]
    [InlineData("Nov 24 01:00:01 host vpopmail[1234]: Nov 24 01:00:01 mx1 dovecot: " + Login)]
    [InlineData("Nov 24 01:00:01 host sendmail[1234]: Nov 24 01:00:01 mx1 sm-mta[1235]: AUTH=server, relay=host.example.net [81.2.69.142], authid=alice@example.jp, mech=LOGIN, bits=0")]
    public void The_line_within_counts(string text) => Assert.Equal(
        "alice@example.jp 81.2.69.142 ok",
        Servers.Servers.Last(text.Replace("{whole}", Whole, StringComparison.Ordinal).Replace("{submission}", Submission, StringComparison.Ordinal).Split('\n')));

    [Theory]
    [InlineData("Nov 24 01:00:01 host sshd[1]: " + Whole)]
    [InlineData("Nov 24 01:00:01 host app[1]: <22>" + Whole)]
    [InlineData("Nov 24 01:00:01 mx1 postfix/smtpd[1]: warning: non-SMTP command from unknown[8.8.8.8]: " + Whole)]
    public void What_another_program_says_or_a_client_wrote_is_none(string line) => Assert.DoesNotContain(" ok", Servers.Servers.Last(line), StringComparison.Ordinal);

    [Fact]
    public void Exims_own_time_through_syslog_is_no_line_within() =>
        Assert.Equal("ignored", Servers.Servers.Last("Nov 24 01:00:01 mx1 exim[1]: 2026-11-24 01:00:01 H=(x) [8.8.8.8] postfix/smtpd[1]: " + Submission));
}
