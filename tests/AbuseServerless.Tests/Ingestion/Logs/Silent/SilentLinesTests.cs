using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Silent;

/// <summary>Lines of servers that are known, that should tell of a login or a delivery and do not: each is said to the operator.</summary>
public sealed class SilentLinesTests
{
    private const string Postfix = "account (sasl_username) not told";
    private const string OfFailure = "account (sasl_username) of a failed login, which newer versions of Postfix write not told";
    private const string Cut = "The line was cut within the login name.";
    private const string NoAddress = "client's address (Sender-Host) not told";

    [Theory]
    [InlineData("postfix/smtpd[1]: info: 4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=a@x.jp", "unread")]
    [InlineData("postfix/smtpd[1]: 4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN", Postfix)]
    [InlineData("postfix/smtpd[1]: 4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN, …", "unread")]
    [InlineData("postfix/smtpd[1]: 4f6Z: client=unknown[81.2.69.142], …", "unread")]
    [InlineData("postfix/smtpd[1]: 4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@ex…", Cut)]
    [InlineData("postfix/smtpd[1]: 4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@ex...", Cut)]
    [InlineData("postfix/smtpd[1]: 4f6Z: client=unknown, sasl_method=PLAIN, sasl_username=a@x.jp", "unread")]
    [InlineData("postfix/smtpd[1]: warning: unknown[81.2.69.142]: SASL PLAIN authentication failed:", OfFailure)]
    [InlineData("postfix/smtpd[1]: warning: unknown[81.2.69.142]: SASL PLAIN authentication failed: x, sasl_username=", OfFailure)]
    [InlineData("postfix/smtpd[1]: warning: SASL authentication failure: Password verification failed", "ignored")]
    [InlineData("postfix/smtp[1]: 5B1F2A0C: to=<x@gmail.com>, relay=g.com[142.250.4.27]:25, delay=1.2, delays=0.1/0.01/0.5/0.6, dsn=2.0.0, stat", "unread")]
    [InlineData("postfix/smtp[1]: 5B1F2A0C: to=<x@gmail.com>, relay=g.com[142.250.4.27]:25, delay=1.2,", "unread")]
    [InlineData("postfix/smtp[1]: 5B1F2A0C: to=<x@gmail.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=1.2, delays=0/0/0/1, dsn=2.0.0, status=sent (250 OK)", "ignored")]
    [InlineData("postfix/smtp[1]: 5B1F2A0C: to=<x@gmail.com>, relay=none, delay=1, delays=0/0/0/1, dsn=2.0.0, status=deliverable (x)", "ignored")]
    [InlineData("postfix/smtp[1]: 5B1F2A0C: to=<x@gmail.com>, relay=g.com[142.250.4.27]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=se", "unread")]
    [InlineData("postfix/smtp[1]: 5B1F2A0C: to=<x@gmail.com>, relay=none, delay=1, delays=0/0/0/1, dsn=2.0.0, status=undeliverabl", "unread")]
    [InlineData("dovecot: submission-login: Login: user=[alice@example.jp], method=PLAIN, rip=81.2.69.142, lip=10.0.0.1, TLS, session=<abc>", "unread")]
    [InlineData("dovecot: submission-login: Login: alice@example.jp PLAIN 81.2.69.142", "unread")]
    [InlineData("dovecot: submission-login: Disconnected (auth failed, 1 attempts in 2 secs): method=PLAIN, rip=81.2.69.142", "unread")]
    [InlineData("dovecot: submission-login: Disconnected (no auth attempts in 0 secs): rip=81.2.69.142, lip=10.0.0.1", "ignored")]
    [InlineData("dovecot: imap-login: Login: alice@example.jp PLAIN 81.2.69.142", "ignored")]
    [InlineData("sm-mta[1]: AUTH failure (LOGIN): checkpass failed, user=x relay=h [8.8.8.8]", "unread")]
    [InlineData("sm-mta[1]: AUTH=server; relay=h [8.8.8.8]; authid=x", "unread")]
    [InlineData("sm-mta[1]: info: AUTH=server, relay=h [8.8.8.8], authid=x, mech=LOGIN, bits=0", "unread")]
    [InlineData("sm-mta[1]: 6ASBZvlq013799: to=<x@gmail.com>, ctladdr=<a@x.jp> (1/2), delay=00:00:01, xdelay=0", "unread")]
    [InlineData("sm-mta[1]: 6ASBZvlq013799: to=<x@gmail.com>, delay=00:00:01, xdelay=00:00:01, mailer=local, pri=1, dsn=2.0.0, stat=Sent", "ignored")]
    [InlineData("vpopmail[1]: vchkpw-587: (PLAIN) password fail carol@example.jp:81.2.69.142", "carol@example.jp 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: (PLAIN) password fail (pass: 'geheim') carol@example.jp:81.2.69.142", "carol@example.jp 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: password fail (pass: 'geheim') carol@example.jp:81.2.69.142", "carol@example.jp 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: vpopmail user not found carol@example.jp:81.2.69.142", "carol@example.jp 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: password fail for carol", "unread")]
    [InlineData("vpopmail[1]: vchkpw-pop3: password fail for carol", "ignored")]
    [InlineData("smtp_auth[1]: SMTP user carol logged in", "unread")]
    [InlineData("exim[1]: plain authenticator failed for (h) [81.2.69.142]: 535 Incorrect authentication data", "login (set_id) of a failed or unused AUTH not told")]
    [InlineData("exim[1]: plain authenticator failed for [unknown]: 535 Incorrect authentication data (set_id=a)", "unread")]
    [InlineData("exim[1]: no MAIL in SMTP connection from (h) [81.2.69.142] D=0s A=plain C=EHLO,AUTH,QUIT", "login (set_id) of a failed or unused AUTH not told")]
    [InlineData("exim[1]: no MAIL in SMTP connection from unknown D=0s A=plain:alice C=EHLO,AUTH,QUIT", "unread")]
    [InlineData("exim[1]: 1vNXnh-0000000AbCd-1234 => x@gmail.com R=dnslookup T=remote_smtp H=gmail.com [142.250.4.27] X=\"TLS", "unread")]
    [InlineData("exim[1]: 1vNXnh-0000000AbCd-1234 => x@gmail.com R=dnslookup T=remote_smtp H=gmail-smtp-in.l", "unread")]
    [InlineData("exim[1]: 1vNXnh-0000000AbCd-1234 -> x@gmail.com R=dnslookup T=remote_smtp H=", "unread")]
    [InlineData("exim[1]: 1vNXnh-0000000AbCd-1234 >> x@gmail.com R=dnslookup T=remote_smtp H=gmail.com [142.250", "unread")]
    [InlineData("exim[1]: 1vNXnh-0000000AbCd-1234 => x <x@example.jp> R=mailbox T=maildir_delivery", "ignored")]
    public void None_is_passed_over(string said, string expected) => Assert.Equal(expected, Servers.Servers.Last("Nov 24 01:00:01 mx1 " + said));

