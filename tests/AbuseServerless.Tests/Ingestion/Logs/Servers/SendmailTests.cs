namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class SendmailTests
{
    private const string Login = "Nov 24 01:01:00 mx1 sm-mta[10640]: AUTH=server, relay=[81.2.69.142], authid=alice@rig.test, mech=PLAIN, bits=0";
    private const string From = "Nov 24 01:01:00 mx1 sm-mta[10640]: 6ASBsj33010640: from=<alice@rig.test>, size=286, class=0, nrcpts=3, msgid=<x@y>, proto=ESMTPA, daemon=MSA, relay=[81.2.69.142]";
    private const string To = "Nov 24 01:01:00 mx1 sm-mta[10651]: 6ASBsj33010640: ";

    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident(
        (i, address) => $"Nov 24 01:{i + 1:00}:00 mx1 sm-mta[298{i:00}]: AUTH=server, relay=host{i}.example.net [{address}], authid=botnet@example.jp, mech=PLAIN, bits=0");

    [Theory]
    [InlineData("AUTH=server, relay=host.example [81.2.69.142], authid=alice, mech=PLAIN, bits=0", "alice 81.2.69.142 ok")]
    [InlineData("AUTH=server, relay=[81.2.69.142], authid=alice, mech=LOGIN, bits=0", "alice 81.2.69.142 ok")]
    [InlineData("AUTH=server, relay=[81.2.69.142], authid=alice, mech=LOGIN, bits=0, ssf=256", "alice 81.2.69.142 ok")]
    [InlineData("6ASBsj33010640: AUTH=server, relay=host.example [81.2.69.142] (may be forged), authid=alice, mech=CRAM-MD5, bits=0", "alice 81.2.69.142 ok")]
    [InlineData("NOQUEUE: AUTH=server, relay=[IPv6:2001:db8::1], authid=a b, mech=PLAIN, bits=256", "a b 2001:db8::1 ok")]
    [InlineData("AUTH=server, relay=host.example [81.2.69.142], authid=alice", "alice 81.2.69.142 ok")]
    [InlineData("AUTH=server, relay=joe@host.example [81.2.69.142], authid=alice, mech=PLAIN, bits=0", "alice 81.2.69.142 ok")]
    [InlineData("AUTH=server, relay=host.example [81.2.69.142], mech=PLAIN, bits=0", "authid not told")]
    [InlineData("AUTH=server, relay=x [6.6.6.6], authid=victim, mech=PLAIN, bits=0@host [81.2.69.142], authid=alice, mech=PLAIN, bits=0", "victim, mech=plain, bits=0@host [81.2.69.142], authid=alice 6.6.6.6 ok")]
    [InlineData("AUTH=client, relay=smtp.example [192.0.2.1], mech=PLAIN, bits=0", "ignored")]
    [InlineData("6ASBZvlq013799: AUTH failure (PLAIN): user not found (-20) SASL(-13): user not found: Password verification failed, user=alice@rig.test, relay=mx1.rig.test [81.2.69.142]", "alice@rig.test 81.2.69.142 failed")]
    [InlineData("6ASBsjm1010651: AUTH failure (LOGIN): user not found (-20) SASL(-13): user not found: checkpass failed, user=x, relay=h [6.6.6.6], user=victim, relay=[77.88.8.8]", "x, relay=h [6.6.6.6], user=victim 77.88.8.8 failed")]
    [InlineData("6ASBsjm1010651: AUTH failure (LOGIN): authentication failure (-13) SASL(-13): authentication failure: checkpass failed, relay=[77.88.8.8]", "account (user=) of a failed login not told")]
    [InlineData("6ASBsjm1010651: [77.88.8.8] did not issue MAIL/EXPN/VRFY/ETRN during connection to MSA", "ignored")]
    [InlineData("STARTTLS=server, relay=[81.2.69.142], version=TLSv1.3, verify=NO, cipher=TLS_AES_256_GCM_SHA384, bits=256/256", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last("Nov 24 01:01:00 mx1 sendmail[10640]: " + text));

    [Theory]
    [InlineData("to=<bob@gmail.com>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120000, relay=gmail-smtp-in.l.google.com. [142.250.102.27], dsn=5.1.1, stat=User unknown", "gmail.com Bounced 5.1.1 by gmail-smtp-in.l.google.com of alice@rig.test")]
    [InlineData("to=<slow@outlook.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=90276, relay=[67.195.204.77] [67.195.204.77], dsn=4.2.0, reply=450 4.2.1 The user is slow, stat=Deferred: 450 4.2.1 The user is slow", "outlook.com Deferred 4.2.0 by [67.195.204.77] of alice@rig.test")]
    [InlineData("to=<bob@gmail.com>, ctladdr=<alice@rig.test> (1000/1000), delay=1+02:03:04, xdelay=00:00:00, mailer=relay, pri=90276, relay=mx.example. [67.195.204.77], dsn=2.0.0, stat=Sent (2.0.0 Ok: queued as ABC123)", "gmail.com Sent 2.0.0 by mx.example of alice@rig.test")]
    [InlineData("to=<bob@nx.example>, delay=00:00:00, mailer=esmtp, pri=90276, relay=nx.example, dsn=5.1.2, stat=Host unknown (Name server: nx.example: host not found)", "nx.example Bounced 5.1.2 by nx.example of alice@rig.test")]
    [InlineData("to=<bob@gmail.com>, delay=00:00:00, mailer=esmtp, pri=90286, dsn=4.4.3, stat=queued", "ignored")]
    [InlineData("to=<bob@rig.test>, delay=00:00:00, xdelay=00:00:00, mailer=local, pri=30276, dsn=2.0.0, stat=Sent", "ignored")]
    [InlineData("to=<bob@gmail.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, tls_verify=OK, pri=3, relay=a. [192.0.2.1], dsn=2.0.0, stat=Sent", "gmail.com Sent 2.0.0 by a of alice@rig.test")]
    [InlineData("to=<bob@gmail.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=3, relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent", "ignored")]
    [InlineData("to=<bob@gmail.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=3, relay=a. [192.0.2.1], dsn=5.7.1, stat=x, dsn=2.0.0, stat=Sent", "gmail.com Bounced 5.7.1 by a of alice@rig.test")]
    public void A_delivery_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Login, From, To + text));

    [Fact]
    public void A_line_for_several_recipients_is_as_many_deliveries() => Assert.Equal(
        ["alice@rig.test 81.2.69.142 ok", "ignored", "a.example Sent 2.0.0 by mx.example of alice@rig.test", "b.example Sent 2.0.0 by mx.example of alice@rig.test"],
        Servers.Read(Login, From, To + "to=<x@a.example>,<y@b.example>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=3, relay=mx.example. [192.0.2.1], dsn=2.0.0, stat=Sent (ok)"));

    [Fact]
    public void An_expiry_is_told_for_who_was_deferred_and_the_notice_is_no_delivery() => Assert.Equal(
        ["outlook.com Deferred 4.2.0 by a of alice@rig.test", "outlook.com Expired 4.2.0 by a of alice@rig.test", "ignored"],
        Servers.Read(
            Login,
            From,
            To + "to=<slow@outlook.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=9, relay=a. [192.0.2.1], dsn=4.2.0, stat=Deferred: 450 4.2.1 slow",
            To + "6ASBsj33010652: sender notify: Cannot send message for 5 days",
            "Nov 24 01:01:00 mx1 sm-mta[10651]: 6ASBsj33010652: to=<alice@gmail.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=9, relay=a. [192.0.2.1], dsn=2.0.0, stat=Sent (ok)").Skip(2));

    /// <summary>Two logins whose messages come after both: only the number of the process tells whose is whose.</summary>
    [Theory]
    [InlineData("Nov 24 01:01:00 mx1 sm-mta[{pid}]: {msg}", true)]
    [InlineData("Nov 24 01:01:00 mx1 sm-mta: {msg}", false)]
    [InlineData("<22>1 2026-11-24T01:01:00Z mx1 sm-mta {pid} - - {msg}", true)]
    [InlineData("<22>1 2026-11-24T01:01:00Z mx1 sm-mta - - - {msg}", false)]
    [InlineData("7711561783320576\t2026-11-24T01:01:00Z\t2026-11-24T23:00:00Z\t2\tmx1\t192.0.2.1\tMail\tInfo\tsm-mta[{pid}]\t{msg}", true)]
    [InlineData("7711561783320576\t2026-11-24T01:01:00Z\t2026-11-24T23:00:00Z\t2\tmx1\t192.0.2.1\tMail\tInfo\tsm-mta\t{msg}", false)]
    [InlineData("""{"@timestamp":"2026-11-24T01:01:00Z","message":"{msg}","log":{"syslog":{"appname":"sm-mta","procid":"{pid}"}},"host":{"name":"mx1"}}""", true)]
    [InlineData("""{"@timestamp":"2026-11-24T01:01:00Z","message":"{msg}","process":{"name":"sm-mta","pid":{pid}},"host":{"name":"mx1"}}""", true)]
    [InlineData("""{"fields":{"@timestamp":["2026-11-24T01:01:00Z"],"message":["{msg}"],"process.name":["sm-mta"],"process.pid":["{pid}"],"host.name":["mx1"]}}""", true)]
    [InlineData("""{"@timestamp":"2026-11-24T01:01:00Z","message":"{msg}","process":{"name":"sm-mta"},"host":{"name":"mx1"}}""", false)]
    [InlineData(Otlp + """{"key":"proc_id","value":{"stringValue":"{pid}"}},{"key":"message","value":{"stringValue":"{msg}"}}]}]}]}]}""", true)]
    [InlineData(Otlp + """{"key":"message","value":{"stringValue":"{msg}"}}]}]}]}]}""", false)]
    public void Mail_is_nobodys_where_the_log_does_not_tell_the_process(string wrapper, bool isTold)
    {
        var (first, second) = (isTold ? " of alice@rig.test" : "", isTold ? " of eve@rig.test" : "");
        Assert.Equal(
            [
                "alice@rig.test 81.2.69.142 ok", "eve@rig.test 77.88.8.8 ok", "ignored", "ignored",
                $"gmail.com Sent 2.0.0 by a{first}", $"gmail.com Sent 2.0.0 by a{second}",
            ],
            Servers.Read(new[]
            {
                (10640, "AUTH=server, relay=[81.2.69.142], authid=alice@rig.test, mech=PLAIN, bits=0"),
                (10641, "AUTH=server, relay=[77.88.8.8], authid=eve@rig.test, mech=PLAIN, bits=0"),
                (10640, "6ASBsj33010640: from=<alice@rig.test>, size=286, class=0, nrcpts=1, msgid=<x@y>, proto=ESMTPA, daemon=MSA, relay=[81.2.69.142]"),
                (10641, "6ASBsj33010641: from=<eve@rig.test>, size=286, class=0, nrcpts=1, msgid=<x@z>, proto=ESMTPA, daemon=MSA, relay=[77.88.8.8]"),
                (10651, "6ASBsj33010640: to=<bob@gmail.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=3, relay=a. [192.0.2.1], dsn=2.0.0, stat=Sent"),
                (10652, "6ASBsj33010641: to=<bob@gmail.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=3, relay=a. [192.0.2.1], dsn=2.0.0, stat=Sent"),
            }.Select(line => wrapper.Replace("{pid}", $"{line.Item1}", StringComparison.Ordinal).Replace("{msg}", line.Item2, StringComparison.Ordinal))));
    }

    private const string Otlp = """{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":[{"timeUnixNano":"1795482060000000000","body":{"stringValue":"x"},"attributes":[{"key":"appname","value":{"stringValue":"sm-mta"}},{"key":"hostname","value":{"stringValue":"mx1"}},""";
}
