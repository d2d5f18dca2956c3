namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class ZimbraTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident((i, address) => Line($"2026-11-24 01:{i + 1:00}:00,123", $"name=botnet@example.jp;oip={address};oport=5;oproto=smtp;", "cmd=Auth; account=botnet@example.jp; protocol=soap;"));

    [Theory]
    [InlineData("name=a@x.jp;ip=192.0.2.1;oip=81.2.69.142;oport=5;oproto=smtp;", "cmd=Auth; account=a@x.jp; protocol=soap;", "a@x.jp 81.2.69.142 ok")]
    [InlineData("name=a@x.jp;oip=81.2.69.142, 192.0.2.9;oproto=smtp;", "cmd=Auth; account=a@x.jp; protocol=soap;", "a@x.jp 81.2.69.142 ok")]
    [InlineData("ip=81.2.69.142;", "cmd=Auth; account=a@x.jp; protocol=smtp;", "a@x.jp 81.2.69.142 ok")]
    [InlineData("oip=81.2.69.142;oproto=smtp;", "cmd=Auth; account=a@x.jp; protocol=soap; error=authentication failed for [a], invalid password;", "a@x.jp 81.2.69.142 failed")]
    [InlineData("name=a@x.jp;oip=81.2.69.142;ua=zclient/9;", "cmd=Auth; account=a@x.jp; protocol=soap;", "ignored")]
    [InlineData("ip=192.0.2.3;oip=81.2.69.142;", "cmd=Auth; account=a@x.jp; protocol=imap;", "ignored")]
    [InlineData("ip=192.0.2.3;oip=81.2.69.142;oproto=smtp;", "cmd=AdminAuth; account=a@x.jp;", "ignored")]
    [InlineData("name=a@x.jp;oip=81.2.69.142;ua=x;oip=6.6.6.6;", "cmd=Auth; account=a@x.jp; protocol=smtp;", "a@x.jp 81.2.69.142 ok")]
    public void A_line_is_read_by_these_rules(string context, string said, string expected) => Assert.Equal(expected, Servers.Last(Line("2026-11-24 01:01:00,123", context, said)));

    private static string Line(string time, string context, string said) => $"{time} INFO  [qtp1-80:https://mail.x.jp:7073/service/admin/soap/] [{context}] security - {said}";
}
