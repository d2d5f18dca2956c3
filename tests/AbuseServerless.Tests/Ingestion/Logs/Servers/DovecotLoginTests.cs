namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class DovecotLoginTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident(
        (i, address) => $"Nov 24 01:{i + 1:00}:00 mx1 dovecot: submission-login: Login: user=<botnet@example.jp>, method=PLAIN, rip={address}, lip=192.0.2.25, mpid=1{i:00}, TLS, session=<PeYcgjjOGOisEQA{i}>");

    [Theory]
    [InlineData("mx1 dovecot: submission-login: Login: user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, mpid=1, TLS, session=<x>", "a@x.jp 81.2.69.142 ok")]
    [InlineData("mx1 dovecot: submission-login: Info: Logged in: user=<a@x.jp>, method=LOGIN, rip=2001:db8::1, lip=2001:db8::2, mpid=1, session=<x>", "a@x.jp 2001:db8::1 ok")]
    [InlineData("mx1 dovecot[77]: submission-login: Login: user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25", "a@x.jp 81.2.69.142 ok")]
    [InlineData("submission-login: Info: Login: user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, mpid=1, TLS, session=<x>", "a@x.jp 81.2.69.142 ok")]
    [InlineData("mx1 dovecot: submission-login: Started proxying to 10.0.0.1 (0.012 secs): user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, TLS, session=<x>", "a@x.jp 81.2.69.142 ok")]
    [InlineData("mx1 dovecot: submission-login: proxy(a@x.jp): started proxying to 10.0.0.1:587: user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, TLS", "a@x.jp 81.2.69.142 ok")]
    [InlineData("mx1 dovecot: submission-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, TLS, session=<x>", "a@x.jp 81.2.69.142 failed")]
    [InlineData("mx1 dovecot: submission-login: Aborted login (auth failed, 3 attempts in 12 secs): user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25", "a@x.jp 81.2.69.142 failed")]
    [InlineData("mx1 dovecot: submission-login: Remote closed connection (auth failed, 1 attempts in 2 secs): user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, TLS, session=<x>", "a@x.jp 81.2.69.142 failed")]
    [InlineData("mx1 dovecot: submission-login: Client has quit the connection (auth failed, 1 attempts in 2 secs): user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25", "a@x.jp 81.2.69.142 failed")]
    [InlineData("mx1 dovecot: submission-login: Login aborted: Logged out (auth failed, 2 attempts in 3 secs) (auth_failed): user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25", "a@x.jp 81.2.69.142 failed")]
    [InlineData("mx1 dovecot: submission-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<x>, method=PLAIN, rip=6.6.6.6, lip=1>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, TLS", "x>, method=plain, rip=6.6.6.6, lip=1 81.2.69.142 failed")]
    [InlineData("mx1 dovecot: submission-login: Disconnected (no auth attempts in 0 secs): user=<>, rip=81.2.69.142, lip=192.0.2.25, session=<x>", "ignored")]
    [InlineData("mx1 dovecot: submission-login: Disconnected: Inactivity (disconnected before auth was ready, waited 0 secs): user=<>, rip=81.2.69.142, lip=192.0.2.25, TLS handshaking, session=<x>", "ignored")]
    [InlineData("mx1 dovecot: submission-login: proxy(a@x.jp): Disconnected by client (5s idle, in=1, out=2): user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25", "ignored")]
    [InlineData("mx1 dovecot: submission-login: proxy(a@x.jp,81.2.69.142,<x>): Started proxying to <10.0.0.9:587> (0.1 secs): user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25", "a@x.jp 81.2.69.142 ok")]
    [InlineData("mx1 dovecot: submission-login: Login: user=<a@x.jp>, service=submission, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25", "a@x.jp 81.2.69.142 ok")]
    [InlineData("mx1 dovecot: submission-login: Login: somebody, user=<a@x.jp>", "unread")]
    [InlineData("mx1 dovecot: imap-login: Login: user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, mpid=1, TLS, session=<x>", "ignored")]
    [InlineData("mx1 dovecot: pop3-login: Info: Login: user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25, mpid=1, TLS, session=<x>", "ignored")]
    [InlineData("mx1 dovecot: managesieve-login: Login: user=<a@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.25", "ignored")]
    [InlineData("mx1 dovecot: imap-login: Login: user=<submission-login: Login: user=<v>, method=PLAIN, rip=6.6.6.6>, method=PLAIN, rip=81.2.69.142, lip=1", "ignored")]
    [InlineData("mx1 dovecot: auth: passwd-file(karen@example.jp,192.0.2.1): unknown user (SHA1 of given password: 21bd12)", "ignored")]
    [InlineData("mx1 dovecot: auth-worker(24544): pam(toto,192.0.2.1): unknown user", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last("Nov 24 01:01:00 " + text));
}
