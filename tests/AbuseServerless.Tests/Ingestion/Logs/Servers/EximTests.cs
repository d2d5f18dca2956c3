namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class EximTests
{
    private const string Stamp = "2026-11-24 01:01:00 ";
    private const string Id = "1x9h00-000000076Qy-1Ug8 ";
    private const string Arrival = Stamp + Id + "<= a@x.jp H=(laptop) [81.2.69.142]:52100 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=login:alice@x.jp S=2201 id=abc@x";

    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident(
        (i, address) => $"2026-11-24 01:{i + 1:00}:00 1x9h{i:00}-000000076Qy-1Ug8 <= botnet@example.jp H=(laptop) [{address}]:52100 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no "
            + "A=dovecot_login:botnet@example.jp S=2201 id=abc@x T=\"x\" for bob@gmail.com",
        " for 1");

    [Fact]
    public void What_a_real_Exim_wrote_is_what_was_done() => Assert.Equal(
        [
            "alice@rig.test 81.2.69.142 ok for 4",
            "alice@rig.test 200.147.3.157 failed",
            "x) [6.6.6.6]: 535 (set_id=victim 77.88.8.8 failed",
            "alice@rig.test 8.8.8.8 ok",
            "gmail.com Sent 2.0.0 by 142.250.102.27 of alice@rig.test",
            "yahoo.com Bounced 5.1.1 by 67.195.204.77 of alice@rig.test",
            "outlook.com Deferred 4.2.1 by 67.195.204.77 of alice@rig.test",
            "a.refused.example Sent 2.0.0 by 203.0.113.9 of alice@rig.test",
        ],
        Servers.Capture("exim.log"));

    [Theory]
    [InlineData("H=(laptop) [81.2.69.142]:52100 P=esmtpsa A=login:alice@x.jp S=1", "alice@x.jp 81.2.69.142 ok")]
    [InlineData(@"H=(laptop) [81.2.69.142]:52100 P=esmtpsa A=login:x\303\251@example.jp S=1", "xé@example.jp 81.2.69.142 ok")]
    [InlineData(@"H=(laptop) [81.2.69.142]:52100 P=esmtpsa A=login:CORP\bob S=1", @"corp\bob 81.2.69.142 ok")]
    [InlineData("H=(laptop) [81.2.69.142] X=TLS1.2:x:256 A=login:alice@x.jp S=1", "alice@x.jp 81.2.69.142 ok")]
    [InlineData("H=(laptop) [81.2.69.142]:52100 I=[192.0.2.1]:465 Ci=17 P=esmtpsa L X=TLS1.3:x:256 A=login:alice@x.jp S=1", "alice@x.jp 81.2.69.142 ok")]
    [InlineData("H=host.example [81.2.69.142] P=esmtpa A=plain:alice S=1", "alice 81.2.69.142 ok")]
    [InlineData("H=host.example (laptop) [2001:db8::1]:5 I=[192.0.2.1]:587 P=esmtpsa L. X=TLS1.2:x:256 CV=no SNI=mx.example A=plain:alice K S=1 M8S=0 RT=0.1s id=x T=\"y\" for a@b", "alice 2001:db8::1 ok for 1")]
    [InlineData("H=([192.168.1.5]) [81.2.69.142] P=esmtpsa X=TLS1.3:x:256 CV=no SNI=\"mx.example\" DN=\"C=JP,O=a b,CN=c\" A=plain:alice PRX=192.0.2.9 S=1", "alice 81.2.69.142 ok")]
    [InlineData("H=[81.2.69.142]:7 P=esmtpsa A=cram:alice:sender@x.jp S=1 id=x for a@b c@d \"e f\"@g", "alice 81.2.69.142 ok for 3")]
    [InlineData("H=(h) [81.2.69.142] P=esmtpsa A=plain:Alice Liddell S=1", "alice liddell 81.2.69.142 ok")]
    [InlineData("H=(h) [81.2.69.142] P=esmtpsa A=plain:alice S=1 T=\"a for b c d\" from <a@x.jp> for e@f", "alice 81.2.69.142 ok for 1")]
    [InlineData("H=(h) [81.2.69.142] P=esmtpsa A=plain:alice S=1 T=\"x\\\" for a b\" for e@f g@h", "alice 81.2.69.142 ok for 2")]
    [InlineData("H=(h) [81.2.69.142] P=esmtpsa A=plain S=1", "login (server_set_id of the authenticator) not told")]
    [InlineData("H=(h) [81.2.69.142] P=esmtps S=1 id=x T=\"A=plain:victim S=1\"", "ignored")]
    [InlineData("H=(h) [81.2.69.142] P=esmtps S=1 id=x A=plain:victim S=1", "ignored")]
    [InlineData("H=(h) [81.2.69.142] P=esmtps SNI=\"x\" A=plain:victim S=1\" S=2", "unread")]
    [InlineData("H=(h) [81.2.69.142] U=x P=esmtpsa A=plain:victim S=1 P=smtp S=2", "unread")]
    [InlineData("H=(x [6.6.6.6] P=esmtpsa A=plain:victim S=1) [81.2.69.142] P=smtp S=2", "unread")]
    [InlineData("H=(h) [81.2.69.142] P=esmtpa L.- A=plain:alice S=1", "alice 81.2.69.142 ok")]
    [InlineData("H=(h) [81.2.69.142] P=esmtpsa L* X=TLS1.3:x:256 A=plain:alice S=1", "alice 81.2.69.142 ok")]
    [InlineData("U=root P=local S=400", "ignored")]
    public void An_arrival_is_read_by_these_rules(string rest, string expected) => Assert.Equal(expected, Servers.Last(Stamp + Id + "<= a@x.jp " + rest));

    [Theory]
    [InlineData("\"x H=(h) [6.6.6.6] P=esmtpsa A=plain:victim S=1\"@x.example H=(real) [81.2.69.142]:5 P=esmtp S=545", "ignored")]
    [InlineData("\"x\\\" H=(h) [6.6.6.6] P=esmtpsa A=plain:victim S=1\"@x.example H=(real) [81.2.69.142]:5 P=esmtpsa A=plain:alice S=545", "alice 81.2.69.142 ok")]
    [InlineData("<> R=1x9h00-000000076Qy-1Ug9 U=mail P=local S=1", "ignored")]
    public void A_sender_writes_no_login(string rest, string expected) => Assert.Equal(expected, Servers.Last(Stamp + Id + "<= " + rest));

    /// <summary>An account over its limit logs in and is refused each recipient: no other line knows of it.</summary>
    [Theory]
    [InlineData("H=(server-mta) [81.2.69.142] X=TLS1.3:x:256 CV=no F=<noreply@example.com> A=dovecot_login:bot@example.jp rejected RCPT <t@example.com>: too many emails", "bot@example.jp 81.2.69.142 ok")]
    [InlineData("H=(h) [81.2.69.142]:5 I=[192.0.2.1]:465 F=<a@x.jp> A=plain:alice temporarily rejected MAIL <a@x.jp>: later", "alice 81.2.69.142 ok")]
    [InlineData("H=(h) [81.2.69.142] F=<\"x> A=plain:victim rejected RCPT <y\"@x.example> rejected RCPT <t@example.com>: relay not permitted", "ignored")]
    [InlineData("H=(h) [81.2.69.142] F=<a@x.jp> rejected RCPT <t> A=plain:victim rejected RCPT <t@example.com>: relay not permitted", "ignored")]
    [InlineData("H=(A=plain:victim) [81.2.69.142] F=<a@x.jp> rejected RCPT <t@example.com>: relay not permitted", "ignored")]
    [InlineData("H=(h) [81.2.69.142] rejected EHLO or HELO x A=plain:victim rejected RCPT: syntax", "ignored")]
    [InlineData("H=(h) [81.2.69.142] F=<a@x.jp> A=plain rejected RCPT <t@example.com>: no", "ignored")]
    public void What_a_client_is_refused_tells_its_login(string text, string expected)
    {
        Assert.Equal(expected, Servers.Last(Stamp + text));
        Assert.Equal(expected, Servers.Last(Stamp + Id + text));
    }

    [Theory]
    [InlineData("2026-11-24 01:01:00 1x9h00-0076Qy-Ug <= a@x.jp H=(h) [81.2.69.142] P=esmtpa A=login:alice S=1")]
    [InlineData("2026-11-24 01:01:00 [1234] 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpa A=login:alice S=1")]
    [InlineData("2026-11-24 10:01:00 +0900 [1234] 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpa A=login:alice S=1")]
    [InlineData("2026-11-24 01:01:00.123 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpa A=login:alice S=1")]
    [InlineData("Nov 24 01:01:00 mx1 exim[1234]: 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpa A=login:alice S=1")]
    [InlineData("Nov 24 01:01:00 mx1 exim[1234]: 2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpa A=login:alice S=1")]
    [InlineData("2026-11-24T01:01:00.123456+00:00 mx1 exim4[1234]: [1234] 1x9h00-000000076Qy-1Ug8 <= a@x.jp H=(h) [81.2.69.142] P=esmtpa A=login:alice S=1")]
    public void The_line_may_begin_in_these_ways(string line) => Assert.Equal("alice 81.2.69.142 ok", Servers.Last(line));

    [Theory]
    [InlineData("SMTP connection from [81.2.69.142]:52100 (TCP/IP connection count = 1)", "ignored")]
    [InlineData("dovecot_login authenticator failed for (laptop) [81.2.69.142]: 535 Incorrect authentication data (set_id=alice@x.jp)", "alice@x.jp 81.2.69.142 failed")]
    [InlineData(@"plain authenticator failed for (me) [81.2.69.142] U=root: 535 Incorrect authentication data (set_id=x\303\251@example.jp)", "xé@example.jp 81.2.69.142 failed")]
    [InlineData(@"plain authenticator failed for (me) [81.2.69.142] U=root: 535 Incorrect authentication data (set_id=CORP\nancy)", @"corp\nancy 81.2.69.142 failed")]
    [InlineData(@"H=(h) [81.2.69.142] F=<a@x.jp> A=plain:x\303\251@example.jp rejected RCPT <t@example.com>: too many", "xé@example.jp 81.2.69.142 ok")]
    [InlineData("plain authenticator failed for host.example (h) [81.2.69.142]:5 I=[192.0.2.1]:25: 535 Incorrect authentication data (set_id=a b)", "a b 81.2.69.142 failed")]
    [InlineData("plain authenticator failed for H=(h) [81.2.69.142]:5: 435 Unable to authenticate at present (set_id=alice): x", "ignored")]
    [InlineData("plain authenticator failed for (h) [81.2.69.142]: 535 Incorrect authentication data (set_id=x) [6.6.6.6]: 535 y (set_id=victim)", "x) [6.6.6.6]: 535 y (set_id=victim 81.2.69.142 failed")]
    [InlineData("plain authenticator failed for (h) [81.2.69.142]: 535 Incorrect authentication data", "login (set_id) of a failed or unused AUTH not told")]
    [InlineData("no MAIL in SMTP connection from (h) [81.2.69.142]:5 I=[192.0.2.1]:587 D=0s A=login:alice C=EHLO,AUTH,QUIT", "alice 81.2.69.142 ok")]
    [InlineData("no MAIL in SMTP connection from (h) [81.2.69.142] D=12s A=plain:alice X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no C=EHLO,STARTTLS,EHLO,AUTH,QUIT", "alice 81.2.69.142 ok")]
    [InlineData("no MAIL in SMTP connection from (h) [81.2.69.142] D=0s C=EHLO,AUTH,QUIT", "ignored")]
    public void A_line_without_a_message_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Arrival, Stamp + text));

    [Theory]
    [InlineData("** bob@gmail.com R=dnslookup T=remote_smtp H=mx.google.com [142.250.102.27] X=TLS1.3:x:256 CV=yes: SMTP error from remote mail server after RCPT TO:<bob@gmail.com>: 550 5.1.1 no such user", "gmail.com Bounced 5.1.1 by mx.google.com of alice@x.jp")]
    [InlineData("** bob@gmail.com <list@x.jp> F=<a@x.jp> P=<a@x.jp> R=dnslookup T=remote_smtp H=mx.google.com [142.250.102.27]:25: SMTP error from remote mail server after end of data: 550-5.7.1 x\\n550 5.7.1 y", "gmail.com Bounced 5.7.1 by mx.google.com of alice@x.jp")]
    [InlineData("** bob@yahoo.com R=dnslookup T=remote_smtp H=mta7.yahoodns.net [67.195.204.77]: SMTP error from remote mail server after MAIL FROM:<a@x.jp>: 421 4.7.0 [TSS04] x: retry timeout exceeded", "yahoo.com Expired 4.7.0 by mta7.yahoodns.net of alice@x.jp")]
    [InlineData("** bob@nx.example R=dnslookup: all relevant MX records point to non-existent hosts", "nx.example Bounced of alice@x.jp")]
    [InlineData("== bob@yahoo.com R=dnslookup T=remote_smtp defer (-45) H=mta7.yahoodns.net [67.195.204.77]: SMTP error from remote mail server after MAIL FROM:<a@x.jp>: 421 4.7.0 [TSS04] x", "yahoo.com Deferred 4.7.0 by mta7.yahoodns.net of alice@x.jp")]
    [InlineData("== bob@yahoo.com R=dnslookup T=remote_smtp H=mta7.yahoodns.net [67.195.204.77] defer (-44): SMTP error from remote mail server after RCPT TO:<bob@yahoo.com>: 452 4.2.2 full", "yahoo.com Deferred 4.2.2 by mta7.yahoodns.net of alice@x.jp")]
    [InlineData("== bob@yahoo.com R=dnslookup T=remote_smtp defer (111): Connection refused", "yahoo.com Deferred of alice@x.jp")]
    [InlineData("== bob@yahoo.com R=dnslookup T=remote_smtp defer (-53): retry time not reached for any host for 'yahoo.com'", "ignored")]
    [InlineData("== bob@x.jp R=localuser T=local_delivery defer (-22): mailbox is full", "ignored")]
    [InlineData("=> bob@gmail.com R=dnslookup T=remote_smtp H=mx.google.com [142.250.102.27] X=TLS1.3:x:256 CV=yes K C=\"250 2.0.0 OK a: ** b\" QT=1m2s DT=1s", "gmail.com Sent 2.0.0 by mx.google.com of alice@x.jp")]
    [InlineData("-> bob@gmail.com R=dnslookup T=remote_smtp H=mx.google.com [142.250.102.27] C=\"250 2.0.0 OK\"", "gmail.com Sent 2.0.0 by mx.google.com of alice@x.jp")]
    [InlineData("=> bob <bob@x.jp> R=localuser T=local_delivery", "ignored")]
    [InlineData("=> bob@x.jp R=dovecot T=dovecot_lmtp H=mail.x.jp [192.0.2.7] C=\"250 2.0.0 saved\"", "ignored")]
    [InlineData("=> bob@gmail.com R=scan T=scan_smtp H=127.0.0.1 [127.0.0.1] C=\"250 ok\"", "ignored")]
    [InlineData("*> bob@gmail.com R=dnslookup T=remote_smtp H=mx.google.com [142.250.102.27]", "ignored")]
    [InlineData("H=mx.google.com [142.250.102.27]: SMTP error from remote mail server after RCPT TO:<bob@gmail.com>: 450 4.2.1 x", "ignored")]
    [InlineData("Completed", "ignored")]
    public void A_delivery_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Arrival, Stamp + Id + text));

    [Fact]
    public void What_a_remote_server_says_changes_nothing_but_the_reply() => Assert.Equal(
        "gmail.com Bounced 5.1.1 by mx.google.com of alice@x.jp",
        Servers.Last(Arrival, Stamp + Id + "** bob@gmail.com R=d T=remote_smtp H=mx.google.com [142.250.102.27]: SMTP error: 550 5.1.1 no R=x T=local H=evil [6.6.6.6] defer (1) C=\"250 ok\": => x"));

    [Fact]
    public void What_is_too_long_for_syslog_comes_in_parts() => Assert.Equal(
        ["ignored", "ignored", "alice@x.jp 81.2.69.142 ok for 3", "ignored", "gmail.com Bounced 5.1.1 by mx.google.com of alice@x.jp"],
        Servers.Read(
            $"Nov 24 01:01:00 mx1 exim[1]: [1/2] {Id}<= a@x.jp H=(laptop) [81.2.69.142]:52100 P=esmtpsa A=login:alice@x.jp S=2201 id=abc@x for b@gmail.com c@gm",
            $"Nov 24 01:01:00 mx1 exim[2]: [1\\2] {Id}=> x",
            "Nov 24 01:01:00 mx1 exim[1]: [2/2] ail.com d@gmail.com",
            $"Nov 24 01:01:00 mx1 exim[3]: [1/2] {Id}** bob@gmail.com R=dnslookup T=remote_smtp H=mx.google.com [142.250.102.27]: SMTP error from remote ma",
            "Nov 24 01:01:00 mx1 exim[3]: [2/2] il server after RCPT TO:<bob@gmail.com>: 550 5.1.1 no such user"));

    [Fact]
    public void A_bounce_of_ones_own_is_no_delivery() => Assert.Equal(
        "ignored",
        Servers.Last(Stamp + Id + "<= <> R=1x9h00-000000076Qy-1Ug9 U=mail P=local S=1", Stamp + Id + "=> bob@gmail.com R=d T=remote_smtp H=mx.google.com [142.250.102.27] C=\"250 ok\""));

    [Fact]
    public void An_expiry_without_a_reply_has_the_last_one() => Assert.Equal(
        "yahoo.com Expired 4.7.0 by mta7.yahoodns.net of alice@x.jp",
        Servers.Last(
            Arrival,
            Stamp + Id + "== bob@yahoo.com R=d T=remote_smtp defer (-45) H=mta7.yahoodns.net [67.195.204.77]: SMTP error from remote mail server after MAIL FROM:<a@x.jp>: 421 4.7.0 [TSS04] x",
            Stamp + Id + "** bob@yahoo.com: retry timeout exceeded"));
}
