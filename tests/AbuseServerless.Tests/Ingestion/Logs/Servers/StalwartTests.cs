namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class StalwartTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident(
        (i, address) => $"2026-11-24T01:{i + 1:00}:00Z INFO Authentication successful (auth.success) listenerId = \"submissions\", localPort = 465, remoteIp = {address}, remotePort = 5, accountName = \"botnet@example.jp\", type = \"PLAIN\"");

    [Theory]
    [InlineData("INFO Authentication successful (auth.success) listenerId = \"submission\", localPort = 10587, remoteIp = 81.2.69.142, accountName = \"a@x.jp\"", "a@x.jp 81.2.69.142 ok")]
    [InlineData("INFO Authentication successful (auth.success) listenerId = \"smtp\", localPort = 25, remoteIp = 2001:db8::1, accountName = \"a\"", "a 2001:db8::1 ok")]
    [InlineData("WARN Authentication failed (auth.failed) listenerId = \"submission\", localPort = 587, remoteIp = 81.2.69.142, accountName = \"a\"", "a 81.2.69.142 failed")]
    [InlineData("WARN Authentication failed (auth.failed) listenerId = \"submission\", localPort = 587, remoteIp = 81.2.69.142, accountName = \"a\\\", remoteIp = 6.6.6.6, accountName = \\\"v\"", "a\", remoteip = 6.6.6.6, accountname = \"v 81.2.69.142 failed")]
    [InlineData("INFO Authentication successful (auth.success) listenerId = \"imaptls\", localPort = 993, remoteIp = 81.2.69.142, accountName = \"a\"", "ignored")]
    [InlineData("INFO Authentication successful (auth.success) listenerId = \"https\", localPort = 443, remoteIp = 81.2.69.142, accountName = \"a\"", "ignored")]
    [InlineData("INFO Authentication successful (auth.success) remoteIp = 81.2.69.142, accountName = \"a\"", "listenerId not told")]
    [InlineData("INFO SMTP MAIL FROM command (smtp.mail-from) listenerId = \"submission\", from = \"x (auth.success) accountName = \\\"v\\\"\"", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last("2026-11-24T01:01:00Z " + text));

    [Fact]
    public void A_login_in_several_lines_counts_for_nothing_and_the_setting_is_named() => Assert.Equal(
        "listenerId in the line of the login (of multiline = true: switch it off) not told",
        Servers.Read("2026-11-24T01:01:00Z INFO Authentication successful (auth.success)", "\tlistenerId = \"submission\"", "\tlocalPort = 587")[0]);

    [Fact]
    public void The_log_may_have_colours() => Assert.Equal(
        "a@x.jp 81.2.69.142 ok",
        Servers.Last("\u001b[1;37m2026-11-24T01:01:00Z\u001b[0m \u001b[32mINFO\u001b[0m Authentication successful \u001b[2m(auth.success)\u001b[0m \u001b[36mlistenerId\u001b[0m = \"submissions\", \u001b[36mlocalPort\u001b[0m = 465, \u001b[36mremoteIp\u001b[0m = 81.2.69.142, \u001b[36maccountName\u001b[0m = \"a@x.jp\""));

    [Fact]
    public void The_log_may_be_JSON() => Assert.Equal(
        "a@x.jp 81.2.69.142 ok",
        Servers.Last("""{"id":"1","createdAt":"2026-11-24T01:01:00Z","type":"auth.success","data":{"listenerId":"submissions","localPort":465,"remoteIp":"81.2.69.142","accountName":"a@x.jp"}}"""));
}
