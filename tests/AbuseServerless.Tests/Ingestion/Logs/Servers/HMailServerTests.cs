namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class HMailServerTests
{
    [Fact]
    public void The_name_stands_in_the_session_before() => Assert.Equal(
        ["alice@x.jp 81.2.69.142 ok", "alice@x.jp 81.2.69.142 failed"],
        Servers.Read(
            Line("SENT: 220 mx1 ESMTP"),
            Line("RECEIVED: AUTH LOGIN"),
            Line("SENT: 334 VXNlcm5hbWU6"),
            Line("RECEIVED: YWxpY2VAeC5qcA=="),
            Line("SENT: 334 UGFzc3dvcmQ6"),
            Line("RECEIVED: ***"),
            Line("SENT: 235 authenticated."),
            Line("RECEIVED: AUTH LOGIN YWxpY2VAeC5qcA=="),
            Line("RECEIVED: ***"),
            Line("SENT: 535 Authentication failed. Restarting authentication process.")).Where(said => said != "ignored"));

    [Theory]
    [InlineData("login (hidden in AUTH PLAIN, or said before the log begins) not told", "RECEIVED: AUTH PLAIN ***", "SENT: 235 authenticated.")]
    [InlineData("ignored", "RECEIVED: AUTH PLAIN ***", "SENT: 535 Authentication failed.")]
    [InlineData("ignored", "RECEIVED: MAIL FROM:<SENT: 235 authenticated.>", "SENT: 250 OK")]
    public void What_is_not_told_is_not_guessed(string expected, params string[] said) => Assert.Equal(expected, Servers.Last(said.Select(Line)));

    [Fact]
    public void Pop3_is_ignored() => Assert.Equal("ignored", Servers.Last("\"POP3D\"\t1\t5\t\"2026-11-24 01:01:00.123\"\t\"81.2.69.142\"\t\"RECEIVED: USER alice\""));

    private static string Line(string said) => $"\"SMTPD\"\t1234\t5\t\"2026-11-24 01:01:00.123\"\t\"81.2.69.142\"\t\"{said}\"";
}
