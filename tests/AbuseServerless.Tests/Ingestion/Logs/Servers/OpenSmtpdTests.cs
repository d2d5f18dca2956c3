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

    [Theory]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice address=81.2.69.142 host=x result=ok", "alice 81.2.69.142 ok")]
    [InlineData("5c1b2d3e4f5a6b7c smtp event=authentication user=alice address=81.2.69.142 host=x result=ok", "alice 81.2.69.142 ok")]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice address=81.2.69.142 host=x result=permfail", "alice 81.2.69.142 failed")]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice result=ok", "address (the connection was made before the log begins) not told")]
    [InlineData("5c1b2d3e4f5a6b7c smtp failed-command command=\"AUTH PLAIN (...)\" result=\"535 Authentication failed\"", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Start + text));
}
