namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class QmailTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident((i, address) => $"Nov 24 01:{i + 1:00}:00 mx1 vpopmail[171{i:00}]: vchkpw-submission: (PLAIN) login success botnet@example.jp:{address}");

    [Theory]
    [InlineData("vpopmail[1]: vchkpw-smtp: (CRAM-MD5) login success a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 ok")]
    [InlineData("vpopmail[1]: vchkpw-smtps: (PLAIN) login success a@x.jp:2001:db8::1", "a@x.jp 2001:db8::1 ok")]
    [InlineData("vpopmail[1]: vchkpw-smtp: login success a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 ok")]
    [InlineData("vpopmail[1]: vchkpw-587: (PLAIN) login success a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 ok")]
    [InlineData("vpopmail[1]: vchkpw-9587: (PLAIN) login success a@x.jp:81.2.69.142", "protocol (the port is not one that mail clients use) not told")]
    [InlineData("vpopmail[1]: vchkpw-pop3: (PLAIN) login success a@x.jp:81.2.69.142", "ignored")]
    [InlineData("vpopmail[1]: vchkpw-imaps: (PLAIN) login success a@x.jp:81.2.69.142", "ignored")]
    [InlineData("vpopmail[1]: vchkpw-webmail: (PLAIN) login success a@x.jp:127.0.0.1", "ignored")]
    [InlineData("vpopmail[1]: vchkpw-smtp: password fail a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: password fail (pass: 'x') y') a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: vpopmail user not found webmaster@:81.2.69.142", "webmaster 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: vpopmail user not found (PLAIN) login success v@x.jp@y:81.2.69.142", "(plain) login success v@x.jp@y 81.2.69.142 failed")]
    [InlineData("smtp_auth[77]: SMTP user a@x.jp : logged in from host.example [81.2.69.142]", "a@x.jp 81.2.69.142 ok")]
    [InlineData("smtp_auth: SMTP user a : /var/qmail/mailnames/x.jp/a logged in from unknown@ [81.2.69.142]", "a 81.2.69.142 ok")]
    [InlineData("smtp_auth: smtp_auth: SMTP user a : /var/qmail/mailnames/x.jp/a logged in from unknown@unknown [81.2.69.142]", "a 81.2.69.142 ok")]
    [InlineData("smtp_auth: FAILED: a@x.jp - password incorrect from unknown@unknown [81.2.69.142]", "a@x.jp 81.2.69.142 failed")]
    [InlineData("smtp_auth: SMTP connect from unknown@unknown [81.2.69.142]", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last("Nov 24 01:01:00 mx1 " + text));
}
