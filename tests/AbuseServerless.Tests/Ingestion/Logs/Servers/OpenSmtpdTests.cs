namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class OpenSmtpdTests
{
    private const string Start = "Nov 24 01:01:00 mx1 smtpd[99]: ";

    [Fact]
    public void A_login_has_the_address_of_its_connection_and_a_delivery_the_account_of_its_session() => Assert.Equal(
        ["ignored", "alice 81.2.69.142 ok", "ignored", "gmail.com Bounced 5.1.1 by mx.google.com of alice", "outlook.com Deferred 4.2.1 by mx.outlook.com of alice"],
        Servers.Read(
            Start + "5c1b2d3e4f5a6b7c smtp connected address=81.2.69.142 host=<unknown>",
            Start + "5c1b2d3e4f5a6b7c smtp authentication user=alice result=ok",
            Start + "5c1b2d3e4f5a6b7c smtp message msgid=01234567 size=466 nrcpt=2 proto=ESMTP",
            Start + "0c1b2d3e4f5a6b7d mta delivery evpid=0123456789abcdef from=<alice@x.jp> to=<bob@gmail.com> rcpt=<-> source=\"192.0.2.1\" relay=\"142.250.102.27 (mx.google.com)\" delay=1s result=\"PermFail\" stat=\"550 5.1.1 no such user\"",
            Start + "0c1b2d3e4f5a6b7d mta delivery evpid=0123456789abcdee from=<alice@x.jp> to=<bob@outlook.com> rcpt=<-> source=\"192.0.2.1\" relay=\"67.195.204.77 (mx.outlook.com)\" delay=1s result=\"TempFail\" stat=\"450 4.2.1 slow\""));

    [Fact]
    public void Until_5_7_it_wrote_sentences() => Assert.Equal(
        ["ignored", "ignored", "alice@x.jp 81.2.69.142 ok", "ignored", "ignored", "gmail.com Bounced 5.1.1 by mx.google.com of alice@x.jp", "outlook.com Deferred 4.2.1 by mx.outlook.com of alice@x.jp"],
        Servers.Read(
            Start + "smtp-in: New session 0f4b2c1d8e7a6b5c from host laptop.example.net [81.2.69.142]",
            Start + "smtp-in: Started TLS on session 0f4b2c1d8e7a6b5c: version=TLSv1.2, cipher=ECDHE-RSA-AES256-GCM-SHA384, bits=256",
            Start + "smtp-in: Accepted authentication for user alice@x.jp on session 0f4b2c1d8e7a6b5c",
            Start + "smtp-in: Accepted message 1a2b3c4d on session 0f4b2c1d8e7a6b5c: from=<alice@x.jp>, to=<bob@gmail.com>, size=2201, ndest=2, proto=ESMTP",
            Start + "smtp-in: Closing session 0f4b2c1d8e7a6b5c",
            Start + "relay: PermFail for 1a2b3c4d5e6f7a8b: session=0f4b2c1d8e7a7777, from=<alice@x.jp>, to=<bob@gmail.com>, rcpt=<->, source=192.0.2.1, relay=142.250.102.27 (mx.google.com), delay=2s, stat=550 5.1.1 no such user",
            Start + "relay: TempFail for 1a2b3c4d5e6f7a8c: session=0f4b2c1d8e7a7777, from=<alice@x.jp>, to=<bob@outlook.com>, rcpt=<->, source=192.0.2.1, relay=67.195.204.77 (mx.outlook.com), delay=2s, stat=450 4.2.1 slow"));

    [Theory]
    [InlineData("smtp-in: Authentication failed for user x on session 0f4b2c1d8e7a6b5d on session 0f4b2c1d8e7a6b5c", "x on session 0f4b2c1d8e7a6b5d 81.2.69.142 failed")]
    [InlineData("smtp-in: Accepted authentication for user alice on session 0f4b2c1d8e7a6b5d", "address (the connection was made before the log begins) not told")]
    public void A_sentence_is_read_by_these_rules(string text, string expected) =>
        Assert.Equal(expected, Servers.Last(Start + "smtp-in: New session 0f4b2c1d8e7a6b5c from host x [81.2.69.142]", Start + text));

    [Fact]
    public void A_container_writes_no_tag() => Assert.Equal(
        "alice 81.2.69.142 ok",
        Servers.Last("smtpd-1  | 2026-11-24T01:01:00.123456789Z 5c1b2d3e4f5a6b7c smtp connected address=81.2.69.142 host=x", "smtpd-1  | 2026-11-24T01:01:00.123456789Z 5c1b2d3e4f5a6b7c smtp authentication user=alice result=ok"));

    [Theory]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice address=81.2.69.142 host=x result=ok", "alice 81.2.69.142 ok")]
    [InlineData("5c1b2d3e4f5a6b7c smtp event=authentication user=alice address=81.2.69.142 host=x result=ok", "alice 81.2.69.142 ok")]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice address=81.2.69.142 host=x result=permfail", "alice 81.2.69.142 failed")]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice result=ok", "address (the connection was made before the log begins) not told")]
    [InlineData("5c1b2d3e4f5a6b7c smtp failed-command command=\"AUTH PLAIN (...)\" result=\"535 Authentication failed\"", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Start + text));
}
