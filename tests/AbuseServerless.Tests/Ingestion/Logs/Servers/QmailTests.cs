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
    [InlineData("smtp_auth: SMTP user a : /var/qmail/mailnames/x.jp/a logged in from unknown@ [81.2.69.142]", "a@x.jp 81.2.69.142 ok")]
    [InlineData("smtp_auth: smtp_auth: SMTP user a : /var/qmail/mailnames/x.jp/a logged in from unknown@unknown [81.2.69.142]", "a@x.jp 81.2.69.142 ok")]
    [InlineData("smtp_auth: SMTP user a@y.jp : /var/qmail/mailnames/x.jp/a logged in from unknown@ [81.2.69.142]", "a@y.jp 81.2.69.142 ok")]
    [InlineData("smtp_auth: SMTP user a : /home/x.jp/a logged in from unknown@ [81.2.69.142]", "a 81.2.69.142 ok")]
    [InlineData("smtp_auth: FAILED: a@x.jp - password incorrect from unknown@unknown [81.2.69.142]", "a@x.jp 81.2.69.142 failed")]
    [InlineData("spamdyke[1]: ALLOWED from: a@x.jp to: b@y.jp origin_ip: 81.2.69.142 origin_rdns: (unknown) auth: a@x.jp encryption: TLS reason: 250_ok_1416791234_qp_0", "a@x.jp 81.2.69.142 ok")]
    [InlineData("spamdyke[1]: DENIED_OTHER from: a@x.jp to: b@y.jp origin_ip: 2001:db8::1 origin_rdns: host.example auth: a encryption: (none)", "a 2001:db8::1 ok")]
    [InlineData("spamdyke[1]: ALLOWED from: a@x.jp to: b@y.jp origin_ip: 81.2.69.142 origin_rdns: (unknown) auth: (unknown) encryption: TLS reason: 250_ok", "ignored")]
    [InlineData("spamdyke[1]: ALLOWED from: \"x origin_ip: 8.8.8.8 origin_rdns: (unknown) auth: innocent encryption: TLS reason: y\"@x.jp to: b@y.jp origin_ip: 81.2.69.142 origin_rdns: (unknown) auth: (unknown) encryption: TLS reason: 250_ok", "ignored")]
    [InlineData("spamdyke[1]: ALLOWED from: a@x.jp to: b@y.jp origin_ip: 81.2.69.142 origin_rdns: x auth: innocent encryption: TLS reason: y auth: (unknown) encryption: TLS reason: 250_ok", "unread")]
    [InlineData("spamdyke[1]: FILTER_AUTH_REQUIRED", "ignored")]
    [InlineData("smtp_auth: SMTP connect from unknown@unknown [81.2.69.142]", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last("Nov 24 01:01:00 mx1 " + text));

    [Fact]
    public void A_connection_through_spamdyke_is_one_login_whatever_tells_of_it()
    {
        string Spamdyke(int process, string time = "01:01:00") => $"Nov 24 {time} mx1 spamdyke[{process}]: ALLOWED from: a@x.jp to: b@y.jp origin_ip: 81.2.69.142 origin_rdns: (unknown) auth: a@x.jp encryption: TLS reason: 250_ok";

        Assert.Equal(
            ["a@x.jp 81.2.69.142 ok", "ignored", "a@x.jp 81.2.69.142 ok", "ignored", "a@x.jp 81.2.69.142 ok", "ignored"],
            Servers.Read(Spamdyke(1), Spamdyke(1), Spamdyke(2), Spamdyke(2), "Nov 24 02:01:00 mx1 vpopmail[1]: vchkpw-smtp: (PLAIN) login success a@x.jp:81.2.69.142", Spamdyke(3, "02:01:01")));
    }
}
