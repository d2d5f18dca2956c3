using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

/// <summary>Whose answer a delivery has, in the logs of other servers than Postfix: a host of one's own, a relay of one's own, or the recipient's provider.</summary>
public class HopTests
{
    private const string Exim = "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 ";
    private const string Sendmail = "Nov 24 01:01:00 mx1 sm-mta[1]: 5AO110aB000001: to=<bob@gmail.com>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=30000, relay=";
    private const string Postfix = "Nov 24 01:01:00 mx1 postfix/smtp[1]: 875FC50C1626: to=<bob@gmail.com>, relay=none, delay=0.8, delays=0.8/0/0/0, dsn=4.4.1, status=deferred ";
    private const string Kumo = """{"type":"Delivery","id":"a1","sender":"a@x.jp","recipient":"bob@gmail.com","queue":"gmail.com","timestamp":1795482060,"created":1795482059,"response":{"code":250,"content":"ok"},"peer_address":{"name":"mx.example","addr":"ADDRESS"}}""";

    [Theory]
    [InlineData(Exim + "=> bob@gmail.com R=dnslookup T=remote_smtp H=mx.example [142.250.102.27] C=\"250 ok\"", "provider")]
    [InlineData(Exim + "=> bob@gmail.com R=dnslookup T=remote_smtp H=mx.example [142.250.102.27]:25 C=\"250 ok\"", "provider")]
    [InlineData(Exim + "=> bob@gmail.com R=smarthost T=remote_smtp H=smart.example [192.0.2.9]:587 C=\"250 ok\"", "relay")]
    [InlineData(Exim + "=> bob@gmail.com R=smarthost T=remote_smtp H=smart.example [10.0.0.9] C=\"250 ok\"", "relay")]
    [InlineData(Exim + "=> bob@gmail.com R=scanner T=remote_smtp H=127.0.0.1 [127.0.0.1]:10025 C=\"250 ok\"", "own")]
    [InlineData(Exim + "=> bob@gmail.com R=out T=remote_smtp H=out.x.jp [192.0.2.9] C=\"250 OK id=1x9h00-000000076Qy-9Zz9\"", "own")]
    [InlineData("Nov 24 01:01:00 mx1 exim[1]: 1x9h00-000000076Qy-1Ug8 => bob@gmail.com R=out T=remote_smtp H=mx1 [192.0.2.9] C=\"250 ok\"", "own")]
    [InlineData(Postfix + "(connect to mx.example[142.250.102.27]:25: Connection timed out)", "provider")]
    [InlineData(Postfix + "(delivery temporarily suspended: connect to mx.example[142.250.102.27]:25: Connection timed out)", "provider")]
    [InlineData(Postfix + "(Host or domain name not found. Name service error for name=gmail.com type=MX: Host not found, try again)", "provider")]
    [InlineData(Postfix + "(connect to 127.0.0.1[127.0.0.1]:10024: Connection refused)", "own")]
    [InlineData(Postfix + "(delivery temporarily suspended: connect to 127.0.0.1[127.0.0.1]:10024: Connection refused)", "own")]
    [InlineData(Postfix + "(delivery temporarily suspended: lost connection with localhost[127.0.0.1] while receiving the initial server greeting)", "own")]
    [InlineData(Postfix + "(mail transport unavailable)", "own")]
    [InlineData(Postfix + "(delivery temporarily suspended: mail transport unavailable)", "own")]
    [InlineData(Postfix + "(connect to smart.example[192.0.2.9]:587: Connection refused)", "relay")]
    [InlineData(Postfix + "(SASL authentication failed; cannot authenticate to server smart.example[34.249.162.51]: no mechanism available)", "relay")]
    [InlineData(Postfix + "(delivery temporarily suspended: SASL authentication failed; server smart.example[34.249.162.51] said: 535 5.7.8 no)", "relay")]
    [InlineData(Sendmail + "mx.example. [142.250.102.27], dsn=2.0.0, stat=Sent (ok)", "provider")]
    [InlineData(Sendmail + "[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (ok)", "own")]
    [InlineData(Sendmail + "smart.example. [192.168.1.9], dsn=2.0.0, stat=Sent (ok)", "relay")]
    [InlineData(Sendmail + "mx2.x.jp. [192.0.2.9], dsn=2.0.0, stat=Sent (5AO110aB000009 Message accepted for delivery)", "own")]
    [InlineData("KUMO 142.250.102.27:25", "provider")]
    [InlineData("KUMO 192.0.2.9:587", "relay")]
    [InlineData("KUMO 127.0.0.1:2026", "own")]
    [InlineData("KUMO [2001:db8::9]:2525", "relay")]
    [InlineData("2026-11-24T01:01:00.000Z [NOTICE] [6A0F3D7E-3B6F-4B6B-9F43-0E4A6B3B9D1C.1.1] [outbound] delivered file=x domain=gmail.com host=mx.example ip=192.0.2.9 port=2525 mode=SMTP tls=Y auth=N response=\"ok\" delay=1.2 fails=0 rcpts=1/0/0", "relay")]
    public void A_hop_is_told_from_a_provider(string line, string expected)
    {
        line = line.StartsWith("KUMO ", StringComparison.Ordinal) ? Kumo.Replace("ADDRESS", line[5..], StringComparison.Ordinal) : line;
        string[] lines =
        [
            "2026-11-24 01:00:00 1x9h00-000000076Qy-9Zz9 <= a@x.jp H=in.x.jp [192.0.2.8] P=esmtp S=100",
            "Nov 24 01:00:00 mx2 sm-mta[2]: 5AO110aB000009: from=<a@x.jp>, size=1, class=0, nrcpts=1, msgid=<a@b>, proto=ESMTP, daemon=MTA, relay=mx1 [192.0.2.8]",
        ];
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 17, 0, 0, TimeSpan.Zero)));

        foreach (var earlier in lines)
        {
            reader.Read(earlier);
        }

        // As of another file: what one server wrote says nothing of the next file.
        reader.Begin(new LogSource("other", null, null, null));
        Assert.Equal(expected, reader.Read(line).Events switch
        {
            [] => "own",
            [DeliveryLine { Event.IsRelayed: true }] => "relay",
            [DeliveryLine] => "provider",
            _ => "several",
        });
        Assert.Equal(0, reader.Tally.NotUnderstood);
    }
}