    [Theory]
    [InlineData("Size: 1234, User: alice@example.jp, SSL: yes, Subject: hello", "SMTP", NoAddress)]
    [InlineData("Size: 1234, Sender-Host: host.example.net, User: alice@example.jp, SSL: yes", "SMTP", NoAddress)]
    [InlineData("Size: 1234, Sender-Host: 81.2.69.142, User: alice@example.jp, SSL: yes", "HTTP", "ignored")]
    [InlineData("Size: 1234, Sender-Host: 81.2.69.142, Subject: x, User: alice@example.jp", "SMTP", "ignored")]
    public void A_submission_to_Kerio_without_an_address_is_said(string end, string service, string expected) => Assert.Equal(
        expected, Servers.Servers.Last($"[24/Nov/2026 01:00:00] Recv: Queue-ID: 5653b2a0-00000123, Service: {service}, From: <alice@example.jp>, To: <x@gmail.com>, {end}"));

    [Theory]
    [InlineData("delay=1e+02, delays=0.1/1e+02/0.5/0.6, dsn=2.0.0, status=sent (250 OK)", "gmail.com Sent 2.0.0 by g.com")]
    [InlineData("delay=2, status=sent (250 2.0.0 OK 1764000000 x)", "gmail.com Sent by g.com")]
    [InlineData("delay=2, status=bounced (host g.com[142.250.4.27] said: 554 x (in reply to end of DATA command))", "gmail.com Bounced by g.com")]
    public void Deliveries_of_all_versions_of_Postfix_are_read(string end, string expected) =>
        Assert.Equal(expected, Servers.Servers.Last($"Nov 24 01:00:01 mx1 postfix/smtp[2]: ABC126: to=<q@gmail.com>, relay=g.com[142.250.4.27]:25, {end}"));

    [Theory]
    [InlineData("ehlo=2 starttls=1 auth=1 quit=1 commands=5", true)]
    [InlineData("ehlo=2 starttls=1 auth=1 mail=1 rcpt=0/1 quit=1 commands=6/7", true)]
    [InlineData("ehlo=2 starttls=1 auth=0/1 quit=1 commands=5", false)]
    [InlineData("ehlo=2 starttls=1 quit=1 commands=5", false)]
    public void A_session_that_logged_in_and_names_no_account_is_said_at_its_end(string counts, bool isTold)
    {
        var end = Servers.Servers.Last(Smtpd("connect from unknown[81.2.69.142]"), Smtpd($"disconnect from unknown[81.2.69.142] {counts}"));

        Assert.Equal(isTold ? "account, which Postfix writes with the first message of a session: none was sent, or that line is cut off not told" : "ignored", end);
    }

    [Fact]
    public void A_session_whose_submission_names_no_account_is_said_once() => Assert.Equal(
        ["ignored", Postfix, "ignored"],
        Servers.Servers.Read(
            Smtpd("connect from unknown[81.2.69.142]"), Smtpd("4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN"), Smtpd("disconnect from unknown[81.2.69.142] ehlo=1 auth=1 mail=1 quit=1 commands=4")));

    [Fact]
    public void A_refused_login_without_the_end_of_its_session_is_said_at_the_end_of_the_log()
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero)));
        reader.Read(Smtpd("NOQUEUE: reject: RCPT from unknown[81.2.69.142]: 450 4.7.1 <a@x.jp>: Sender address rejected: limit; from=<a@x.jp> to=<x@gmail.com> proto=ESMTP helo=<[10.0.0.1]> sasl_username=<a@x.jp>"));

        Assert.Empty(reader.Release());
        Assert.Equal((0, 1), (reader.Tally.Logins, reader.Tally.Uncounted));
        Assert.Contains(LogSummary.Warnings(reader.Tally), warning => warning.StartsWith("1 login does not count, because its line does not contain the end of the session", StringComparison.Ordinal));
    }

    [Fact]
    public void What_sound_servers_write_too_is_no_trouble_of_a_log_that_is_followed()
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero)));
        for (var i = 0; i < 30; i++)
        {
            reader.Read(Smtpd("warning: unknown[81.2.69.142]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"));
        }

        Assert.Equal(30, reader.Tally.Uncounted);
        Assert.Null(LogHealth.Of("mail.log", reader.Tally).Wrong);
    }

    private static string Smtpd(string said) => $"Nov 24 01:00:01 mx1 postfix/submission/smtpd[1001]: {said}";
}
