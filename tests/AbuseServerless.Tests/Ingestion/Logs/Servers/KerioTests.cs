namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

/// <summary>Lines of the forms in Kerio MailServer's Administrator's Guide 6.7 (Mail log) and of Kerio Connect's Security log, as fail2ban's filter for Kerio knows it.</summary>
public class KerioTests
{
    private const string Start = "[24/Nov/2026 01:01:00] ";

    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident((i, address) =>
        $"[24/Nov/2026 01:{i + 1:00}:00] Recv: Queue-ID: 6743a9ea-{i:00000000}, Service: SMTP, From: <botnet@example.jp>, To: <bob@gmail.com>, Size: 1229, Sender-Host: {address}, User: botnet@example.jp, SSL: yes, Subject: x, Msg-Id: <x@y>");

    [Theory]
    [InlineData("Recv: Queue-ID: 6743a9ea-00000001, Service: SMTP, From: <a@x.jp>, To: <b@y.jp>, Size: 1229, User: a@x.jp, Sender-Host: 81.2.69.142, SSL: yes", "a@x.jp 81.2.69.142 ok")]
    [InlineData("Recv: Queue-ID: 6743a9ea-00000001, Service: HTTP, From: <a@x.jp>, To: <b@y.jp>, Size: 1229, User: a@x.jp, Sender-Host: 81.2.69.142", "ignored")]
    [InlineData("Recv: Queue-ID: 6743a9ea-00000001, Service: SMTP, From: <a@x.jp>, To: <b@y.jp>, Size: 1229, Sender-Host: 81.2.69.142, SSL: yes, Subject: hi, User: victim, Sender-Host: 6.6.6.6", "ignored")]
    [InlineData("Recv: Queue-ID: 6743a9ea-00000001, Service: SMTP, From: <\"x>, To: <y@z>, Size: 1, User: innocent, Sender-Host: 8.8.8.8, z\"@evil.example>, To: <b@y.jp>, Size: 3687, Sender-Host: 81.2.69.142, SSL: yes", "unread")]
    [InlineData("Recv: Queue-ID: 6743a9ea-00000001, Service: SMTP, From: <a@x.jp>, To: <\"x>, Size: 1, User: innocent, Sender-Host: 8.8.8.8, z\"@y.jp>, Size: 3687, Sender-Host: 81.2.69.142, SSL: yes", "unread")]
    [InlineData("Recv: Queue-ID: 6743a9ea-00000001, Service: SMTP, From: <\"a b\"@x.jp>, To: <b@y.jp>, Size: 1229, User: a, Sender-Host: 81.2.69.142", "unread")]
    [InlineData("Recv: Queue-ID: 6743a9ea-00000001, Service: SMTP, From: <\"a b\"@x.jp>, To: <b@y.jp>, Size: 1229, Sender-Host: 81.2.69.142", "ignored")]
    [InlineData("Recv: Queue-ID: 6743a9ea-00000001, Service: DSN, From: <>, To: <a@x.jp>, Size: 1650, Report: failed", "ignored")]
    [InlineData("Sent: Queue-ID: 6743a9ea-00000001, Recipient: <b@y.jp>, Result: delivered, Status: 2.0.0", "ignored")]
    [InlineData("SMTP: Invalid password for user a@x.jp. Attempt from IP address 81.2.69.142.", "a@x.jp 81.2.69.142 failed")]
    [InlineData("SMTP: User a doesn't exist. Attempt from IP address 81.2.69.142", "a 81.2.69.142 failed")]
    [InlineData("SMTP: User x doesn't exist. Attempt from IP address 6.6.6.6. doesn't exist. Attempt from IP address 81.2.69.142", "x doesn't exist. attempt from ip address 6.6.6.6. 81.2.69.142 failed")]
    [InlineData("HTTP/WebMail: Invalid password for user a@x.jp. Attempt from IP address 81.2.69.142.", "foreign")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Start + text));
}
